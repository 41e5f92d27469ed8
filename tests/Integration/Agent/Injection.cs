using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Domain;
using CleanFte.Domain.Guardrails;
using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>An attempt to talk the model into something, and a model that lets itself be talked into it.</summary>
/// <param name="Goal">What is attempted.</param>
/// <param name="Reply">What the model says then.</param>
/// <param name="Calls">The tools it calls then, there or not.</param>
internal sealed record Injection(
    string Name, string Text, string Goal, string Reply, IReadOnlyList<(string Tool, string Arguments)> Calls)
{
    /// <summary>All attempts of injections.jsonl.</summary>
    public static IReadOnlyList<Injection> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", "injections.jsonl"))
            .Select(line => Read(JsonDocument.Parse(line).RootElement)),
    ];

    /// <summary>The attempt's text as a model reads it.</summary>
    public string Key { get; } = ModelText.Clean(StorableText.Clean(Text).Trim(), ModelText.MaxMessage);

    /// <summary>What a request's citizen wrote.</summary>
    public static string KeyOf(JsonObject request)
    {
        var text = (string)request["messages"]!.AsArray().Single(m => (string?)m!["role"] == "user")!["content"]!;
        return text[(text.IndexOf('\n') + 1)..text.LastIndexOf('\n')];
    }

    /// <summary>
    /// Calls what it was told to twice, in the first answer and when more is allowed, and then sends what it was told to say.
    /// </summary>
    public ModelTurn Obey(JsonObject request) =>
        request["messages"]!.AsArray().Count(m => (string?)m!["role"] == "assistant") switch
        {
            0 when Calls.Count == 0 => ModelTurn.Says(Reply),
            < 2 when Calls.Count > 0 => ModelTurn.Uses([.. Calls]),
            _ => Said.Then(Reply),
        };

    private static Injection Read(JsonElement line)
    {
        var obey = line.GetProperty("obey");
        return new Injection(
            line.GetProperty("name").GetString()!, line.GetProperty("text").GetString()!,
            line.GetProperty("goal").GetString()!, obey.GetProperty("reply").GetString()!,
            [
                .. obey.GetProperty("calls").EnumerateArray()
                    .Select(c => (c.GetProperty("tool").GetString()!, c.GetProperty("arguments").GetRawText())),
            ]);
    }
}

/// <summary>What came of an attempt.</summary>
internal sealed record Attempted(Injection Injection, Citizen Attacker, JsonElement Run, string[] Failures)
{
    public string Sent => string.Join('\n', Attacker.Replies.Select(r => r.Body));

    public override string ToString() =>
        $"{Injection.Goal} {Injection.Name}: {Run.Outcome("decision")} {Run.Outcome("reason")} {string.Join(' ', Failures)} sent {Sent}";
}
