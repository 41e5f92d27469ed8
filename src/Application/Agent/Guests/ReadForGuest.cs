using System.Text.Json.Nodes;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Guardrails;
using MediatR;

namespace CleanFte.Application.Agent.Guests;

/// <summary>The history of the customer a guest serves: his tickets, newest first, and his last messages, oldest first.</summary>
public sealed record ReadForGuest(GuestCall Call) : IRequest<Outcome<JsonObject>>
{
    internal sealed class Handler(GuestRuns runs, IEventSession session, ICustomerQueries customers)
        : IRequestHandler<ReadForGuest, Outcome<JsonObject>>
    {
        public async Task<Outcome<JsonObject>> Handle(ReadForGuest query, CancellationToken ct)
        {
            var begun = await runs.Read(query.Call, ct);
            if (begun.Value is not { } run)
            {
                return begun.Refusal!;
            }

            var history = (JsonObject)await run.State.Desk.History(ct, ToolCaller.Model);
            var messages = await customers.Latest(session.Tenant, run.Conversation.Customer, AgentDesk.MaxHistory, ct);
            history["messages"] = new JsonArray([.. messages.Select(Told)]);
            history["language"] = run.State.Turn.Language;
            history["person_has_taken_over"] = !run.Conversation.AgentOn;
            query.Call.Session.Epoch = run.Conversation.AgentEpoch;
            query.Call.Session.Did(run.State.Desk.Calls);
            return history;
        }

        private static JsonNode Told(HistoryMessage message) => new JsonObject
        {
            ["from"] = message.Direction == "in" ? "customer" : message.Author,
            ["channel"] = message.Channel,
            ["at"] = message.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            ["text"] = ModelText.Clean(message.Text, ModelText.MaxMessage),
            ["files"] = message.MediaCount,
        };
    }
}
