using System.Globalization;
using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>Articles are written by staff and found by whoever asks, in whatever words.</summary>
[Collection(nameof(SharedHost))]
public sealed class KnowledgeTests(SharedHost host)
{
    private const string Path = "/api/v1/knowledge/articles";

    [Theory]
    [InlineData("en", "how do I get rid of an old sofa?", "Bulky waste collection")]
    [InlineData("en", "bulky wsate", "Bulky waste collection")]
    [InlineData("es", "cuando abre la piscina olimpica", "Piscina Olímpica")]
    [InlineData("es", "horario de la pisicna", "Piscina Olímpica")]
    [InlineData("es", "¿Cuánto cuesta un baño?", "Piscina Olímpica")]
    [InlineData("fr", "inscrire mon enfant a l'ecole", "Inscription à l'école")]
    [InlineData("fr", "Où s’inscrire aux écoles ?", "Inscription à l'école")]
    [InlineData(null, "¿Dónde está la piscina de la ciudad, por favor?", "Piscina Olímpica")]
    public async Task A_question_finds_its_article(string? language, string question, string title)
    {
        await Library();

        var found = (await Search(question, language)).Json.EnumerateArray().ToList();

        found.ShouldNotBeEmpty();
        found[0].GetProperty("title").GetString().ShouldBe(title);
        found[0].GetProperty("score").GetDouble().ShouldBeInRange(0.3, 1);
        found[0].GetProperty("version").GetInt64().ShouldBe(1);
        found[0].GetProperty("passage").GetString().ShouldNotBeNullOrEmpty();
        found.Select(f => f.GetProperty("articleId").GetGuid()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("en", "xyzzy plugh frobnicate")]
    [InlineData("en", "who won the football world cup in Brazil")]
    [InlineData("en", "?!' & | <-> :* \\")]
    [InlineData("es", "de la que y el en")]
    public async Task A_question_about_something_else_finds_nothing(string language, string question)
    {
        await Library();

        var answer = await Search(question, language);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldBe("[]");
    }

    [Fact]
    public async Task A_person_who_writes_a_lot_is_understood_all_the_same()
    {
        await Library();
        var question = "Good morning, my name is Ana and my neighbours told me to write. We bought furniture last week "
            + "and now I wonder whether somebody could collect our bulky old sofa, because it is raining. Thanks!";

        (await Search(question, "en")).Text.ShouldContain("Bulky waste collection");
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=+", "q")]
    [InlineData("q=sofa&language=de", "language")]
    [InlineData("q=sofa&limit=0", "limit")]
    [InlineData("q=sofa&limit=21", "limit")]
    public async Task A_malformed_question_is_told_so(string query, string field)
    {
        var answer = await host.Get($"/api/v1/knowledge/search?{query}", await host.Key(ApiRole.Integrator));

        answer.ShouldBeProblem(400, "request.malformed");
        answer.ErrorFields.ShouldBe([field]);
    }

    [Fact]
    public async Task A_huge_question_is_told_so_and_a_long_one_is_answered()
    {
        (await Search(new string('x', 4_001), "en")).ShouldBeProblem(400, "request.malformed");
        (await Search(string.Join(' ', Enumerable.Range(0, 800)), "en")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_revised_is_found_by_its_new_words_only()
    {
        var created = await Publish("en", "Kestrel nesting", "# Boxes\nOne.\n# Towers\nWe count quokkas.");
        var address = created.Header("Location")!;
        created.Header("ETag").ShouldBe("\"1\"");

        var revised = await Send(HttpMethod.Put, address, Body("en", "Kestrel nesting", "We count wombats."), "\"1\"");

        revised.Header("ETag").ShouldBe("\"2\"", revised.Text);
        (await Search("quokkas", "en")).Text.ShouldBe("[]");
        (await Search("wombats", "en")).Json[0].GetProperty("version").GetInt64().ShouldBe(2);
        (await Send(HttpMethod.Put, address, Body("en", "Late", "Late."), "\"1\"")).ShouldBeProblem(412, "version.stale");
        (await Send(HttpMethod.Put, address, Body("en", "Late", "Late."), null)).ShouldBeProblem(428, "version.required");
    }

    [Fact]
    public async Task A_repeated_publication_publishes_once()
    {
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var staff = await host.Key(ApiRole.Staff);
        var body = Body("en", $"Once {key.Item2}", "Only once.");

        var first = await host.Post(Path, body, staff, key);
        var second = await host.Post(Path, body, staff, key);

        first.Status.ShouldBe(201, first.Text);
        (second.Status, second.Text, second.Header("Location")).ShouldBe((201, first.Text, first.Header("Location")));
        (await host.Post(Path, Body("en", "Other", "Other."), staff, key)).ShouldBeProblem(422, "idempotency.mismatch");
        (await host.Scalar<long>($"select count(*) from articles where title = 'Once {key.Item2}'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_retired_is_shown_but_not_found()
    {
        var address = (await Publish("en", "Gazebo permits", "Gazebos need a permit.")).Header("Location")!;
        (await Search("gazebo permit", "en")).Text.ShouldContain("Gazebo permits");

        (await Send(HttpMethod.Post, $"{address}/retire", null, "\"1\"")).Status.ShouldBe(200);

        (await Search("gazebo permit", "en")).Text.ShouldNotContain("Gazebo");
        (await host.Get(address, await host.Key(ApiRole.Integrator)))["retired"].GetBoolean().ShouldBeTrue();
        (await Send(HttpMethod.Put, address, Body("en", "Late", "Late."), "\"2\"")).ShouldBeProblem(409, "article.retired");
    }

    [Fact]
    public async Task Only_what_holds_now_is_found()
    {
        var now = DateTimeOffset.UtcNow;
        await Publish("en", "Zeppelin mooring expired", "Text.", now.AddDays(-2), now.AddDays(-1));
        await Publish("en", "Zeppelin mooring to come", "Text.", now.AddDays(1), null);
        await Publish("en", "Zeppelin mooring current", "Text.", now.AddDays(-1), now.AddDays(1));

        (await Search("zeppelin mooring", "en")).Json.EnumerateArray()
            .Select(f => f.GetProperty("title").GetString()).ShouldBe(["Zeppelin mooring current"]);
    }

    [Fact]
    public async Task Another_tenants_articles_do_not_exist()
    {
        var address = (await Publish("en", "Quarry blasting", "Every Tuesday.")).Header("Location")!;
        var stranger = await host.Key(ApiRole.Staff, RunningHost.OtherTenant);

        (await host.Get("/api/v1/knowledge/search?q=quarry+blasting&language=en", stranger)).Text.ShouldBe("[]");
        (await host.Get(address, stranger)).ShouldBeProblem(404, "article.not_found");
        (await host.Ask(HttpMethod.Put, address, Body("en", "Mine", "Mine."), stranger, ("If-Match", "\"1\"")))
            .ShouldBeProblem(404, "article.not_found");
        (await host.Get(Path, stranger)).Text.ShouldNotContain("Quarry");
    }

    [Theory]
    [InlineData("""{"title": "T", "body": "B"}""", 400, "request.malformed")]
    [InlineData("""{"language": "en", "title": " ", "body": "B"}""", 400, "request.malformed")]
    [InlineData("""{"language": "en", "title": "T", "body": "# H"}""", 422, "article.says_nothing")]
    [InlineData(
        """{"language": "en", "title": "T", "body": "B", "validFrom": "2026-02-01T00:00:00Z", "validTo": "2026-01-01T00:00:00Z"}""",
        422, "article.never_valid")]
    public async Task What_nobody_could_find_is_refused(string body, int status, string code) =>
        (await host.Post(
            Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), await host.Key(ApiRole.Staff)))
            .ShouldBeProblem(status, code);

    [Fact]
    public async Task What_is_wrong_is_named_as_it_was_sent() =>
        (await host.Post(
            Path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), await host.Key(ApiRole.Staff)))
            .ErrorFields.ShouldBe(["body", "language", "title"]);

    [Fact]
    public async Task Articles_are_listed_page_by_page()
    {
        await Library();
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await host.Get(
                $"{Path}?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}", await host.Key(ApiRole.Integrator));
            seen.AddRange(page.Items.Select(a => a.GetProperty("id").GetGuid()));
            cursor = page["cursor"].GetString();
        }
        while (cursor is not null);

        seen.Count.ShouldBeGreaterThanOrEqualTo(3);
        seen.ShouldBeUnique();
    }

    private async Task Library()
    {
        if ((await Search("bulky waste collection", "en")).Json.GetArrayLength() == 0)
        {
            await Publish(
                "en", "Bulky waste collection",
                "# What we collect\nOld furniture such as a sofa, a bed or a wardrobe.\n# Booking\nCall by Tuesday.");
            await Publish("en", "Street lights", "Tell us the number on the pole of a light that is out.");
            await Publish("en", "Birth certificates", "The registry office issues certificates to parents.");
            await Publish(
                "es", "Piscina Olímpica", "# Horario\nAbre de lunes a viernes.\n# Precio\nUn baño cuesta tres euros.");
            await Publish("es", "Padrón municipal", "Para empadronarse hace falta el contrato de alquiler.");
            await Publish("fr", "Inscription à l'école", "Les parents peuvent inscrire un enfant à la mairie.");
            await Publish("fr", "Déchetterie", "La déchetterie est ouverte le samedi.");
        }
    }

    private async Task<Answer> Publish(
        string language, string title, string body, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var answer = await host.Post(Path, Body(language, title, body, from, to), await host.Key(ApiRole.Staff));
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }

    private async Task<Answer> Search(string question, string? language) => await host.Get(
        string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/knowledge/search?q={Uri.EscapeDataString(question)}{(language is null ? "" : $"&language={language}")}"),
        await host.Key(ApiRole.Integrator));

    private async Task<Answer> Send(HttpMethod method, string path, object? body, string? version) => await host.Ask(
        method, path, body, await host.Key(ApiRole.Admin), version is null ? [] : [("If-Match", version)]);

    private static object Body(
        string language, string title, string body, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        new { language, title, body, serviceCode = "general", validFrom = from, validTo = to, source = (string?)null };
}
