using System.Text.Json;
using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Guardrails;

namespace CleanFte.WebApi.Verbs;

/// <summary>
/// <c>what-if</c>: decides past messages by another prompt, another model or other guardrail phrases, and tells what would have
/// come out otherwise. Nothing is saved and nothing is sent.
/// </summary>
internal static class WhatIfVerb
{
    public const string Prompt = "--prompt";
    public const string Model = "--model";
    public const string Guardrails = "--guardrails";

    public static readonly string[] Options = [.. ReplayVerb.Options, Prompt, Model, Guardrails];

    public static async Task<int> Run(string[] args)
    {
        var json = args.Contains(RunSelectionArguments.Json);
        if (VerbArguments.Read([.. args.Where(a => a != RunSelectionArguments.Json)], 0, Options) is not { } arguments)
        {
            return await Usage.Of(
                $"what-if --since 30d | --run ID {Prompt} FILE | {Model} NAME | {Guardrails} en.txt [--tenant ID] [--limit N] [--json]");
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

        var (trial, wrong) = await Trial(arguments, ct);
        wrong ??= trial!.AsksModel ? await WithoutModel(services, selection, ct) : null;
        if (wrong is not null)
        {
            await error.WriteLineAsync(wrong);
            return Usage.Refused;
        }

        if (trial!.AsksModel && selection.Run is null && selection.Limit > Application.Agent.Replay.Trial.MaxModelRuns)
        {
            await error.WriteLineAsync(
                $"At most {Application.Agent.Replay.Trial.MaxModelRuns} runs are tried with a model, the oldest first.");
        }

        var summary = new WhatIfSummary();
        var progress = new Progress(error, "tried");
        await foreach (var run in services.GetRequiredService<IReplays>().WhatIf(selection, trial, ct))
        {
            summary.Add(run);
            await progress.One();
        }

        await output.WriteLineAsync(json ? JsonSerializer.Serialize(summary, ReplayVerb.Json) : summary.Text());
        return Usage.Ok;
    }

    private static async Task<(Trial?, string?)> Trial(VerbArguments arguments, CancellationToken ct)
    {
        string?[] given = [arguments.Option(Prompt), arguments.Option(Model), arguments.Option(Guardrails)];
        if (given.Count(option => option is not null) != 1)
        {
            return (null, $"Name one of {Prompt}, {Model} and {Guardrails}.");
        }

        if (given[1] is { } model)
        {
            return string.IsNullOrWhiteSpace(model) ? (null, "The model has no name.") : (new Trial(Model: model), null);
        }

        var path = (given[0] ?? given[2])!;
        var limit = given[0] is null ? GuardrailPhrases.MaxFile : Application.Agent.Replay.Trial.MaxPrompt;
        if (!File.Exists(path) || new FileInfo(path).Length > limit)
        {
            return (null, $"{path} is no file of at most {limit} bytes.");
        }

        var text = (await File.ReadAllTextAsync(path, ct)).ReplaceLineEndings("\n");
        return given[0] is not null ? ReadPrompt(path, text) : ReadPhrases(path, text);
    }

    private static (Trial?, string?) ReadPrompt(string path, string text) =>
        text.Contains("{{marker}}", StringComparison.Ordinal)
            ? (new Trial(Prompt: text), null)
            : (null, $"{path} has no {{{{marker}}}}, by which the model tells the citizen's text from instructions. See docs/replay.md.");

    private static (Trial?, string?) ReadPhrases(string path, string text)
    {
        var language = Path.GetFileNameWithoutExtension(path).Split('.')[0];
        if (!GuardrailPhrases.Languages.Contains(language))
        {
            return (null, $"{path} must be called en.txt, es.txt or fr.txt: it replaces the phrases of that language.");
        }

        try
        {
            return (new Trial(Phrases: GuardrailPhrases.With(language, text)), null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return (null, $"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>What to say where no tenant that is asked for has a model.</summary>
    private static async Task<string?> WithoutModel(IServiceProvider services, RunSelection selection, CancellationToken ct)
    {
        var models = services.GetRequiredService<IModels>();
        var tenants = selection.Tenant is { } one
            ? [one]
            : (await services.GetRequiredService<ITenants>().List(ct)).Select(t => t.Id);
        return tenants.Any(t => models.Of(t) is not null)
            ? null
            : "No model is configured to be asked. Set Model__Provider, Model__Name and Model__ApiKey.";
    }
}

/// <summary>What would have come out otherwise.</summary>
internal sealed class WhatIfSummary
{
    /// <summary>Runs that are told one by one.</summary>
    private const int MaxTold = 1_000;

    private readonly List<ChangedRun> _changed = [];

    public int Runs { get; private set; }

    public int NewEscalations { get; private set; }

    public int NoLongerEscalated { get; private set; }

    public int OtherAnswers { get; private set; }

    public int OtherPriorities { get; private set; }

    /// <summary>Runs that could not be decided, by why.</summary>
    public SortedDictionary<string, int> Undecided { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ChangedRun> Changed => _changed;

    public void Add(TriedRun run)
    {
        Runs++;
        if (run.Why is { } why)
        {
            Undecided[why] = Undecided.GetValueOrDefault(why) + 1;
            return;
        }

        NewEscalations += run.IsNewEscalation ? 1 : 0;
        NoLongerEscalated += run.IsNoLongerEscalated ? 1 : 0;
        OtherAnswers += run.IsOtherAnswer ? 1 : 0;
        OtherPriorities += run.IsOtherPriority ? 1 : 0;
        if (Changes(run).ToArray() is { Length: > 0 } changes && _changed.Count < MaxTold)
        {
            _changed.Add(new ChangedRun(
                run.Tenant, run.Run, run.At, changes, RunSummary.Of(run.Recorded!), RunSummary.Of(run.Now!)));
        }
    }

    public string Text()
    {
        var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var run in _changed)
        {
            text.WriteLine($"{run.Tenant} {run.Run}: {string.Join(", ", run.Changes)}");
            text.WriteLine($"  then: {run.Recorded.Text()}");
            text.WriteLine($"  now:  {run.Now.Text()}");
        }

        text.WriteLine($"{Runs} runs");
        text.WriteLine($"  new escalations     {NewEscalations,6}");
        text.WriteLine($"  no longer escalated {NoLongerEscalated,6}");
        text.WriteLine($"  changed answers     {OtherAnswers,6}");
        text.WriteLine($"  changed priority    {OtherPriorities,6}");
        foreach (var (why, count) in Undecided)
        {
            text.WriteLine($"  undecided {count,6}: {why}");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Changes(TriedRun run) => new[]
    {
        (run.IsNewEscalation, "new_escalation"),
        (run.IsNoLongerEscalated, "no_longer_escalated"),
        (run.IsOtherAnswer, "changed_answer"),
        (run.IsOtherPriority, "changed_priority"),
    }.Where(c => c.Item1).Select(c => c.Item2);
}

internal sealed record ChangedRun(
    string Tenant, Guid Run, DateTimeOffset? At, IReadOnlyList<string> Changes, RunSummary Recorded, RunSummary Now);

internal sealed record RunSummary(
    RunDecision Decision, string? Reason, string? Evidence, string Priority, IReadOnlyList<string> Replies)
{
    public static RunSummary Of(RunOutcome outcome) =>
        new(outcome.Decision, outcome.Reason, outcome.Evidence, WireName.Of(outcome.Priority), outcome.Replies);

    public string Text() =>
        $"{WireName.Of(Decision)}{(Reason is null ? "" : $" {Reason}")} {Priority}: {string.Join(" / ", Replies).ReplaceLineEndings(" ")}";
}
