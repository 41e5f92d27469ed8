namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>A value in a file, with the line it begins in.</summary>
internal abstract record Node(int Line);

/// <param name="Text">As it is meant, without quotes and escapes.</param>
/// <param name="Bare">Whether it was written without quotes: only then <c>true</c> or <c>null</c> is meant.</param>
internal sealed record TextNode(int Line, string Text, bool Bare) : Node(Line)
{
    public bool IsNothing => Bare && (Text is "" or "~" or "null" or "Null" or "NULL");
}

internal sealed record ListNode(int Line, IReadOnlyList<Node> Items) : Node(Line);

internal sealed record MapNode(int Line, IReadOnlyList<MapEntry> Entries) : Node(Line)
{
    public MapEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
}

/// <param name="Line">The key's.</param>
internal sealed record MapEntry(string Key, int Line, Node Value);

/// <summary>A file that cannot be read at all from some line on.</summary>
internal sealed class UnreadableFileException(int line, string message) : Exception(message)
{
    public int Line => line;
}

internal static class NodePath
{
    /// <summary>The line of a path such as <c>steps[0].codes</c>, or of the nearest thing around it.</summary>
    public static int LineOf(this Node node, string path)
    {
        var line = node.Line;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (node)
            {
                case MapNode map when map.Find(step) is { } entry:
                    (node, line) = (entry.Value, entry.Line);
                    break;
                case ListNode list when int.TryParse(step.TrimEnd(']'), out var index) && index < list.Items.Count:
                    node = list.Items[index];
                    line = node.Line;
                    break;
                default:
                    return line;
            }
        }

        return line;
    }
}
