using CleanFte.Infrastructure.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>Writes down what came of a delivery, and disables a subscription that has failed for too long.</summary>
internal sealed class DeliveryResults(NpgsqlDataSource database, TimeProvider clock, ILogger<DeliveryResults> log)
{
    /// <summary>The error of what was given up because its subscription was disabled.</summary>
    public const string Disabled = "subscription_disabled";

    /// <summary>The subscription before the delivery, here as everywhere: so nobody waits for each other.</summary>
    private const string SucceededSql = """
        update webhook_subscriptions set failing_since = null, last_success_at = now() where tenant_id = $1 and id = $2
        """;

    private const string DeliveredSql = """
        update webhook_deliveries set state = 1, lease = null, owner = null, lease_until = null, tries = tries + 1,
            first_tried_at = coalesce(first_tried_at, now()), last_tried_at = now(), last_status = $3, last_error = null,
            finished_at = now()
        where tenant_id = $4 and id = $1 and lease = $2 and state = 0
        """;

    private const string FailedSql = """
        update webhook_subscriptions set failing_since = coalesce(failing_since, now()) where tenant_id = $1 and id = $2
        returning failing_since
        """;

    private const string RetrySql = """
        update webhook_deliveries set state = case when $5::timestamptz is null then 3 else 0 end, lease = null, owner = null,
            lease_until = null, tries = tries + 1, first_tried_at = coalesce(first_tried_at, now()), last_tried_at = now(),
            last_status = $3, last_error = $4, due = coalesce($5, due), finished_at = case when $5 is null then now() end
        where tenant_id = $6 and id = $1 and lease = $2 and state = 0
        """;

    private const string DisableSql = """
        update webhook_subscriptions set disabled_at = now(), disabled_reason = $3
        where tenant_id = $1 and id = $2 and disabled_at is null
        """;

    public async Task Delivered(ClaimedDelivery delivery, int? status, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(SucceededSql, Values(delivery.Tenant, delivery.Subscription));
        batch.Add(DeliveredSql, Values(delivery.Id, delivery.Lease, status, delivery.Tenant));
        batch.Add(DeliveryLanes.NextSql, Values(delivery.Tenant, delivery.Subscription, delivery.Lane));
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async Task Failed(ClaimedDelivery delivery, WebhookAnswer answer, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var failed = Command(connection, FailedSql, delivery.Tenant, delivery.Subscription);
        if (await failed.ExecuteScalarAsync(ct) is not DateTime since)
        {
            // The subscription was removed, and the delivery with it.
            return;
        }

        var now = clock.GetUtcNow();
        var end = answer.IsGone ? "gone" : now - since >= WebhookPauses.GiveUpAfter ? "failing" : null;
        var next = end is null ? Next(delivery, now) : null;
        if (!await Write(connection, delivery, answer.Status, end is null ? answer.Error : Disabled, next, ct))
        {
            return;
        }

        if (end is not null)
        {
            await using var disable = Command(connection, DisableSql, delivery.Tenant, delivery.Subscription, end);
            await disable.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        if (end is not null)
        {
            log.LogWarning(
                "Subscription {Subscription} of tenant {Tenant} was disabled ({Reason}, last {Error}). Nothing is delivered to it until "
                + "it is enabled; it then goes on where it stopped.",
                delivery.Subscription, delivery.Tenant, end, answer.Error);
        }
    }

    /// <summary>
    /// This process does not know what it is to tell. Another may, so it is tried again as a failed one is, and nobody is blamed.
    /// </summary>
    public async Task NotTold(ClaimedDelivery delivery, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var hold = Command(connection, DeliveryLanes.LockSql, delivery.Tenant, delivery.Subscription);
        await hold.ExecuteNonQueryAsync(ct);
        await Write(connection, delivery, null, "not_told", Next(delivery, clock.GetUtcNow()), ct);
        await transaction.CommitAsync(ct);
    }

    private static DateTimeOffset? Next(ClaimedDelivery delivery, DateTimeOffset now) =>
        WebhookPauses.Next(delivery.Tries + 1, delivery.FirstTriedAt, now, Random.Shared.NextDouble())?.ToUniversalTime();

    /// <summary>Writes a try that failed; not where its lease ended, and somebody else has sent it meanwhile.</summary>
    /// <param name="next">When it is tried again; null where it is given up.</param>
    private static async Task<bool> Write(
        NpgsqlConnection connection, ClaimedDelivery delivery, int? status, string? error, DateTimeOffset? next, CancellationToken ct)
    {
        await using var retry = Command(
            connection, RetrySql, delivery.Id, delivery.Lease, status, error, next, delivery.Tenant);
        if (await retry.ExecuteNonQueryAsync(ct) == 0)
        {
            return false;
        }

        if (next is null)
        {
            await using var first = Command(connection, DeliveryLanes.NextSql, delivery.Tenant, delivery.Subscription, delivery.Lane);
            await first.ExecuteNonQueryAsync(ct);
        }

        return true;
    }

    private static NpgsqlParameter[] Values(params object?[] values) =>
        Array.ConvertAll(values, value => new NpgsqlParameter { Value = value ?? DBNull.Value });

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(Values(values));
        return command;
    }
}
