using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>Promises that no passage makes, and sentences that only look like them.</summary>
public sealed class PromiseTests
{
    [Theory]
    [InlineData("en", "seen", 1.0, 0.07)]
    [InlineData("es", "seen", 1.0, 0.07)]
    [InlineData("fr", "seen", 1.0, 0.07)]
    [InlineData("en", "unseen", 0.9, 0.07)]
    [InlineData("es", "unseen", 0.9, 0.07)]
    [InlineData("fr", "unseen", 0.9, 0.07)]
    public void Promises_are_withheld_and_their_look_alikes_pass(
        string language, string half, double withheld, double replaced)
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Guardrails", $"promises.{language}.tsv"))
            .Select(line => line.Split('\t')).Where(parts => parts[0] == half).ToList();
        var promises = lines.Where(l => l[1] == "promise").ToList();
        var others = lines.Where(l => l[1] == "ok").ToList();
        var missed = promises.Where(l => !IsWithheld(l[2])).ToList();
        var lost = others.Where(l => IsWithheld(l[2])).ToList();

        (1 - ((double)missed.Count / promises.Count)).ShouldBeGreaterThanOrEqualTo(
            withheld, string.Join('\n', missed.Select(l => l[2])));
        ((double)lost.Count / others.Count).ShouldBeLessThanOrEqualTo(replaced, string.Join('\n', lost.Select(l => l[2])));
    }

    /// <summary>The phrases do not know these; with any passages of the samples a sentence must be founded as well.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void What_no_phrase_knows_rests_on_no_passage_either(string language)
    {
        var promises = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Guardrails", $"promises.{language}.tsv"))
            .Select(line => line.Split('\t')).Where(parts => parts is ["fresh", "promise", _]).Select(parts => parts[2]).ToList();
        var grounds = GroundedSample.Read(language).Select(s => s.Knowledge).ToList();

        var sent = promises.Where(p => !IsWithheld(p)).Select(p => (Text: p, Share: (double)grounds.Count(
            ground => GroundedWords.AreMostly(p, new GroundedOn(ground, "", new(2026, 11, 20)))) / grounds.Count)).ToList();

        (sent.Sum(s => s.Share) / promises.Count).ShouldBeLessThanOrEqualTo(
            0.11, string.Join('\n', sent.Where(s => s.Share > 0).Select(s => $"{s.Share:P0} {s.Text}")));
    }

    private static bool IsWithheld(string text) => AnswerCheck.Of(text, new AnswerGround([], [], [], "", "")) is not null;
}
