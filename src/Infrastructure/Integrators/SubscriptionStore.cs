using CleanFte.Application;
using CleanFte.Application.Integrators;
using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Infrastructure.Integrators;

/// <inheritdoc cref="ISubscriptions"/>
internal sealed class SubscriptionStore(
    NpgsqlDataSource database, SubscriptionSecrets secrets, WebhookClient client, SettledLog log, Signals signals, TimeProvider clock)
    : ISubscriptions
{
    public const int MaxOfTenant = 50;

    /// <summary>How long the secret before signs too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Characters of a test's answer that are shown.</summary>
    private const int MaxShown = 500;

    private const string Columns = """
        select s.id, s.url, s.types, s.description, s.personal_data, s.created_at, s.last_success_at, s.failing_since,
            coalesce(s.disabled_at, k.ended_at), coalesce(s.disabled_reason, k.reason), case when s.previous_until > now() then s.previous_until end,
            (select count(*) from webhook_deliveries d where d.tenant_id = s.tenant_id and d.subscription_id = s.id and d.state < 1),
            (select count(*) from webhook_deliveries d where d.tenant_id = s.tenant_id and d.subscription_id = s.id and d.state = 3),
            s.created_by, s.key_id
        from webhook_subscriptions s
        left join lateral (
            select coalesce(a.revoked_at, a.expires_at) as ended_at,
                case when a.revoked_at is null then 'key_expired' else 'key_revoked' end as reason
            from api_keys a
            where a.tenant_id = s.tenant_id and a.id = s.key_id and (a.revoked_at is not null or a.expires_at <= now())) k on true
        """;

    private const string InsertSql = """
        insert into webhook_subscriptions (tenant_id, id, url, types, description, personal_data, created_by, secret, position, key_id)
        select $1::varchar, $2::uuid, $3::varchar, $4::varchar[], $5::varchar, $6::boolean, $7::varchar, $8::bytea, $9::bigint, $11::varchar
        where (select count(*) from webhook_subscriptions where tenant_id = $1) < $10
        """;

    private const string CountSql = "select count(*) >= $2 from webhook_subscriptions where tenant_id = $1";

    /// <summary>Two that come at the same time are counted one after the other.</summary>
    private const string LockTenantSql = "select from tenants where id = $1 for no key update";

    private const string RotateSql = """
        update webhook_subscriptions set previous_secret = secret, previous_until = $4, secret = $3
        where tenant_id = $1 and id = $2
        """;

    /// <summary>
    /// What waits begins anew, with all its tries before it; so does what was under way when it was disabled, before what follows.
    /// </summary>
    private const string EnableSql = $"""
        with enabled as (
            update webhook_subscriptions s set disabled_at = null, disabled_reason = null, failing_since = null,
                key_id = case when {SubscriptionKeys.IsUsable} then s.key_id else $3 end,
                personal_data = s.personal_data and ($4 or {SubscriptionKeys.IsUsable})
            where s.tenant_id = $1 and s.id = $2 and (s.disabled_at is not null or not {SubscriptionKeys.IsUsable}) returning s.id)
        update webhook_deliveries set state = 0, tries = 0, first_tried_at = null, due = now(), finished_at = null
        where tenant_id = $1 and subscription_id = (select id from enabled)
            and (state < 1 or state = 3 and last_error = '{DeliveryResults.Disabled}')
        """;

    private static readonly Refusal TooMany = new(
        "subscription.too_many", $"A tenant has at most {MaxOfTenant} subscriptions. Remove one first.", RefusalKind.State);

    private static readonly Refusal NoMasterKey = new(
        "secrets.no_master_key",
        "Secrets cannot be kept: set Secrets__MasterKey to 32 characters or more and start again.", RefusalKind.State);

    public async Task<Outcome<CreatedSubscription>> Create(string tenant, SubscriptionEntry entry, CancellationToken ct)
    {
        if (!secrets.CanKeep)
        {
            return NoMasterKey;
        }

        // Before anybody is sent a ping, and again where it counts.
        if (await database.Statement(CountSql, tenant, (long)MaxOfTenant).IsTrue(ct))
        {
            return TooMany;
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var secret = WebhookSignature.DrawSecret();
        var url = new Uri(entry.Url);
        if (await client.Check(url, ct) is { } wrong)
        {
            return Refused(wrong);
        }

        // Whoever receives it does not have the secret yet, so what else he answers says nothing; but who wants none says so to anybody.
        if ((await Ping(url, [secret], ct)).Error is ("redirect" or "address_not_public" or "gone") and var error)
        {
            return Refused(error);
        }

        var position = (await log.Look(ct)).End;
        await using var insert = database.CreateBatch();
        insert.Add(LockTenantSql, new NpgsqlParameter { Value = tenant });
        insert.Add(
            InsertSql,
            Array.ConvertAll(
                new object?[]
                {
                    tenant, id, entry.Url, entry.Types.ToArray(), entry.Description, entry.PersonalData, entry.CreatedBy,
                    secrets.Protect(tenant, id, secret), position, MaxOfTenant, entry.KeyId,
                },
                value => new NpgsqlParameter { Value = value ?? DBNull.Value }));
        await insert.ExecuteNonQueryAsync(ct);
        if (insert.BatchCommands[1].RecordsAffected == 0)
        {
            return TooMany;
        }

        return new CreatedSubscription((await Find(tenant, id, ct))!, WebhookSignature.Spell(secret));
    }

    public async Task<IReadOnlyList<SubscriptionView>> List(string tenant, CancellationToken ct) =>
        await database.Statement($"{Columns} where s.tenant_id = $1 order by s.created_at, s.id", tenant).Rows(Read, ct);

    public async Task<SubscriptionView?> Find(string tenant, Guid id, CancellationToken ct) =>
        (await database.Statement($"{Columns} where s.tenant_id = $1 and s.id = $2", tenant, id).Rows(Read, ct)).SingleOrDefault();

    public async Task<bool> Remove(string tenant, Guid id, CancellationToken ct) =>
        await database.Statement("delete from webhook_subscriptions where tenant_id = $1 and id = $2", tenant, id).Run(ct) == 1;

    public async Task<Outcome<RotatedSecret>> Rotate(string tenant, Guid id, CancellationToken ct)
    {
        if (!secrets.CanKeep)
        {
            return NoMasterKey;
        }

        var secret = WebhookSignature.DrawSecret();
        var until = clock.GetUtcNow() + Overlap;
        var rotated = await database.Statement(RotateSql, tenant, id, secrets.Protect(tenant, id, secret), until).Run(ct);
        return rotated == 1
            ? new RotatedSecret(WebhookSignature.Spell(secret), until)
            : Refusal.NotFound("subscription");
    }

    public async Task<bool> Enable(string tenant, Guid id, string? key, bool mayReadPersonalData, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(DeliveryLanes.LockSql, new() { Value = tenant }, new() { Value = id });
        batch.Add(
            EnableSql, new() { Value = tenant }, new() { Value = id },
            new() { Value = (object?)key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar }, new() { Value = mayReadPersonalData });
        batch.Add(DeliveryLanes.SettleSql, new() { Value = tenant }, new() { Value = id });
        await batch.ExecuteNonQueryAsync(ct);
        signals.Subscriptions.Set();
        signals.Deliveries.Set();
        return await Find(tenant, id, ct) is not null;
    }

    public async Task<WebhookTest?> Test(string tenant, Guid id, CancellationToken ct)
    {
        var found = await database.Statement(
            "select url, secret, case when previous_until > now() then previous_secret end from webhook_subscriptions where tenant_id = $1 and id = $2",
            tenant, id).Rows(
                r => (Url: r.GetString(0), Secret: r.GetFieldValue<byte[]>(1), Previous: r.IsDBNull(2) ? null : r.GetFieldValue<byte[]>(2)),
                ct);
        if (found is not [var subscription])
        {
            return null;
        }

        var answer = await Ping(
            new Uri(subscription.Url), secrets.Read(tenant, id, subscription.Secret, subscription.Previous), ct);
        var body = StorableText.Clean(answer.Body);
        return new WebhookTest(
            answer.Error is null, answer.Status, answer.Error, WebhookErrors.Explain(answer.Error),
            body.Length > MaxShown ? body[..MaxShown] : body, (long)answer.Took.TotalMilliseconds);
    }

    private Task<WebhookAnswer> Ping(Uri url, byte[][] keys, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var item = new FeedItem(Guid.CreateVersion7(now), new PublicEvent("ping", []), now, EventSubject.Nothing);
        return client.Send(url, item.Id.ToString(), WebhookClient.BodyOf(item, false), keys, ct);
    }

    private static Refusal Refused(string error) => new(
        $"subscription.{error}", WebhookErrors.Explain(error)!, RefusalKind.Rule, "url");

    private static SubscriptionView Read(NpgsqlDataReader r)
    {
        var (failing, disabled) = (r.ValueOrNull<DateTimeOffset>(7), r.ValueOrNull<DateTimeOffset>(8));
        return new SubscriptionView(
            r.GetGuid(0), r.GetString(1), r.GetFieldValue<string[]>(2), r.GetString(3), r.GetBoolean(4), r.GetString(13),
            r.TextOrNull(14),
            disabled is not null ? "disabled" : failing is not null ? "failing" : "active",
            r.Time(5), r.ValueOrNull<DateTimeOffset>(6), failing, disabled, r.TextOrNull(9),
            r.ValueOrNull<DateTimeOffset>(10), r.GetInt64(11), r.GetInt64(12));
    }
}
