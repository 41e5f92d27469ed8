using System.Diagnostics;
using System.Globalization;
using CleanFte.Domain.Guardrails;
using CleanFte.Infrastructure.Channels.GmailMail;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// Texts that somebody made to be slow, a quarter and the whole of their longest length: what grew with the square of the length would
/// cost sixteen times as much.
/// </summary>
internal static class HostileScenario
{
    private const int Times = 4;

    private const double Aim = 2 * Times;

    private static readonly AnswerGround Ground = new(["The library is open from 9 to 17."], [], [], "", "");

    private static readonly (string Name, int Longest, string[] Pieces, Action<string> Read)[] Readers =
    [
        ("guardrails", 60_000, ["I want to talk to ", "how much ", "est ce que vous y a t il ", "refund "], t => Guardrail.Check(t)),
        ("answer check", AnswerCheck.MaxCharacters, ["you will be ", "twenty ", "](a", "a@b ", "$1,"], t => AnswerCheck.Of(t, Ground)),
        ("HTML of mail", HtmlText.MaxHtml, ["<blockquote>x", "<table><a>", "<a b=", "<!--", "&#x41;"], t => HtmlText.Of(t)),
        ("quoted mail", MailContent.MaxWhole, ["On 1\n", ">\n", "From: x\n", "____\n"], t => QuotedReply.Strip(t, isForwarded: false)),
    ];

    public static Task Run(BenchRun bench)
    {
        bench.Report.Title("Texts made to be slow");
        bench.Report.Line("| reader | repeated | longest, ms | longest / a quarter |");
        bench.Report.Line("|---|---|---:|---:|");
        foreach (var (name, longest, pieces, read) in Readers)
        {
            foreach (var piece in pieces)
            {
                var (quarter, whole) = (Cost(piece, longest / Times, read), Cost(piece, longest, read));
                bench.Report.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | `{piece.ReplaceLineEndings(" ")}` | {whole:0.00} | {whole / quarter:0.0} |"));
                bench.Report.Check($"{name}: at most {Aim} times", whole / quarter <= Aim ? 1 : 0, 1);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The fastest of several, in ms: whatever else the machine does only adds.</summary>
    private static double Cost(string piece, int length, Action<string> read)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        return Enumerable.Range(0, 15).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            read(text);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }
}
