using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>Answers as a model phrases them: true ones go out, false ones do not.</summary>
public sealed class GroundedSampleTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Theory]
    [InlineData("en", "seen", 0.95, 0.93)]
    [InlineData("es", "seen", 0.95, 0.92)]
    [InlineData("fr", "seen", 0.95, 0.92)]
    [InlineData("en", "unseen", 0.89, 0.89)]
    [InlineData("es", "unseen", 0.92, 0.92)]
    [InlineData("fr", "unseen", 0.84, 0.92)]
    public void True_answers_are_sent_and_false_ones_are_not(string language, string half, double sent, double stopped)
    {
        var samples = GroundedSample.Read(language).Where(s => s.Half == half).ToList();
        var (right, wrong) = (samples.Where(s => s.IsTrue).ToList(), samples.Where(s => !s.IsTrue).ToList());

        Math.Min(right.Count, wrong.Count).ShouldBeGreaterThanOrEqualTo(25);
        Share(right.Count(IsSent), right.Count).ShouldBeGreaterThanOrEqualTo(
            sent, string.Join('\n', right.Where(s => !IsSent(s)).Select(s => s.Text)));
        (1 - Share(wrong.Count(IsSent), wrong.Count)).ShouldBeGreaterThanOrEqualTo(
            stopped, string.Join('\n', wrong.Where(IsSent).Select(s => s.Text)));
    }

    private static bool IsSent(GroundedSample sample) =>
        AnswerCheck.Of(sample.Text, new(sample.Knowledge, [], [], "", "")) is null
        && GroundedWords.AreMostly(sample.Text, new GroundedOn(sample.Knowledge, "", Today));

    private static double Share(int part, int all) => (double)part / all;
}
