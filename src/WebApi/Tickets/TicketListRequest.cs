using System.Diagnostics.CodeAnalysis;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Tickets;

/// <summary>The filters of a list of tickets, as the query string spells them.</summary>
internal sealed record TicketListRequest(
    string? Status,
    string? Category,
    string? Channel,
    string? Priority,
    Guid? Customer,
    DateTimeOffset? CreatedFrom,
    DateTimeOffset? CreatedTo,
    int? Limit,
    string? Cursor)
{
    private const int DefaultLimit = 50;

    public bool TryRead([NotNullWhen(true)] out TicketFilter? filter, [NotNullWhen(false)] out Refusal? refusal)
    {
        var errors = new Dictionary<string, string[]>();
        var status = Read<TicketStatus>(Status, "status", errors);
        var channel = Read<Channel>(Channel, "channel", errors);
        var priority = Read<Priority>(Priority, "priority", errors);
        TicketCursor? cursor = null;
        if (Cursor is not null && !Cursors.TryRead(Cursor, out cursor))
        {
            errors["cursor"] = ["Send the cursor of the page before, unchanged."];
        }

        refusal = errors.Count > 0 ? Refusal.Malformed(errors) : null;
        filter = refusal is not null
            ? null
            : new TicketFilter(
                status, Category, channel, priority, null, CreatedFrom?.ToUniversalTime(),
                CreatedTo?.ToUniversalTime(),
                Limit ?? DefaultLimit, cursor);
        return filter is not null;
    }

    private static T? Read<T>(string? name, string field, Dictionary<string, string[]> errors)
        where T : struct, Enum
    {
        if (name is null or "")
        {
            return null;
        }

        if (WireName.TryParse<T>(name, out var value))
        {
            return value;
        }

        errors[field] = [$"Use one of {WireName.All<T>()}."];
        return null;
    }
}
