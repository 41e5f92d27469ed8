using System.Text.Json.Nodes;

namespace CleanFte.Application.Agent;

/// <summary>What a model is told of the ticket: nothing that could leave with an answer by mistake.</summary>
internal static class TicketNote
{
    public static JsonObject Of(TakenIn taken, Turn turn)
    {
        var ticket = taken.Ticket!;
        var service = turn.Catalogue.Find(ticket.ServiceCode);
        var missing = new JsonArray();
        if (service is { AsksPlace: true } && ticket.Place is null)
        {
            missing.Add("place");
        }

        if (service is { AsksPhoto: true } && ticket.Media.Count == 0)
        {
            missing.Add("photo");
        }

        var told = new JsonObject
        {
            ["status"] = taken.Opened ? "opened" : "added to the open ticket",
            ["service"] = ticket.ServiceCode,
            ["still_needed"] = missing,
        };
        if (service is not null && OfflineAgent.Items(service, turn) is { } items)
        {
            told["holds_now"] = items;
        }

        return told;
    }
}
