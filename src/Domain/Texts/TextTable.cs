using System.Collections.Frozen;
using System.Text;
using CleanFte.Domain.Formats;

namespace CleanFte.Domain.Texts;

/// <summary>
/// All that the service says in its own words, in one language: en.txt, es.txt and fr.txt, which say how they are written.
/// </summary>
public sealed class TextTable
{
    private const string AllTones = "all";

    private static readonly TextTable English = Embedded("en");

    private static readonly FrozenDictionary<string, TextTable> Tables = new Dictionary<string, TextTable>
    {
        ["en"] = English,
        ["es"] = Embedded("es"),
        ["fr"] = Embedded("fr"),
    }.ToFrozenDictionary();

    private readonly Dictionary<(TextKey, Tone), string> _texts = [];

    private TextTable()
    {
    }

    /// <summary>The text with its braces.</summary>
    public string this[TextKey key, Tone tone] => _texts[(key, tone)];

    /// <summary>The table of a language; English for languages we do not write.</summary>
    public static TextTable Of(string language) => Tables.GetValueOrDefault(language, English);

    /// <summary>A text, filled in. What is filled in is not looked at again.</summary>
    public static string Fill(
        Manner manner, TextKey key, params ReadOnlySpan<(string Brace, string Value)> values) =>
        Fill(Of(manner.Language)[key, manner.Tone], values);

    /// <exception cref="FormatException">A line is none that is known, or a text is missing or there twice.</exception>
    public static TextTable Read(TextReader file)
    {
        var table = new TextTable();
        TextKey? key = null;
        while (file.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line is ['[', .. var name, ']'])
            {
                key = WireName.TryParse<TextKey>(name, out var known) ? known : throw Wrong($"There is no {name}", line);
            }
            else
            {
                table.Add(key ?? throw Wrong("A text stands below a key", line), line);
            }
        }

        return table.Complete();
    }

    private void Add(TextKey key, string line)
    {
        if (line.Split(": ", 2) is not [var tones, { Length: > 0 } text])
        {
            throw Wrong("Write \"tone: text\"", line);
        }

        foreach (var name in tones == AllTones ? Enum.GetValues<Tone>().Select(WireName.Of) : tones.Split(", "))
        {
            if (!WireName.TryParse<Tone>(name, out var tone) || !_texts.TryAdd((key, tone), text))
            {
                throw Wrong($"{WireName.Of(key)} has no tone {name} or has it twice", line);
            }
        }
    }

    private TextTable Complete()
    {
        var missing = Enum.GetValues<TextKey>().SelectMany(_ => Enum.GetValues<Tone>(), (key, tone) => (key, tone))
            .Where(text => !_texts.ContainsKey(text)).ToArray();
        return missing is [var (key, tone), ..]
            ? throw new FormatException($"{WireName.Of(key)} is not written in {WireName.Of(tone)}.")
            : this;
    }

    private static string Fill(string template, ReadOnlySpan<(string Brace, string Value)> values)
    {
        var filled = new StringBuilder(template.Length);
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = open + rest[open..].IndexOf('}');
            filled.Append(rest[..open]).Append(ValueOf(rest[(open + 1)..close], values));
            rest = rest[(close + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    private static string ValueOf(ReadOnlySpan<char> brace, ReadOnlySpan<(string Brace, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (brace.SequenceEqual(name))
            {
                return value;
            }
        }

        throw new ArgumentException($"Nothing is given for {brace}.", nameof(values));
    }

    private static TextTable Embedded(string language)
    {
        var resource = $"texts.{language}.txt";
        using var file = typeof(TextTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    private static FormatException Wrong(string what, string line) => new($"{what}: {line}");
}
