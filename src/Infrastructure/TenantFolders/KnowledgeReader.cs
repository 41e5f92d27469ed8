using CleanFte.Domain.Knowledge;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// Reads articles from anywhere: a folder of Markdown, or one JSON file; nothing counts unless there are no errors.
/// </summary>
public sealed class KnowledgeReader(FolderShape shape)
{
    /// <param name="path">The folder, or a file that ends in .json.</param>
    /// <param name="language">Of what does not say its own.</param>
    /// <param name="services">The codes an article may be about.</param>
    /// <param name="zone">Where a date is a day.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public IReadOnlyList<ArticleContent> Read(
        string path, string? language, IReadOnlySet<string> services, TimeZoneInfo zone, FolderErrors errors)
    {
        var reader = new ArticleReader(shape, services, zone, errors);
        var articles = Directory.Exists(path)
            ? Folder(path, language, reader, errors)
            : Json(path, language, reader, errors);
        foreach (var twin in articles.GroupBy(a => a.Source).Where(g => g.Count() > 1))
        {
            errors.Add(Path.GetFileName(path), 0, $"Several articles have the source {twin.Key}.");
        }

        return articles;
    }

    private static IReadOnlyList<ArticleContent> Json(
        string path, string? language, ArticleReader reader, FolderErrors errors)
    {
        var name = Path.GetFileName(path);
        var files = new FolderFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, errors);
        return files.Read(name) is { } text
            ? reader.Json(name, System.Text.Encoding.UTF8.GetBytes(text), language)
            : [];
    }

    private static List<ArticleContent> Folder(
        string path, string? language, ArticleReader reader, FolderErrors errors)
    {
        var files = new FolderFiles(path, errors);
        var articles = new List<ArticleContent>();

        // A tenant's own folder of articles: they are the same articles as when the whole tenant is imported.
        var name = new DirectoryInfo(path).Name;
        var above = $"{name}/" == TenantFolder.KnowledgeFolder ? TenantFolder.KnowledgeFolder : "";
        foreach (var file in files.List())
        {
            if (!file.EndsWith(".md", StringComparison.Ordinal))
            {
                errors.Add(file, 0, "Only files that end in .md are read.");
            }
            else if (files.Read(file) is { } text)
            {
                var article = reader.Markdown(file, text, LanguageOf(file) ?? language, mayChoose: true);
                articles.AddRange(article is null ? [] : [article with { Source = above + file }]);
            }
        }

        return articles;
    }

    /// <summary>The nearest folder that is named after a language.</summary>
    private static string? LanguageOf(string file) =>
        file.Split('/')[..^1].LastOrDefault(ArticleContent.Languages.Contains);
}
