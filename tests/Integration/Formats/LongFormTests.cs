using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Formats;

/// <summary>Texts that are longer than a channel's replies.</summary>
public sealed class LongFormTests(TownHost host) : IClassFixture<TownHost>
{
    private const int Sentences = 57;

    private const int SentencesOfOne = 20;

    [Fact]
    public async Task A_chat_is_sent_in_parts_that_end_where_sentences_do()
    {
        var (service, told) = await Festival();
        told.Length.ShouldBeInRange(4_000, 4_300);

        var chat = await Written.To(host, "whatsapp", "Hello", service: service);

        chat.Parts.Count.ShouldBe(3);
        chat.Parts.ShouldAllBe(part => part.Length <= 1_600 && part.EndsWith('.'));
        Plain(string.Join(' ', chat.Parts)).ShouldBe(Plain($"{told} Your tracking number is {chat.Number}."));
    }

    [Fact]
    public async Task A_letter_ends_with_a_sentence_and_keeps_its_frame()
    {
        var (service, told) = await Festival();

        var letter = await Written.To(host, "email", "Hello", "Ana García", service);

        letter.Words.ShouldBeInRange(400, 500);
        letter.Text.ShouldStartWith("Dear Ana García,\n\nFestival: Stage 1 ");
        letter.Text.ShouldContain($" visitors.\n\nReference: {letter.Number}\n\nKind regards,\n");
        letter.Text.ShouldEndWith("+34 910 000 100");
        told.ShouldContain("Stage 57");
        letter.Text.ShouldNotContain("Stage 57");
    }

    [Fact]
    public async Task A_notice_ends_with_a_sentence_and_the_reference()
    {
        var (service, _) = await Festival();

        var notice = await Written.To(host, "web", "Hello", service: service);

        notice.Words.ShouldBeInRange(250, 300);
        notice.Text.ShouldEndWith($" visitors.\n\nReference: {notice.Number}");
    }

    [Theory]
    [InlineData("email", 500)]
    [InlineData("web", 300)]
    [InlineData("whatsapp", 150)]
    public async Task Of_an_article_of_two_thousand_words_a_reply_tells_a_part(string channel, int words)
    {
        var subject = $"qanat{Guid.NewGuid():N}"[..14];
        var sentence = $"The {subject} carries spring water below ground to the old orchard of the town. ";
        var body = string.Concat(Enumerable.Repeat(sentence, 154));
        var published = await host.Post(
            "/api/v1/knowledge/articles", new { language = "en", title = $"The {subject}", body },
            await host.Key(ApiRole.Admin));
        published.Status.ShouldBe(201, published.Text);

        var reply = await Written.To(host, channel, $"What does the {subject} carry?");

        reply.Decision.ShouldBe("answer");
        reply.Text.ShouldContain(sentence.Trim());
        reply.Text.ShouldContain($"(Source: The {subject})");
        reply.Text.ShouldContain(reply.Number);
        reply.Words.ShouldBeInRange(15, words);
    }

    private static string Plain(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A service that tells more than anybody would read.</summary>
    private async Task<(string Code, string Told)> Festival()
    {
        var code = $"festival_{Guid.NewGuid():N}"[..30];
        var stages = Enumerable.Range(1, Sentences)
            .Select(i => $"Stage {i} welcomes bands, choirs, storytellers and enthusiastic visitors.").ToArray();
        string[] texts = [.. stages.Chunk(SentencesOfOne).Select(chunk => string.Join(' ', chunk))];
        var made = await host.Ask(
            HttpMethod.Put, $"/api/v1/admin/services/{code}",
            new
            {
                group = "culture",
                kind = "information",
                @public = false,
                roles = Array.Empty<string>(),
                severity = "minor",
                texts = new { en = new { name = "Festival", description = "The stages.", triggers = new[] { code } } },
                items = texts.Select(text => new { texts = new { en = new { title = "Festival", text } } }),
                steps = Array.Empty<object>(),
            },
            await host.Key(ApiRole.Admin));
        made.Status.ShouldBe(201, made.Text);
        return (code, string.Join('\n', texts.Select(text => $"Festival: {text}")));
    }
}
