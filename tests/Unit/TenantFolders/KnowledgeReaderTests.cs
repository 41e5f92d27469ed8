using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.Unit.TenantFolders;

public sealed class KnowledgeReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_language_is_said_by_front_matter_folder_or_caller()
    {
        _folder
            .Put("a.md", "---\ntitle: A\n---\nText.")
            .Put("es/b.md", "---\ntitle: B\n---\nText.")
            .Put("es/c.md", "---\ntitle: C\nlanguage: fr\n---\nText.");

        var (articles, errors) = Read(_folder.Path, "en");

        errors.ShouldBeEmpty();
        articles.Select(a => (a.Source, a.Language)).ShouldBe([("a.md", "en"), ("es/b.md", "es"), ("es/c.md", "fr")]);
        Read(_folder.Path, null).Errors.ShouldBe(["a.md:2: Its language is not said: en, es or fr."]);
    }

    [Fact]
    public void A_list_in_JSON_is_read()
    {
        _folder.Put("faq.json", """
            [
              { "title": "One", "body": "First.\nSecond.", "language": "en", "service": "general", "validFrom": "2026-01-01" },
              { "title": "Dos \ud83d\udc4d", "body": "Texto.", "language": "es", "source": "https://town.example/dos" }
            ]
            """);

        var (articles, errors) = Read(Path.Combine(_folder.Path, "faq.json"), null);

        errors.ShouldBeEmpty();
        articles.ShouldBe(
        [
            new ArticleContent(
                "en", "One", "First.\nSecond.", "general", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null,
                "faq.json#en/One"),
            new ArticleContent("es", "Dos 👍", "Texto.", Source: "https://town.example/dos"),
        ]);
    }

    [Theory]
    [InlineData("[\n{ \"title\": \"T\" }]", "faq.json:2: body is missing.")]
    [InlineData("[\n{ \"title\": \"T\",\n\"body\": \"B\", \"language\": \"de\" }]", "faq.json:3: language: ")]
    [InlineData("[\n{ \"title\": \"T\", \"body\": \"B\" }]", "faq.json:2: Its language is not said")]
    [InlineData("[\n{ \"title\": \"T\", \"body\": \"B\", \"language\": \"en\",\n\"service\": \"x1\" }]", "faq.json:3: There is no service")]
    [InlineData("[\n{ \"title\": \"T\", \"body\": \"B\", \"language\": \"en\",\n\"author\": \"x\" }]", "faq.json:3: author is not known")]
    [InlineData("[\n{ \"title\": \"T\", \"title\": \"U\" }]", "faq.json:2: title is there twice.")]
    [InlineData("[\n{ \"title\": \"T\",\n", "faq.json:3: This is not JSON")]
    [InlineData("[] x", "faq.json:1: This is not JSON")]
    [InlineData("{}", "faq.json:1: This is no list")]
    [InlineData("\"x\"", "faq.json:1: This is no list")]
    [InlineData("[[[[[[[[[[[[[[]]]]]]]]]]]]]]", "faq.json:1: This is not JSON, or lies too deep.")]
    [InlineData("[\n1]", "faq.json:2: Write keys with values here.")]
    [InlineData("[{ \"title\": \"a\\u0000b\" }]", "faq.json:1: This has a character that cannot be stored")]
    [InlineData("[{ \"title\": \"\\ud83d\" }]", "faq.json:1: This has a character that cannot be stored")]
    [InlineData("", "faq.json: The file is empty.")]
    public void What_is_wrong_in_JSON_is_told_with_its_line(string json, string error)
    {
        _folder.Put("faq.json", json);

        var errors = Read(Path.Combine(_folder.Path, "faq.json"), null).Errors;

        errors.ShouldContain(e => e.StartsWith(error, StringComparison.Ordinal), string.Join('\n', errors));
    }

    [Fact]
    public void Twins_are_told()
    {
        _folder.Put("faq.json", """[{"title":"T","body":"B","language":"en"},{"title":"T","body":"C","language":"en"}]""");

        Read(Path.Combine(_folder.Path, "faq.json"), null).Errors
            .ShouldBe(["faq.json: Several articles have the source faq.json#en/T."]);
    }

    [Fact]
    public void Files_of_another_kind_are_told()
    {
        _folder.Put("es/b.txt", "x").Put("en/picture.md", [0xFF, 0xD8, 0xFF]);

        Read(_folder.Path, null).Errors.ShouldBe(
            ["en/picture.md:1: This is not UTF-8. Save the file as UTF-8.", "es/b.txt: Only files that end in .md are read."]);
    }

    private static (IReadOnlyList<ArticleContent> Articles, IReadOnlyList<string> Errors) Read(string path, string? language)
    {
        var errors = new FolderErrors();
        var articles = new KnowledgeReader(Reading.Shape).Read(
            path, language, new HashSet<string> { "general" }, TimeZoneInfo.Utc, errors);
        return (articles, errors.Lines());
    }
}
