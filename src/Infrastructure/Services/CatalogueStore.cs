using System.Collections.Concurrent;
using System.Text.Json;
using CleanFte.Application.Services;
using CleanFte.Domain.Services;
using Npgsql;

namespace CleanFte.Infrastructure.Services;

/// <inheritdoc cref="ICatalogue"/>
internal sealed class CatalogueStore(NpgsqlDataSource database, TimeProvider clock) : ICatalogue
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>The first event of each service dates its definition; a change does not move it.</summary>
    private const string Sql = """
        select s.definition::text, s.retired, s.version
        from services s
        join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id and e.version = 1
        where s.tenant_id = $1 and (not s.retired or $3)
        order by s.code = $2, (e.data ->> 'at')::timestamptz, s.code
        """;

    private readonly ConcurrentDictionary<string, Refreshed<Read>> _read = new();

    public ValueTask<Catalogue> Of(string tenant, CancellationToken ct)
    {
        var reading = OfTenant(tenant).Get(ct);
        return reading.IsCompletedSuccessfully ? new(reading.Result.Catalogue) : Wait(reading);

        static async ValueTask<Catalogue> Wait(ValueTask<Read> reading) => (await reading).Catalogue;
    }

    public async Task<IReadOnlyList<CatalogueEntry>> All(string tenant, CancellationToken ct) =>
        await database.Statement(Sql, tenant, TownHall.General, true)
            .Rows(r => new CatalogueEntry(Definition(r.GetString(0)), r.GetBoolean(1), r.GetInt64(2)), ct);

    public async Task<bool> IsEmpty(string tenant, CancellationToken ct) =>
        await database.Statement("select not exists (select from services where tenant_id = $1)", tenant).IsTrue(ct);

    public void Invalidate(string tenant) => OfTenant(tenant).Invalidate();

    private Refreshed<Read> OfTenant(string tenant) =>
        _read.GetOrAdd(tenant, t => new Refreshed<Read>(MaxAge, clock, last => Load(t, last)));

    private async Task<Read> Load(string tenant, Read? last)
    {
        var definitions = await database.Statement(Sql, tenant, TownHall.General, false)
            .Rows(r => r.GetString(0), CancellationToken.None);

        // Building the matcher costs more than the reading, and a catalogue hardly ever changes.
        return last is not null && last.Definitions.SequenceEqual(definitions)
            ? last
            : new Read(
                definitions,
                new Catalogue([.. definitions.Select(Definition)]));
    }

    private static ServiceDefinition Definition(string json) =>
        JsonSerializer.Deserialize(json, CatalogueJson.Default.ServiceDefinition)!;

    private sealed record Read(IReadOnlyList<string> Definitions, Catalogue Catalogue);
}
