using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Application.Agent.Replay;
using CleanFte.Domain;

namespace CleanFte.WebApi.Verbs;

/// <summary>
/// <c>replay</c>: decides recorded runs of the agent again with the recorded answers of their models, and tells what comes out
/// otherwise, and why. Nothing is saved and nothing is sent.
/// </summary>
internal static class ReplayVerb
{
    /// <summary>Characters of what differs that are shown.</summary>
    private const int MaxShown = 100;

    /// <summary>Runs that are told one by one; of more the summary counts the rest.</summary>
    private const int MaxTold = 10_000;

    public static readonly string[] Options =
    [
        RunSelectionArguments.Run, RunSelectionArguments.Since, RunSelectionArguments.Tenant, RunSelectionArguments.Limit,
    ];

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static async Task<int> Run(string[] args)
    {
        var json = args.Contains(RunSelectionArguments.Json);
        if (VerbArguments.Read([.. args.Where(a => a != RunSelectionArguments.Json)], 0, Options) is not { } arguments)
        {
            return await Usage.Of("replay --run ID | --since 7d [--tenant ID] [--limit N] [--json]");
        }

        await using var host = await CleanFteHost.Create([]);
        return await Run(host.App.Services, arguments, json, Console.Out, Console.Error, CancellationToken.None);
    }

    public static Task<int> Run(
        IServiceProvider services, VerbArguments arguments, bool json, TextWriter output, TextWriter error,
        CancellationToken ct) =>
        error.Plainly(() => Decide(services, arguments, json, output, error, ct));

    private static async Task<int> Decide(
        IServiceProvider services, VerbArguments arguments, bool json, TextWriter output, TextWriter error,
        CancellationToken ct)
    {
        if (await arguments.Selection(services, error, ct) is not { } selection)
        {
            return Usage.Wrong;
        }

        var summary = new ReplaySummary();
        var progress = new Progress(error, "replayed");
        await foreach (var run in services.GetRequiredService<IReplays>().Replay(selection, ct))
        {
            summary.Add(run, MaxTold);
            if (!json && !run.IsEqual)
            {
                await output.WriteLineAsync($"{run.Tenant} {run.Run}: {Told(run)}");
            }

            await progress.One();
        }

        if (selection.Run is { } id && progress.Count == 0)
        {
            await error.WriteLineAsync(
                $"There is no run {id}{(selection.Tenant is { } tenant ? $" of {tenant}" : "")}. "
                + "Its id is in a conversation's replies and in the answer of orchestrate.");
            return Usage.Refused;
        }

        await output.WriteLineAsync(json ? JsonSerializer.Serialize(summary, Json) : summary.Text());
        return summary.Unexplained == 0 ? Usage.Ok : Usage.Refused;
    }

    private static string Told(ReplayedRun run) =>
        run.NotReplayable is { } reason ? $"not_replayable({WireName.Of(reason)}): {run.Advice}"
        : run.IsEqual ? "equal"
        : $"differs ({Because(run.Causes)}): {string.Join("; ", run.Differences.Select(Told))}";

    private static string Because(IReadOnlyList<ReplayCause> causes) => causes.Count == 0
        ? "nothing it was decided by is another"
        : string.Join(", ", causes.Select(c => $"{c.What} {Short(c.Recorded)} -> {Short(c.Now)}"));

    private static string Told(ReplayDifference difference) =>
        $"{difference.Field} {Cut(difference.Recorded)} -> {Cut(difference.Now)}";

    /// <summary>A hash by its beginning; a version whole.</summary>
    private static string Short(string value) =>
        value.Length == 64 && value.All(char.IsAsciiHexDigit) ? value[..ReplayCause.Shown] : value;

    private static string Cut(string text) => text.Length <= MaxShown ? text : $"{text[..MaxShown]}…";
}
