using CleanFte.Integration.Agent;

namespace CleanFte.Integration.Formats;

/// <summary>A model that writes far more than was asked for.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class ModelFormTests(OpenAiHost host)
{
    private const string Sentence = "The library is open Monday to Friday from 09:30 to 20:30 and Saturday from 10:00 to 14:00.";

    [Theory]
    [InlineData("email", 400, 500, "Dear Ana García,\n\n", "14:00.\n\nReference: {0}\n\nKind regards,")]
    [InlineData("web", 250, 300, "The library", "14:00.\n\nReference: {0}")]
    [InlineData("rest", 250, 300, "The library", "14:00.\n\nReference: {0}")]
    [InlineData("whatsapp", 50, 120, "The library", "14:00.\n\nYour tracking number is {0}.")]
    public async Task Three_thousand_words_end_with_the_last_sentence_that_fits(
        string channel, int fewest, int most, string start, string end)
    {
        host.Plan(Said.First("library"), Said.Then(string.Join(' ', Enumerable.Repeat(Sentence, 200))));

        var reply = await Written.To(host, channel, "When does the library open on weekdays?", "Ana García");

        reply.Decision.ShouldBe("answer");
        reply.Parts.Count.ShouldBe(1);
        reply.Text.ShouldStartWith(start);
        reply.Text.ShouldContain(string.Format(null, end, reply.Number));
        reply.Words.ShouldBeInRange(fewest, most);
    }
}
