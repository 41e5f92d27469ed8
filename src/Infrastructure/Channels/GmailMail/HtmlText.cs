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
        string? hidden = null;
        for (var read = 0; read < MaxTokens && !text.IsFull; read++)
        {
            var token = tokenizer.Get();
            if (token.Type == HtmlTokenType.EndOfFile)
                break;
            if (hidden is not null)
            {
                if (token.Type == HtmlTokenType.EndTag && token.Name == hidden)
                    hidden = null;
            }
            else if (token.Type == HtmlTokenType.Character)
            {
                text.Append(token.Data);
            }
            else if (token.Type == HtmlTokenType.StartTag)
            {
                hidden = Start(tokenizer, text, token.Name);
            }
            else if (token.Type == HtmlTokenType.EndTag)
            {
                End(text, token.Name);
            }
        }

        return text.ToString();
    }

    /// <returns>The element's name when nothing is shown until it ends.</returns>
    private static string? Start(HtmlTokenizer tokenizer, Lines text, string name)
    {
        tokenizer.State = name switch
        {
            "script" => HtmlParseMode.Script,
            "style" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            _ => HtmlParseMode.PCData,
        };
        if (Hidden.Contains(name))
            return name;
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
        return null;
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
