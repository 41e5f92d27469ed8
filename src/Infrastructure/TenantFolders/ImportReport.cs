using System.Globalization;

namespace CleanFte.Infrastructure.TenantFolders;

public enum ImportChange
{
    Added,
    Changed,
    Retired,
    Unchanged,
}

/// <summary>What an import did.</summary>
public sealed class ImportReport
{
    private readonly List<(string Kind, string Name, ImportChange Change)> _lines = [];

    /// <summary>Why it stopped half way; running it again goes on.</summary>
    public string? Stopped { get; internal set; }

    public int Count(ImportChange change) => _lines.Count(l => l.Change == change);

    internal void Add(string kind, string name, ImportChange change) => _lines.Add((kind, name, change));

    /// <summary>A line for everything that is different now, and one per kind that counts.</summary>
    public void Write(TextWriter output)
    {
        foreach (var (kind, name, change) in _lines.Where(l => l.Change != ImportChange.Unchanged))
        {
            output.WriteLine($"{kind} {name}: {Word(change)}");
        }

        foreach (var kind in _lines.GroupBy(l => l.Kind))
        {
            var counts = Enum.GetValues<ImportChange>().Select(change => string.Create(
                CultureInfo.InvariantCulture, $"{kind.Count(l => l.Change == change):N0} {Word(change)}"));
            output.WriteLine($"{kind.Key}: {string.Join(", ", counts)}");
        }
    }

    private static string Word(ImportChange change) => Domain.WireName.Of(change);
}
