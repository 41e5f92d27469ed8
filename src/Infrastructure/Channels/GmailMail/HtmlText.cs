using System.Collections.Frozen;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// The text of an HTML body, with quotations as lines behind <c>&gt;</c>. It is written from the tokens as they come
/// and no tree is built, so that neither depth nor unclosed elements cost more than their characters.
/// </summary>
internal static class HtmlText
{
    /// <summary>Characters of HTML; the rest is not read.</summary>
    public const int MaxHtml = 256 * 1024;

    /// <summary>Tags and runs of text; the rest is not read.</summary>
    public const int MaxTokens = 100_000;

    /// <summary>Characters of the text, which quotation marks make longer than the HTML.</summary>
    public const int MaxText = 256 * 1024;

    /// <summary>How deep a quotation is shown; deeper ones are marked like this.</summary>
    private const int MaxQuotes = 5;

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "tr", "ul");

    /// <summary>What is behind these is set apart by an empty line.</summary>
    private static readonly FrozenSet<string> Paragraphs = FrozenSet.Create("p", "h1", "h2", "h3", "h4", "h5", "h6");

    private static readonly FrozenSet<string> Hidden = FrozenSet.Create(
        "script", "style", "title", "textarea", "noscript", "template");

    public static string Of(string html)
    {
        using var source = new TextSource(html[..Math.Min(html.Length, MaxHtml)]);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        var text = new Lines();
        var (hidden, depth) = ((string?)null, 0);
        for (var read = 0; read < MaxTokens && !text.IsFull; read++)
        {
            var token = tokenizer.Get();
            if (token.Type == HtmlTokenType.EndOfFile)
                break;
            if (token.Type == HtmlTokenType.StartTag)
                tokenizer.State = StateIn(token.Name);
            if (hidden is not null)
            {
                if (token.Name == hidden && token.Type is (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
                    depth += token.Type == HtmlTokenType.StartTag ? 1 : -1;
                if (depth == 0)
                    hidden = null;
            }
            else if (token.Type == HtmlTokenType.StartTag && IsHidden(token))
            {
                (hidden, depth) = (token.Name, 1);
            }
            else if (token.Type == HtmlTokenType.Character)
            {
                text.Append(token.Data);
            }
            else if (token.Type == HtmlTokenType.StartTag)
            {
                Start(text, token.Name);
            }
            else if (token.Type == HtmlTokenType.EndTag)
            {
                End(text, token.Name);
            }
        }

        return text.ToString();
    }

    /// <summary>How what is within an element is read; a script's text has no tags.</summary>
    private static HtmlParseMode StateIn(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };

    /// <summary>
    /// Whether a reader sees nothing of it; then neither does whoever answers. Of what may be hidden by its style only
    /// the elements that need an end: another's end may be missing, and all behind it would be lost.
    /// </summary>
    private static bool IsHidden(HtmlToken token) =>
        Hidden.Contains(token.Name)
        || (token.Name is "div" or "span" && token.AsTag().Attributes.Any(a => a.Name == "hidden"
            || (a.Name == "style" && (a.Value ?? "").Replace(" ", "", StringComparison.Ordinal)
                .Contains("display:none", StringComparison.OrdinalIgnoreCase))));

    private static void Start(Lines text, string name)
    {
        if (name is "br")
            text.Break();
        else if (Blocks.Contains(name))
            text.Block();
        if (name == "blockquote")
            text.Quotes = Math.Min(text.Quotes + 1, MaxQuotes);
        else if (name == "li")
            text.Append("- ");
        else if (name is "td" or "th")
            text.Append(" ");
    }

    private static void End(Lines text, string name)
    {
        if (Blocks.Contains(name))
            text.Block();
        if (name == "blockquote")
            text.Quotes = Math.Max(text.Quotes - 1, 0);
        else if (Paragraphs.Contains(name))
            text.Gap();
    }

    /// <summary>Lines as a browser would break them: runs of space are one, empty lines at most one.</summary>
    private sealed class Lines
    {
        private readonly StringBuilder _text = new();

        private readonly StringBuilder _line = new();

        private bool _gap;

        public int Quotes { get; set; }

        public bool IsFull => _text.Length + _line.Length > MaxText;

        public void Append(string? data)
        {
            foreach (var c in data ?? "")
            {
                if (!char.IsWhiteSpace(c))
                    _line.Append(c);
                else if (_line.Length > 0 && _line[^1] != ' ')
                    _line.Append(' ');
            }
        }

        /// <summary>Ends the line, be it empty or not.</summary>
        public void Break()
        {
            if (_line.Length == 0)
                _gap = true;
            Block();
        }

        /// <summary>Ends the line when something is in it.</summary>
        public void Block()
        {
            if (_line.Length > 0 && _line[^1] == ' ')
                _line.Length--;
            if (_line.Length == 0)
                return;
            if (_gap && _text.Length > 0)
                _text.Append('\n');
            _gap = false;
            _text.Append('>', Quotes);
            if (Quotes > 0)
                _text.Append(' ');
            _text.Append(_line).Append('\n');
            _line.Clear();
        }

        public void Gap() => _gap = true;

        public override string ToString()
        {
            Block();
            return _text.ToString().Trim();
        }
    }
}
