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
