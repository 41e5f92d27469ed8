using System.Text.Json;
using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
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
                $"what-if --since 30d | --run ID {Prompt} FILE | {Model} NAME | {Guardrails} en.txt [--tenant ID] [--limit N] "
                + "[--json]");
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
            : (null, $"{path} has no {{{{marker}}}}, by which the model tells the citizen's text from instructions. "
                + "See docs/replay.md.");

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
