using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Domain.Knowledge;

/// <summary>Who said something in a talk.</summary>
public enum Speaker
{
    Citizen,

    /// <summary>The agent, or the system for it.</summary>
    Agent,
    Colleague,
}

public sealed record SaidLine(Speaker By, string Text);

/// <summary>What others can be told of a talk: a question and how a colleague answered it, without anybody's name.</summary>
public sealed record Lesson(string Question, string Answer)
{
    /// <summary>Characters of a question.</summary>
    public const int MaxQuestion = 500;

    /// <summary>Characters of an answer.</summary>
    public const int MaxAnswer = 4_000;

    /// <summary>Telling words of a question; "and on Sundays?" is understood by those who were there.</summary>
    private const int LeastAsked = 2;

    /// <summary>Telling words and facts of an answer; "Yes, it is." is none.</summary>
    private const int LeastTold = 3;

    /// <summary>
    /// The question that was open when a colleague first answered, and what he answered until something else was asked; null
    /// where there is no such question or answer, or one that cannot be told without naming somebody.
    /// </summary>
    public static Lesson? Of(IReadOnlyList<SaidLine> talk, Acquaintances known)
    {
        var first = talk.ToList().FindIndex(line => line.By == Speaker.Colleague);
        if (first < 0 || QuestionIn(talk.Take(first), known) is not { } question)
        {
            return null;
        }

        var answer = Impersonal.Answer(string.Join('\n', AnswersIn(talk.Skip(first))), known);
        if (answer is null || GroundedSentence.Read(question).Words.Count < LeastAsked || Told(answer) < LeastTold)
        {
            return null;
        }

        return new Lesson(SentenceSplitter.First(question, MaxQuestion), SentenceSplitter.First(answer, MaxAnswer));
    }

    /// <summary>What was asked last before a colleague came: what the agent answered before is another matter.</summary>
    private static string? QuestionIn(IEnumerable<SaidLine> talk, Acquaintances known)
    {
        var blocks = new List<List<string>> { new() };
        foreach (var line in talk)
        {
            if (line.By == Speaker.Citizen)
            {
                blocks[^1].Add(line.Text);
            }
            else if (blocks[^1].Count > 0)
            {
                blocks.Add([]);
            }
        }

        var asking = blocks.FindLast(block => block.Any(text => Asks(text)));
        return asking is null ? null : Impersonal.Question(string.Join('\n', asking), known);
    }

    private static IEnumerable<string> AnswersIn(IEnumerable<SaidLine> talk)
    {
        var told = false;
        foreach (var line in talk)
        {
            if (line.By == Speaker.Colleague)
            {
                told |= !QuestionGuess.IsQuestion(line.Text) && CourtesyGuess.Of(line.Text) == Courtesy.None;
                yield return line.Text;
            }
            else if (line.By == Speaker.Citizen && told && Asks(line.Text))
            {
                yield break;
            }
        }
    }

    private static bool Asks(string text) => Sentences.Of(text).Any(Impersonal.Asks);

    private static int Told(string answer)
    {
        var read = GroundedSentence.Read(answer);
        return read.Words.Count + read.Facts.Count + read.Addresses;
    }
}
