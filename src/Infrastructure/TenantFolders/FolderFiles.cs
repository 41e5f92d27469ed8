using System.Text;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// The files below one folder, and nothing else: links are refused, whatever they lead to. What begins with a dot is
/// passed over.
/// </summary>
internal sealed class FolderFiles(string root, FolderErrors errors)
{
    /// <summary>Bytes of one file.</summary>
    public const int MaxFile = 1024 * 1024;

    /// <summary>Files of a folder with all below it.</summary>
    public const int MaxFiles = 5_000;

    /// <summary>Bytes of all files read.</summary>
    public const long MaxTotal = 64L * 1024 * 1024;

    /// <summary>Folders within each other.</summary>
    public const int MaxDepth = 5;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    private long _total;

    /// <summary>The paths of all files, with forward slashes, in order.</summary>
    public IReadOnlyList<string> List()
    {
        var files = new List<string>();
        Add(new DirectoryInfo(root), "", 0, files);
        if (files.Count > MaxFiles)
        {
            errors.Add(".", 0, $"The folder holds more than {MaxFiles:N0} files.");
            files.Clear();
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>
    /// A file's text, its lines ended by \n; null where it cannot be read, and the reason is among the errors.
    /// </summary>
    public string? Read(string file)
    {
        var bytes = Bytes(file);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            var text = Strict.GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(file, 0, "This is a binary file. Write text.");
                return null;
            }

            if (text.Trim().Length > 0)
            {
                return text;
            }

            errors.Add(file, 0, "The file is empty.");
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, e.Index).Count((byte)'\n');
            errors.Add(file, line, "This is not UTF-8. Save the file as UTF-8.");
        }

        return null;
    }

    private byte[]? Bytes(string file)
    {
        try
        {
            using var stream = new FileStream(
                Path.Combine(root, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxFile)
            {
                errors.Add(file, 0, $"The file has more than {MaxFile:N0} bytes.");
                return null;
            }

            if ((_total += stream.Length) > MaxTotal)
            {
                errors.Add(file, 0, $"All files up to this one have more than {MaxTotal:N0} bytes.");
                return null;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(file, 0, e is FileNotFoundException ? "The file is missing." : "The file cannot be read.");
            return null;
        }
    }

    private void Add(DirectoryInfo folder, string path, int depth, List<string> files)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything))
        {
            if (entry.Name.StartsWith('.') || files.Count > MaxFiles)
            {
                continue;
            }

            var at = path + entry.Name;
            if (entry.LinkTarget is not null)
            {
                errors.Add(at, 0, "This is a link. Put the file itself here.");
            }
            else if (entry is DirectoryInfo below)
            {
                if (depth == MaxDepth)
                {
                    errors.Add(at, 0, $"Folders lie more than {MaxDepth} deep within each other.");
                    continue;
                }

                Add(below, $"{at}/", depth + 1, files);
            }
            else
            {
                files.Add(at);
            }
        }
    }
}
