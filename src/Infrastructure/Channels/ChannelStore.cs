using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Channels;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Channels;

/// <summary>The rows of <see cref="IChannelAccounts"/>.</summary>
internal sealed class ChannelStore(
    NpgsqlDataSource database, InfrastructureOptions options, AccountSecrets secrets, ILogger<ChannelStore> log)
{
    public const int MaxAccounts = 200;

    private const int MaxSetting = 4_000;

    private const string AllSql =
        "select tenant_id, name, provider, address, enabled, settings, secrets, version from channel_accounts";

    private const string PutSql = """
        insert into channel_accounts (tenant_id, name, provider, address, enabled, settings, secrets, number_id, version)
        select $1::varchar, $2::varchar, $3::varchar, $4::varchar, $5::boolean, $6::jsonb, $7::bytea, $8::varchar,
            nextval('channel_account_versions')
        where (select count(*) from channel_accounts where tenant_id = $1) < $9
        on conflict do nothing
        returning version
        """;

    private const string ChangeSql = """
        update channel_accounts
        set provider = $3, address = $4, enabled = $5, settings = $6::jsonb, secrets = $7::bytea, number_id = $8::varchar,
            version = nextval('channel_account_versions'), changed_at = now()
        where tenant_id = $1 and name = $2 and version = $9
        returning version
        """;

    /// <summary>Whoever enters the name again begins anew: the old cursor is another mailbox's or number's.</summary>
    private const string RemoveSql = """
        with removed as (delete from channel_accounts where tenant_id = $1 and name = $2 returning tenant_id, name),
            cursors as (delete from recovery_cursors c using removed r where c.tenant_id = r.tenant_id and c.account = r.name)
        select count(*) from removed
        """;

    private const string NumberTakenSql =
        "select 1 from channel_accounts where provider = $1 and number_id = $2 and name <> $3";

    private static readonly Refusal Configured = new(
        "channel.configured", "This account is in the service's own configuration and is changed there.", RefusalKind.State);

    private static readonly Refusal NameTaken = new(
        "channel.name_taken", "Another account has this name. Choose another, or read that one and send its version.",
        RefusalKind.State, "name");

    private static readonly Refusal NumberTaken = new(
        "channel.number_taken", "Another account has this number: what the provider delivers could not be told apart.",
        RefusalKind.State, "settings");

    private static readonly Refusal NoMasterKey = new(
        "secrets.no_master_key",
        "Secrets cannot be kept: set Secrets__MasterKey to 32 characters or more and start again.", RefusalKind.State);

    /// <summary>Every tenant's, ready to be used.</summary>
    public async Task<IReadOnlyList<(ChannelAccount Account, long Version)>> All(CancellationToken ct)
    {
        var accounts = new List<(ChannelAccount, long)>();
        foreach (var row in await database.Statement(AllSql).Rows(Read, ct))
        {
            if (row.Secrets is not null && secrets.Read(row.Tenant, row.Name, row.Secrets) is null)
            {
                log.LogError("The secrets of account {Account} cannot be read: Secrets__MasterKey is another than it was.", row.Name);
            }

            accounts.Add((OptionsOf(row).ToAccount() with { IsEnabled = row.Enabled }, row.Version));
        }

        return accounts;
    }

    public async Task<IReadOnlyList<ChannelAccountView>> List(string tenant, CancellationToken ct)
    {
        var rows = await database.Statement($"{AllSql} where tenant_id = $1", tenant).Rows(Read, ct);
        return
        [
            .. options.Channels.Where(o => o.Tenant == tenant).Select(o => ViewOf(o, true, "configuration", 0))
                .Concat(rows.Select(r => ViewOf(OptionsOf(r), r.Enabled, "entered", r.Version)))
                .OrderBy(v => v.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<Outcome<ChannelAccountView>> Put(
        string tenant, ChannelAccountEntry entry, long? expected, CancellationToken ct)
    {
        if (options.Channels.Any(o => o.Account == entry.Name))
        {
            return Configured;
        }

        var known = (await database.Statement($"{AllSql} where tenant_id = $1 and name = $2", tenant, entry.Name)
            .Rows(Read, ct)).SingleOrDefault();
        if (known is not null && expected != known.Version)
        {
            return expected is null ? NameTaken : Refusal.Stale(known.Version);
        }

        var merged = Merged(tenant, entry, known);
        if (Wrong(merged) is { } wrong)
        {
            return wrong;
        }

        var number = NumberOf(merged);
        if (await IsTaken(merged, number, ct))
        {
            return NumberTaken;
        }

        var kept = merged.Settings.Where(s => IsSecret(entry.Provider, s.Key)).ToDictionary();
        if (kept.Count > 0 && !secrets.CanKeep)
        {
            return NoMasterKey;
        }

        var open = JsonSerializer.Serialize(merged.Settings.Where(s => !IsSecret(entry.Provider, s.Key)).ToDictionary());
        try
        {
            var version = await database.Statement(
                known is null ? PutSql : ChangeSql, tenant, entry.Name, entry.Provider, entry.Address, entry.Enabled, open,
                kept.Count > 0 ? secrets.Protect(tenant, entry.Name, kept) : null, number, known?.Version ?? MaxAccounts)
                .Rows(r => r.GetInt64(0), ct);
            if (version is [var now])
            {
                return ViewOf(merged, entry.Enabled, "entered", now);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody took the number in the same instant.
        }

        return await IsTaken(merged, number, ct) ? NumberTaken : await Lost(tenant, entry.Name, known, ct);
    }

    public async Task<Outcome> Remove(string tenant, string name, CancellationToken ct)
    {
        if (options.Channels.Any(o => o.Account == name && o.Tenant == tenant))
        {
            return Configured;
        }

        var removed = await database.Statement(RemoveSql, tenant, name).Rows(r => r.GetInt64(0), ct);
        if (removed is [0])
        {
            return Refusal.NotFound("channel");
        }

        return new Outcome(0, null);
    }

    /// <summary>Somebody else was faster; whoever removed it left no version to be told.</summary>
    private async Task<Refusal> Lost(string tenant, string name, Row? known, CancellationToken ct) =>
        known is null ? NameTaken
        : (await database.Statement($"{AllSql} where tenant_id = $1 and name = $2", tenant, name).Rows(Read, ct))
            is [var now] ? Refusal.Stale(now.Version) : Refusal.NotFound("channel");

    /// <summary>What one account of the provider has alone; null where several may share the provider's id of it.</summary>
    private static string? NumberOf(ChannelOptions account) =>
        ProviderSettings.Find(account.Provider) is { IdIsOfNumber: true } && account.ToAccount().ProviderId is { Length: > 0 } id
            ? id
            : null;

    private async Task<bool> IsTaken(ChannelOptions entered, string? number, CancellationToken ct) =>
        number is not null
        && (options.Channels.Any(o => o.Provider == entered.Provider && NumberOf(o) == number)
            || (await database.Statement(NumberTakenSql, entered.Provider, number, entered.Account)
                .Rows(r => r.GetInt32(0), ct)).Count > 0);

    /// <summary>What was entered, with the secrets from before where they are left out.</summary>
    private ChannelOptions Merged(string tenant, ChannelAccountEntry entry, Row? known)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (known?.Secrets is { } before && known.Provider == entry.Provider
            && secrets.Read(tenant, known.Name, before) is { } read)
        {
            foreach (var (key, value) in read)
            {
                settings[key] = value;
            }
        }

        foreach (var (key, value) in entry.Settings)
        {
            settings[key] = value;
        }

        return new ChannelOptions(entry.Name, entry.Provider, entry.Address, settings) { Tenant = tenant };
    }

    private Refusal? Wrong(ChannelOptions entered)
    {
        if (entered.Errors("").FirstOrDefault() is { } error)
        {
            return new Refusal("channel.wrong_setting", error, RefusalKind.Rule);
        }

        if (entered.Settings.Any(s => s.Value.Length > MaxSetting))
        {
            return new Refusal("channel.wrong_setting", $"A setting has at most {MaxSetting} characters.", RefusalKind.Rule);
        }

        // Whoever administers a tenant must not send this service to addresses of the network it stands in.
        return ProviderSettings.Find(entered.Provider)!.Settings
            .Where(s => s.IsUrl && entered.Settings.GetValueOrDefault(s.Key) is { Length: > 0 } url && url != s.Default
                && !options.AllowedApiOrigins.Contains(new Uri(url).GetLeftPart(UriPartial.Authority)))
            .Select(s => new Refusal(
                "channel.origin_not_allowed",
                $"{s.Key} names an origin that is not allowed: the operator adds it to Channels__AllowedOrigins in the configuration.",
                RefusalKind.Rule, s.Key))
            .FirstOrDefault();
    }

    private ChannelOptions OptionsOf(Row row)
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Settings)!;
        if (row.Secrets is not null && secrets.Read(row.Tenant, row.Name, row.Secrets) is { } read)
        {
            foreach (var (key, value) in read)
            {
                settings[key] = value;
            }
        }

        return new ChannelOptions(
            row.Name, row.Provider, row.Address, new Dictionary<string, string>(settings, StringComparer.OrdinalIgnoreCase))
        {
            Tenant = row.Tenant,
        };
    }

    private ChannelAccountView ViewOf(ChannelOptions account, bool enabled, string source, long version)
    {
        var provider = ProviderSettings.Find(account.Provider)!;
        return new ChannelAccountView(
            account.Account, account.Provider, provider.Channel, account.Address, enabled, source,
            provider.Settings.Where(s => !s.IsSecret)
                .ToDictionary(s => s.Key, s => account.Settings.GetValueOrDefault(s.Key) ?? s.Default),
            [.. provider.Settings.Where(s => s.IsSecret && account.Settings.ContainsKey(s.Key)).Select(s => s.Key)],
            provider.WebhookPath(account.Account) is { } path ? options.PublicUrl + path : null,
            version);
    }

    private static bool IsSecret(string provider, string key) => ProviderSettings.Find(provider)!.Settings
        .Any(s => s.IsSecret && string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));

    private static Row Read(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), r.GetString(5),
        r.IsDBNull(6) ? null : r.GetFieldValue<byte[]>(6), r.GetInt64(7));

    private sealed record Row(
        string Tenant, string Name, string Provider, string Address, bool Enabled, string Settings, byte[]? Secrets, long Version);
}
