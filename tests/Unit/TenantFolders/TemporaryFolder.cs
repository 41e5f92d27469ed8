namespace CleanFte.Unit.TenantFolders;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cleanfte-folder-").FullName;

    public TemporaryFolder Put(string file, string text) => Put(file, System.Text.Encoding.UTF8.GetBytes(text));

    public TemporaryFolder Put(string file, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public TemporaryFolder Put(IEnumerable<KeyValuePair<string, string>> files)
    {
        foreach (var (file, text) in files)
        {
            Put(file, text);
        }

        return this;
    }

    /// <summary>Every file's text by its path.</summary>
    public Dictionary<string, string> Files() =>
        Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).ToDictionary(
            f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/'), File.ReadAllText);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
