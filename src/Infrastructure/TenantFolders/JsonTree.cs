using System.Text.Json;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads JSON into nodes that know their lines.</summary>
internal static class JsonTree
{
    public static Node Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = YamlTree.MaxDepth });
        var lines = new Lines();
        try
        {
            reader.Read();
            var node = Next(ref reader, ref lines, json);
            reader.Read();
            return node;
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException((int)(e.LineNumber ?? 0) + 1, "This is not JSON, or lies too deep.");
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableFileException(
                lines.At(reader.TokenStartIndex, json), "This has a character that cannot be stored.");
        }
    }

    private static Node Next(ref Utf8JsonReader reader, ref Lines lines, ReadOnlySpan<byte> json)
    {
        var line = lines.At(reader.TokenStartIndex, json);
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => new ListNode(line, Items(ref reader, ref lines, json)),
            JsonTokenType.StartObject => new MapNode(line, Entries(ref reader, ref lines, json)),
            JsonTokenType.String => new TextNode(line, Text(ref reader, line), false),
            JsonTokenType.Number => new TextNode(line, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), true),
            JsonTokenType.True => new TextNode(line, "true", true),
            JsonTokenType.False => new TextNode(line, "false", true),
            _ => new TextNode(line, "null", true),
        };
    }

    private static List<Node> Items(ref Utf8JsonReader reader, ref Lines lines, ReadOnlySpan<byte> json)
    {
        var items = new List<Node>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Next(ref reader, ref lines, json));
        }

        return items;
    }

    private static List<MapEntry> Entries(ref Utf8JsonReader reader, ref Lines lines, ReadOnlySpan<byte> json)
    {
        var entries = new List<MapEntry>();
        var keys = new HashSet<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var line = lines.At(reader.TokenStartIndex, json);
            var key = Text(ref reader, line);
            if (!keys.Add(key))
            {
                throw new UnreadableFileException(line, $"{key} is there twice.");
            }

            reader.Read();
            entries.Add(new MapEntry(key, line, Next(ref reader, ref lines, json)));
        }

        return entries;
    }

    private static string Text(ref Utf8JsonReader reader, int line)
    {
        var text = reader.GetString()!;
        return Domain.StorableText.Clean(text) == text
            ? text
            : throw new UnreadableFileException(line, "This has a character that cannot be stored, such as \\u0000.");
    }

    /// <summary>Counts lines once over the file, as the reader goes on.</summary>
    private struct Lines()
    {
        private int _line = 1;
        private int _counted;

        public int At(long index, ReadOnlySpan<byte> json)
        {
            _line += json[_counted..(int)index].Count((byte)'\n');
            _counted = (int)index;
            return _line;
        }
    }
}
