using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// Reads YAML into nodes, plainly: no anchors and aliases (a few lines of them unfold into gigabytes), no tags, one
/// document, no key twice.
/// </summary>
internal static class YamlTree
{
    /// <summary>Lists and maps within each other.</summary>
    public const int MaxDepth = 10;

    /// <param name="text">The YAML.</param>
    /// <param name="firstLine">The line of the file in which it begins.</param>
    public static Node Read(string text, int firstLine = 1)
    {
        var tab = text.IndexOf('\t', StringComparison.Ordinal);
        if (tab >= 0)
        {
            throw new UnreadableFileException(
                firstLine + text.AsSpan(0, tab).Count('\n'), "There is a tab. Use spaces, or \\t in double quotes.");
        }

        var scanner = new Scanner(new StringReader(text));
        try
        {
            return new Reading(new Parser(scanner), firstLine - 1).Document();
        }
        catch (YamlException e)
        {
            throw new UnreadableFileException(
                firstLine - 1 + Math.Max(1, (int)e.Start.Line), $"This is not YAML. {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner gives up like this at some of what is unfinished, a list without its end among it.
            throw new UnreadableFileException(
                firstLine - 1 + (int)scanner.CurrentPosition.Line, "This is not YAML. Something before it has no end.");
        }
    }

    private sealed class Reading(Parser parser, int before)
    {
        public Node Document()
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                throw new UnreadableFileException(before + 1, "There is nothing in it.");
            }

            parser.Consume<DocumentStart>();
            var node = Next(0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? node
                : throw new UnreadableFileException(
                    LineOf(parser.Current!), "A second document begins here. Write everything in one.");
        }

        private Node Next(int depth)
        {
            var e = parser.Consume<ParsingEvent>();
            var line = LineOf(e);
            if (e is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            {
                throw new UnreadableFileException(line, "Anchors and aliases are not read. Write it out.");
            }

            if (e is NodeEvent { Tag.IsEmpty: false })
            {
                throw new UnreadableFileException(line, "Tags are not read. Leave out what begins with !.");
            }

            if (depth > MaxDepth)
            {
                throw new UnreadableFileException(
                    line, $"Lists and maps lie more than {MaxDepth} deep within each other.");
            }

            return e switch
            {
                Scalar scalar => new TextNode(line, Storable(scalar.Value, line), scalar.Style == ScalarStyle.Plain),
                SequenceStart => new ListNode(line, Items(depth)),
                MappingStart => new MapNode(line, Entries(depth)),
                _ => throw new UnreadableFileException(line, "This cannot be here."),
            };
        }

        private List<Node> Items(int depth)
        {
            var items = new List<Node>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Next(depth + 1));
            }

            return items;
        }

        private List<MapEntry> Entries(int depth)
        {
            var entries = new List<MapEntry>();
            var keys = new HashSet<string>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (Next(depth + 1) is not TextNode key)
                {
                    throw new UnreadableFileException(LineOf(parser.Current!), "A key is a word.");
                }

                if (!keys.Add(key.Text))
                {
                    throw new UnreadableFileException(key.Line, $"{key.Text} is there twice.");
                }

                entries.Add(new MapEntry(key.Text, key.Line, Next(depth + 1)));
            }

            return entries;
        }

        private static string Storable(string text, int line) => Domain.StorableText.Clean(text) == text
            ? text
            : throw new UnreadableFileException(line, "This has a character that cannot be stored, such as \\0.");

        private int LineOf(ParsingEvent e) => before + (int)e.Start.Line;
    }
}
