using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CleanFte.Infrastructure.Projections;

namespace CleanFte.Unit;

/// <summary>Reads every SQL statement in the sources: one on a table of tenants' data must name the tenant.</summary>
public sealed partial class TenantSqlTests
{
    /// <summary>Statements that are about the machine and not about a tenant: how each begins, and why it may.</summary>
    private static readonly (string Beginning, string Why)[] Allowed =
    [
        ("select 1 from channel_accounts where provider = $1 and number_id = $2",
            "whether a number is anybody's account already, whoever's: what a provider delivers names only the number"),
        ("select i.id from unnest($1::bigint[], $2::bigint[]) k (id, lease) join inbox i",
            "a claimed ledger row, found by its own id and lease"),
        ("select o.id from unnest($1::bigint[], $2::bigint[]) k (id, lease) join outbox o",
            "a claimed outbox row, found by its own id and lease"),
        ("update inbox i set state = k.state", "a ledger row whose lease was checked in the same transaction"),
        ("update outbox o set state = 3", "an outbox row whose lease was checked in the same transaction"),
        ("update outbox o set state = 2", "an outbox row whose lease was checked in the same transaction"),
        ("update outbox set state = 0 where state = 2 and due", "the sweep, which ends every tenant's waiting alike"),
        ("update outbox o set due = now()", "an outbox row whose lease was checked in the same transaction"),
        ("delete from outbox where id = any($1)", "outbox rows whose leases were checked in the same transaction"),
        ("delete from idempotency_keys where created_at", "the sweep, which removes every tenant's old answers alike"),
        ("delete from verifications where created_at", "the sweep, which removes every tenant's old codes alike"),
        ("with due as materialized ( select id, lane", "a claim: workers serve all tenants, and what they get names its own"),
        ("with claimed as ( update inbox i set lease = $1", "a claim: workers serve all tenants, and what they get names its own"),
        ("update inbox set lease = null", "rows given back by their lease or by the process that held them"),
        ("update outbox set lease = null", "rows given back by their lease or by the process that held them"),
        ("update webhook_deliveries set lease = null", "rows given back by their lease or by the process that held them"),
        ("delete from webhook_deliveries where id = any", "the sweep, which removes every tenant's old deliveries alike"),
        ("select setval(pg_get_serial_sequence('inbox_elements'", "where the ids of every tenant's rows go on"),
        ("select exists (select from inbox where state = 0 and due", "whether workers, who serve all tenants, have more to do"),
        ("select exists (select from outbox where state = 0 and due", "whether workers, who serve all tenants, have more to do"),
        ("select seq_id, timestamp from mt_events where seq_id", "where in the log of all tenants a moment is"),
        ("select coalesce(max(seq_id), 0) from mt_events", "where the log of all tenants ends"),
        ("select min(due) from timers", "when the next timer of any tenant is due"),
    ];

    [Fact]
    public void Every_statement_on_a_tenants_table_names_the_tenant()
    {
        var offenders = Statements()
            .Where(s => TablesOf(s.Sql).Any(TenantTables.Value.Contains) && !s.Sql.Contains("tenant_id", StringComparison.Ordinal))
            .Where(s => !Allowed.Any(a => s.Sql.StartsWith(a.Beginning, StringComparison.Ordinal)))
            .Select(s => $"{s.File}: {s.Sql}");

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Every_exception_is_still_needed()
    {
        var statements = Statements().Select(s => s.Sql).ToList();

        Allowed.Where(a => !statements.Exists(s => s.StartsWith(a.Beginning, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Statements_and_tables_are_found()
    {
        TenantTables.Value.ShouldContain("tickets");
        TenantTables.Value.ShouldContain("mt_events");
        TenantTables.Value.ShouldNotContain("instances");
        Statements().Count(s => TablesOf(s.Sql).Any(TenantTables.Value.Contains)).ShouldBeGreaterThan(15);
    }

    /// <summary>Their statements are put together from their columns, which the sources do not show.</summary>
    [Fact]
    public void Every_read_model_has_the_tenant_in_its_key()
    {
        foreach (var table in RowTables.All)
        {
            table.Key.ShouldStartWith("tenant_id, ");
            table.Columns.ShouldStartWith("tenant_id, ");
        }
    }

    private static readonly Lazy<HashSet<string>> TenantTables = new(() =>
    [
        .. Files("*.sql").SelectMany(file => CreateTable().Matches(File.ReadAllText(file)))
            .Where(m => m.Groups[2].Value.Contains("tenant_id", StringComparison.Ordinal))
            .Select(m => m.Groups[1].Value),
    ]);

    private static IEnumerable<string> TablesOf(string sql) => Table().Matches(sql).Select(m => m.Groups[1].Value);

    private static IEnumerable<(string File, string Sql)> Statements()
    {
        foreach (var file in Files("*.cs"))
        {
            var code = LineComment().Replace(File.ReadAllText(file), "");
            foreach (Match literal in Literal().Matches(code))
            {
                var sql = Spaces().Replace(literal.Groups[1].Value + literal.Groups[2].Value, " ").Trim();
                if (Statement().IsMatch(sql))
                {
                    yield return (Path.GetFileName(file), sql);
                }
            }
        }

        foreach (var file in Files("*.sql"))
        {
            foreach (var sql in LineCommentInSql().Replace(File.ReadAllText(file), "").Split(';'))
            {
                if (Statement().IsMatch(sql.Trim()))
                {
                    yield return (Path.GetFileName(file), Spaces().Replace(sql, " ").Trim());
                }
            }
        }
    }

    private static IEnumerable<string> Files(string pattern, [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any());

    [GeneratedRegex(@"create table (\w+) \((.*?)\n\)", RegexOptions.Singleline)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"\b(?:from|join|into|update|using|table|only)\s+(\w+)")]
    private static partial Regex Table();

    [GeneratedRegex("\"\"\"+\\s*\\n(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(select|insert into|update|delete from|with)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();

    [GeneratedRegex(@"--.*$", RegexOptions.Multiline)]
    private static partial Regex LineCommentInSql();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
