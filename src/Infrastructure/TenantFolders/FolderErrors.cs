namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Something wrong in a file.</summary>
/// <param name="File">Its path below the folder, with forward slashes.</param>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
public sealed record FolderError(string File, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>All that is wrong with a folder, so that it can be mended in one go.</summary>
public sealed class FolderErrors
{
    /// <summary>Errors that are shown; the others are only counted.</summary>
    public const int MaxShown = 50;

    /// <summary>Errors that are kept to choose the first ones from.</summary>
    private const int MaxKept = 10_000;

    private readonly List<FolderError> _errors = [];

    public int Count { get; private set; }

    public void Add(string file, int line, string message)
    {
        Count++;
        if (_errors.Count < MaxKept)
        {
            _errors.Add(new FolderError(file, line, message));
        }
    }

    /// <summary>The first ones by file and line, and how many there are besides.</summary>
    public IReadOnlyList<string> Lines()
    {
        var shown = _errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).Take(MaxShown)
            .Select(e => e.ToString());
        return Count > MaxShown ? [.. shown, $"... and {Count - MaxShown:N0} more."] : [.. shown];
    }
}
