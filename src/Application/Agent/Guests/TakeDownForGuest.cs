using System.Text.Json.Nodes;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;
using Severity = CleanFte.Domain.Tickets.Severity;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Opens the conversation's ticket in a guest's words, or adds them to the one that is open.</summary>
public sealed record TakeDownForGuest(GuestCall Call, string ServiceCode, string Subject, string Message, Severity Severity)
    : IRequest<Outcome<JsonObject>>
{
    internal sealed class Validator : AbstractValidator<TakeDownForGuest>
    {
        public Validator()
        {
            RuleFor(c => c.Subject).Must(CreateTicket.IsSubject).WithMessage(CreateTicket.SubjectRule);
            RuleFor(c => c.Message).Must(CreateTicket.IsMessage).WithMessage(CreateTicket.MessageRule);
        }
    }

    internal sealed class Handler(GuestRuns runs, Intake intake)
        : IRequestHandler<TakeDownForGuest, Outcome<JsonObject>>
    {
        private static readonly Refusal NoSuchService = new(
            "ticket.unknown_category", "There is no such service for this customer. Use a code of the tool's schema, or general.",
            RefusalKind.Shape, "service_code");

        public async Task<Outcome<JsonObject>> Handle(TakeDownForGuest command, CancellationToken ct)
        {
            var call = command.Call;
            if (await runs.Before(call, ct) is { } before)
            {
                return before;
            }

            var begun = await runs.Act(call, ct);
            if (begun.Value is not { State: { Turn: var turn } state, Conversation: var conversation })
            {
                return begun.Refusal!;
            }

            var service = turn.Catalogue.Find(command.ServiceCode);
            if (service is null ? command.ServiceCode != TownHall.General : !turn.MayUse(service))
            {
                return NoSuchService;
            }

            var (subject, message) = (StorableText.Clean(command.Subject.Trim()), StorableText.Clean(command.Message.Trim()));
            var began = state.Desk.Begin();
            var taken = await intake.TakeDown(conversation, turn, subject, message, service, command.Severity, ct);
            var told = TicketNote.Of(taken, turn);
            told["tracking_number"] = taken.Ticket!.TrackingNumber;
            var arguments = new JsonObject { ["service_code"] = command.ServiceCode, ["subject"] = subject };
            state.Desk.Record(AgentTools.CreateTicket, ToolCaller.Model, arguments, told.DeepClone(), began: began);
            await runs.Save(call, told, ct);
            call.Session.Opened |= taken.Opened;
            call.Session.Did(state.Desk.Calls);
            return told;
        }
    }
}
