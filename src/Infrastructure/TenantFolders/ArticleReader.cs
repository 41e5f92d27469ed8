using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads articles: Markdown with front matter, or a list in JSON.</summary>
/// <param name="shape">The rules.</param>
/// <param name="services">The codes an article may be about.</param>
/// <param name="zone">Where a date is a day.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class ArticleReader(
    FolderShape shape, IReadOnlySet<string> services, TimeZoneInfo zone, FolderErrors errors)
{
    private const string Fence = "---\n";

    /// <summary>A file's article, or null where it cannot be read.</summary>
    /// <param name="file">Its path, which becomes the source.</param>
    /// <param name="text">The file, lines ended by \n.</param>
    /// <param name="language">What its folder says; null when the front matter has to.</param>
    /// <param name="mayChoose">Whether the front matter may say another one.</param>
    public ArticleContent? Markdown(string file, string text, string? language, bool mayChoose)
    {
        var end = text.IndexOf($"\n{Fence}", StringComparison.Ordinal);
        if (!text.StartsWith(Fence, StringComparison.Ordinal) || end < 0)
        {
            errors.Add(
                file, 1, "Begin with front matter: a line with ---, title and what else there is, a line with ---.");
            return null;
        }

        try
        {
            var fields = Fields.Of(YamlTree.Read(text[Fence.Length..(end + 1)], 2), file, errors);
            return Article(
                fields,
                (mayChoose ? fields.Optional("language") : null) ?? language,
                text[(end + 1 + Fence.Length)..],
                file,
                1 + text.AsSpan(0, end + 1 + Fence.Length).Count('\n'));
        }
        catch (UnreadableFileException e)
        {
            errors.Add(file, e.Line, e.Message);
            return null;
        }
    }

    /// <summary>All articles of a list in JSON.</summary>
    public IReadOnlyList<ArticleContent> Json(string file, byte[] json, string? language)
    {
        try
        {
            if (JsonTree.Read(json) is ListNode { Items.Count: <= FolderFiles.MaxFiles } list)
            {
                return [.. list.Items.Select(node => OfList(node, file, language)).OfType<ArticleContent>()];
            }

            errors.Add(file, 1, $"This is no list of at most {FolderFiles.MaxFiles:N0} articles.");
        }
        catch (UnreadableFileException e)
        {
            errors.Add(file, e.Line, e.Message);
        }

        return [];
    }

    private ArticleContent? OfList(Node node, string file, string? language)
    {
        var fields = Fields.Of(node, file, errors);
        var (title, chosen) = (fields.Text("title"), fields.Optional("language") ?? language);
        var source = fields.Optional("source") ?? $"{file}#{chosen}/{title}";
        return Article(fields, chosen, fields.Text("body"), source, node.LineOf("body"));
    }

    private ArticleContent? Article(Fields fields, string? language, string body, string source, int bodyLine)
    {
        var before = errors.Count;
        var article = new ArticleContent(
            language ?? "",
            fields.Text("title").Trim(),
            body.Trim(),
            fields.Optional("service"),
            LocalTimes.From(fields, "validFrom", zone),
            LocalTimes.To(fields, "validTo", zone),
            source);
        fields.NothingElse();
        if (language is null)
        {
            fields.WrongAt(fields.Map.Line, "Its language is not said: en, es or fr.", false);
        }

        if (article.ServiceCode is { } service && !services.Contains(service))
        {
            fields.Wrong("service", $"There is no service {service}.", false);
        }

        if (errors.Count == before)
        {
            shape.Check(
                new PublishArticle(article),
                (path, message) => errors.Add(
                    fields.File, path == "body" ? bodyLine : fields.Map.LineOf(path), $"{path}: {message}"));
        }

        return errors.Count == before ? article : null;
    }
}
