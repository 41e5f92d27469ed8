using CleanFte.Infrastructure.Customers;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>Everything that is a person's: the customers he is and the streams that came of him.</summary>
/// <param name="Root">The customer to whom the others lead.</param>
/// <param name="Proposals">Articles and proposals that were made from his questions.</param>
internal sealed record PersonStreams(
    Guid Root, IReadOnlyList<Guid> Customers, IReadOnlyList<Guid> Conversations, IReadOnlyList<Guid> Tickets,
    IReadOnlyList<Guid> Runs, IReadOnlyList<Guid> Proposals)
{
    private static readonly string FindSql = $"""
        {CustomerQueries.Person("$2")},
        talks as materialized (
            select c.id from person p join conversations c on c.tenant_id = $1 and c.customer_id = p.id)
        select 0, id from person
        union all select 1, id from talks
        union all select 2, t.id from person p join tickets t on t.tenant_id = $1 and t.customer_id = p.id
        union all select 3, e.stream_id from talks c
            join mt_events e on e.tenant_id = $1 and e.type = 'agent_ran' and e.data ->> 'conversation' = c.id::text
        union all select distinct 4, s.proposal_id from talks c
            join answer_sources s on s.tenant_id = $1 and s.conversation_id = c.id
        union all select 5, id from path where merged_into is null
        """;

    public Guid[] All { get; } = [.. Customers, .. Conversations, .. Tickets, .. Runs, .. Proposals];

    /// <summary>Without what was only learned from him.</summary>
    public Guid[] Own => [.. Customers, .. Conversations, .. Tickets, .. Runs];

    /// <summary>What a customer's person has by now.</summary>
    public static async Task<PersonStreams> Find(NpgsqlConnection connection, string tenant, Guid customer, CancellationToken ct)
    {
        List<Guid>[] found = [[], [], [], [], [], []];
        await using var command = connection.Statement(FindSql, tenant, customer);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetInt32(0)].Add(reader.GetGuid(1));
        }

        return new PersonStreams(found[5].Single(), found[0], found[1], found[2], found[3], found[4]);
    }

    /// <summary>Whether nothing came to it since.</summary>
    public bool SameAs(PersonStreams other) => Root == other.Root && All.ToHashSet().SetEquals(other.All);
}
