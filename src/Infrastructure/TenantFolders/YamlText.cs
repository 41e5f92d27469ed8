using System.Globalization;
using System.Text;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Writes YAML line by line, as a person would.</summary>
internal sealed class YamlText
{
    private const int Indent = 2;

    private readonly StringBuilder _text = new();
    private bool _inItem;

    /// <summary>Begins an item of a list; the next line stands beside its hyphen.</summary>
    public YamlText Item()
    {
        _inItem = true;
        return this;
    }

    /// <summary>A key with what belongs under it on the following lines, or, with a value, all of it.</summary>
    /// <param name="depth">How far in; the hyphen of an item lies one less.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">As it is to be written; see <see cref="Quote"/>.</param>
    public void Line(int depth, string key, string? value = null)
    {
        var lead = _inItem
            ? new string(' ', Math.Max(0, depth - 1) * Indent) + "- "
            : new string(' ', depth * Indent);
        _inItem = false;
        _text.Append(lead).Append(key).Append(':').Append(value is null ? "" : " ").Append(value).Append('\n');
    }

    public static string Flag(bool value) => value ? "true" : "false";

    public static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> written) => $"[{string.Join(", ", written)}]";

    public static string Map(params IEnumerable<(string Key, string? Written)> entries) =>
        $"{{ {string.Join(", ", entries.Where(e => e.Written is not null).Select(e => $"{e.Key}: {e.Written}"))} }}";

    /// <summary>A text in double quotes, on one line.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsHidden(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    public override string ToString() => _text.ToString();

    private static bool IsHidden(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';
}
