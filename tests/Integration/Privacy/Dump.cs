namespace CleanFte.Integration.Privacy;

/// <summary>Everything the service has stored, searched as a whole dump would be: every row of every table, and every file.</summary>
internal static class Dump
{
    /// <summary>Where any of the words is found, whatever its case: table and row, or file. Backslashes stand for other bytes.</summary>
    public static async Task<List<string>> Find(TestDatabase database, string? mediaFolder, params string[] words)
    {
        var found = new List<string>();
        var any = string.Join(" or ", words.Select(w => $"position(lower('{w.Replace("'", "''", StringComparison.Ordinal)}') in lower(whole)) > 0"));
        foreach (var table in await database.Lines("""
            select c.table_name, string_agg(
                case when c.data_type = 'bytea' then format('encode(%I, ''escape'')', c.column_name) else format('%I::text', c.column_name) end,
                ', ' order by c.ordinal_position)
            from information_schema.columns c
            join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
            group by c.table_name order by c.table_name
            """))
        {
            var (name, columns) = (table.Split('|')[0], table[(table.IndexOf('|', StringComparison.Ordinal) + 1)..]);
            found.AddRange((await database.Lines($"select whole from (select concat_ws(' ', {columns}) as whole from {name}) x where {any}"))
                .Select(row => $"{name}: {row}"));
        }

        found.AddRange(Directory.EnumerateFiles(mediaFolder ?? Directory.CreateTempSubdirectory().FullName, "*", SearchOption.AllDirectories)
            .Where(file => words.Any(w => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(w)) >= 0)));
        return found;
    }
}
