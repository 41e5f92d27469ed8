using System.Globalization;
using System.Text;

namespace CleanFte.Bench;

/// <summary>Tables as they stand in the README, printed as they come.</summary>
internal sealed class Report(string? file)
{
    private readonly List<string> _broken = [];

    public bool Holds => _broken.Count == 0;

    public void Title(string title) => Line($"{Environment.NewLine}### {title}{Environment.NewLine}");

    public void Line(string text)
    {
        Console.WriteLine(text);
        if (file is not null)
        {
            File.AppendAllText(file, text + Environment.NewLine);
        }
    }

    public void Fact(string what, FormattableString value) =>
        Line($"- {what}: {value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>States a count that must come out; a run in which one does not ends with an error.</summary>
    public void Check(string what, long actual, long expected)
    {
        var holds = actual == expected;
        Line(string.Create(
            CultureInfo.InvariantCulture, $"- {(holds ? "holds" : "BROKEN")}: {what}: {actual:N0} of {expected:N0}"));
        if (!holds)
        {
            _broken.Add(what);
        }
    }

    /// <summary>One row per measured thing: minimum, median, maximum.</summary>
    public void Table(params (string Name, Spread Spread, string Format)[] rows)
    {
        var text = new StringBuilder("| | min | median | max |\n|---|---:|---:|---:|");
        foreach (var (name, spread, format) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| {name} | {string.Join(" | ", spread.Cells(format))} |");
        }

        Line(text + Environment.NewLine);
    }
}
