using CleanFte.Application.Ports;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IReceivedMessages"/>
internal sealed class ReceivedMessages(NpgsqlDataSource database) : IReceivedMessages
{
    /// <summary>
    /// By the customer's history, which has an index; a provider's ids have none, because only replays ask.
    /// </summary>
    private const string Sql = """
        select id from messages
        where tenant_id = $1 and customer_id = $2 and at = $3 and account = $4 and provider_message_id = $5
            and direction = 'in'
        """;

    /// <summary>The ledger knows when a message came, and with that the history finds it.</summary>
    private const string KnownSql = """
        select m.id, m.conversation_id
        from inbox_elements e
        join messages m on m.tenant_id = e.tenant_id and m.customer_id = $2 and m.at = e.received_at and m.account = e.account
            and m.provider_message_id = $4 and m.direction = 'in'
        where e.tenant_id = $1 and e.account = $3 and e.element_key = 'm:' || $4
        """;

    public async Task<KnownMessage?> Find(
        string tenant, Guid customer, string account, string providerMessageId, CancellationToken ct)
    {
        var found = await database.Statement(KnownSql, tenant, customer, account, providerMessageId)
            .Rows(r => new KnownMessage(r.GetGuid(0), r.GetGuid(1)), ct);
        return found is [var known] ? known : null;
    }

    public async Task<Guid?> Find(
        string tenant, Guid customer, string account, string providerMessageId, DateTimeOffset receivedAt,
        CancellationToken ct)
    {
        var found = await database
            .Statement(Sql, tenant, customer, receivedAt.ToUniversalTime(), account, providerMessageId)
            .Rows(r => r.GetGuid(0), ct);
        return found is [var id, ..] ? id : null;
    }
}
