using System.Diagnostics;
using System.Globalization;
using CleanFte.Bench.Load;

namespace CleanFte.Bench.Scenarios;

/// <summary>Lists of requests by Open311 while many more are stored, asked for one after the other.</summary>
internal static class Open311Scenario
{
    private const int Tickets = 100_000;

    /// <summary>Asked for before anything counts: the code is compiled, the statements are planned.</summary>
    private const int Warm = 40;

    private const int Aim = 100;

    /// <summary>Numbers that are read as such, which those of the other rows are not: of 8 hours, 20 and 80 days ago.</summary>
    private const string Named = "TKT-0000-000000,TKT-0000-000011,TKT-0000-000022";

    /// <summary>What is told of an hour changes while it is asked for, and is looked for in the whole stretch of time: shown only.</summary>
    private const int Any = 0;

    private static readonly (string Name, string Path, int Entries)[] Lists =
    [
        ("1,000 in XML", "requests.xml", 1_000),
        ("1,000 in JSON", "requests.json", 1_000),
        ("1,000 open ones of two services", "requests.xml?status=open&service_code=pothole,graffiti", 1_000),
        ("100 with extensions", "requests.xml?extensions=true", 100),
        ("1,000 changed last", "requests.json?updated_after=2000-01-01T00:00:00Z", 1_000),
        ("those changed in the last hour", "requests.json?updated_after={hour}", Any),
        ("the 90th page of 1,000, after the 89th", "requests.xml?page=90", 1_000),
        ("1,000 updates", "servicerequestupdates.xml", 1_000),
        ("6 updates of 3 requests", $"servicerequestupdates.xml?service_request_id={Named}", 6),
    ];

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(
            bench.Laboratory, bench.Stop, more: [new("RateLimits__Open311", "0")]);
        await Fill(bench, product);
        using var http = new HttpClient { BaseAddress = new Uri(product.PublicUrl) };
        bench.Report.Title($"Open311, {Tickets:N0} requests of the last 80 days stored");
        bench.Report.Line("| list | p50, ms | p95, ms | p99, ms | slowest, ms |");
        bench.Report.Line("|---|---:|---:|---:|---:|");
        foreach (var (name, path, entries) in Lists)
        {
            if (path.Contains("page=90", StringComparison.Ordinal))
            {
                await http.GetByteArrayAsync(new Uri("/open311/v2/requests.xml?page=89", UriKind.Relative), bench.Stop);
            }

            var hour = DateTimeOffset.UtcNow.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var histogram = await Ask(bench, http, path.Replace("{hour}", hour, StringComparison.Ordinal), entries);
            bench.Report.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {histogram.Ms(0.5):0.0} | {histogram.Ms(0.95):0.0} | {histogram.Ms(0.99):0.0} | {histogram.MaxMs:0.0} |"));
            if (entries == Any)
            {
                continue;
            }

            bench.Report.Check($"{name} within {Aim} ms (p95)", histogram.Ms(0.95) <= Aim ? 1 : 0, 1);
        }
    }

    private static async Task<Histogram> Ask(BenchRun bench, HttpClient http, string path, int entries)
    {
        var histogram = new Histogram();
        for (var i = 0; i < Warm + (bench.Options.Quick ? 50 : 500); i++)
        {
            var start = Stopwatch.GetTimestamp();
            var body = await http.GetByteArrayAsync(new Uri($"/open311/v2/{path}", UriKind.Relative), bench.Stop);
            if (i >= Warm)
            {
                histogram.Record(start, Stopwatch.GetTimestamp());
            }

            if (Count(body) is var count && count != entries && entries != Any)
            {
                throw new InvalidOperationException($"{path} told {count} instead of {entries}.");
            }
        }

        return histogram;
    }

    /// <summary>Entries of an answer, in either format: each names its request once.</summary>
    private static int Count(ReadOnlySpan<byte> body)
    {
        var xml = body.Count("<service_request_id>"u8);
        return xml > 0 ? xml : body.Count("\"service_request_id\""u8);
    }

    /// <summary>Rows as the projection writes them: every fifth with a photo, each with an update or two.</summary>
    private static async Task Fill(BenchRun bench, Product product)
    {
        await using var command = product.Store.Source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            insert into tickets (tenant_id, id, tracking_number, customer_id, channel, service_code, language, status, priority,
                severity, subject, latitude, longitude, address, public_text, created_at, updated_at, version, published)
            select 'default', gen_random_uuid(), 'TKT-' || lpad(n::text, 10, '0'), gen_random_uuid(),
                (array['whatsapp', 'web', 'open311'])[1 + n % 3],
                (array['pothole', 'street_light', 'rubbish', 'graffiti', 'noise'])[1 + n % 5], 'en',
                (array['open', 'in_progress', 'resolved', 'closed'])[1 + n % 4], 'normal', 'moderate', 'Something is broken',
                40 + random(), -4 + random(), 'Calle Mayor ' || n % 200, case when n % 3 = 0 then 'A crew comes on Monday.' end,
                now() - n * interval '69 seconds', now() - n * interval '60 seconds', 3,
                case when n % 3 > 0 then repeat('There is a deep hole in front of the school. ', 4) end
            from generate_series(1, {Tickets}) n;
            update tickets set tracking_number = 'TKT-0000-000000' where tracking_number = 'TKT-0000000500';
            update tickets set tracking_number = 'TKT-0000-000011' where tracking_number = 'TKT-0000025000';
            update tickets set tracking_number = 'TKT-0000-000022' where tracking_number = 'TKT-0000099999';
            insert into media (tenant_id, id, ticket_id, status, key, public_key, content_type, declared_type, size, sha256, source,
                purpose, at)
            select 'default', gen_random_uuid(), id, 'attached', 'k', 'p', 'image/jpeg', 'image/jpeg', 1, '00', 'open311',
                'evidence', created_at
            from tickets where substr(tracking_number, 14) in ('0', '5');
            insert into ticket_updates (tenant_id, ticket_id, version, over, status, at)
            select 'default', id, v, false, 'in_progress', created_at + v * interval '1 hour'
            from tickets cross join generate_series(2, 3) v;
            analyze tickets; analyze media; analyze ticket_updates
            """));
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(bench.Stop);
    }
}
