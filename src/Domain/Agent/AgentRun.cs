using System.Text.Json.Serialization;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Agent;

/// <summary>One run of the agent: everything it was given, did and decided, so that it can be replayed.</summary>
public sealed record AgentRun(RunId Id, ConversationId Conversation, RunDecision Decision) : IStream<AgentRun>
{
    public static string StreamType => "agent_run";

    static AgentRun? IStream<AgentRun>.Evolve(AgentRun? state, IEvent e) => e switch
    {
        AgentRan r => new AgentRun(r.Run, r.Conversation, r.Outcome.Decision),
        _ => state,
    };
}

public abstract record AgentRunEvent : IEvent;

/// <summary>A run came to its end.</summary>
/// <param name="InReplyTo">Our ids of the messages it answers, oldest first.</param>
/// <param name="Sources">The articles an answer rests on, at the version it was taken from.</param>
/// <param name="Tools">Calls in their order, those the code made itself included.</param>
/// <param name="Answers">What the model said, as it said it.</param>
/// <param name="Basis">What it decided by.</param>
/// <param name="StartedAt">The clock of the whole run: validity of knowledge and every date in a text go by it.</param>
public sealed record AgentRan(
    RunId Run,
    ConversationId Conversation,
    Channel Channel,
    IReadOnlyList<Guid> InReplyTo,
    RunOutcome Outcome,
    IReadOnlyList<RunSource> Sources,
    IReadOnlyList<RunTool> Tools,
    IReadOnlyList<ModelAnswer> Answers,
    RunBasis Basis,
    DateTimeOffset StartedAt,
    DateTimeOffset At) : AgentRunEvent;

/// <summary>The model stayed away or was of no use, and the run ended without it.</summary>
/// <param name="Code">Stable: <c>timeout</c>, <c>malformed</c>, <c>rounds</c>, <c>unfounded</c> ...</param>
public sealed record AgentFailed(RunId Run, Channel Channel, string Code, DateTimeOffset At) : AgentRunEvent;

/// <summary>What came of a run.</summary>
/// <param name="Reason">Why a person takes over, or null.</param>
/// <param name="Evidence">The words that led to it, or null.</param>
/// <param name="Language">Of the reply: en, es, fr; <c>other</c> when the citizen's could not be told.</param>
/// <param name="Sentiment">0 (bad) to 1 (good), of the angriest message.</param>
/// <param name="Replies">As they are sent, or returned where nothing is sent.</param>
public sealed record RunOutcome(
    RunDecision Decision,
    string? Reason,
    [property: PersonalData] string? Evidence,
    Priority Priority,
    string Language,
    double Sentiment,
    [property: PersonalData] IReadOnlyList<string> Replies,
    string? ServiceCode,
    string? TrackingNumber);

public enum RunDecision
{
    /// <summary>The question was answered.</summary>
    Answer,

    /// <summary>Something is asked back.</summary>
    Ask,

    /// <summary>It was taken down, and nothing more is needed.</summary>
    Acknowledge,

    /// <summary>A person takes over.</summary>
    Escalate,
}

public sealed record RunSource(Guid Article, long Version, string Title, string? Path);

/// <param name="Arguments">As JSON.</param>
/// <param name="Result">As JSON.</param>
/// <param name="By">Whether the model asked for it or the order of tools.</param>
/// <param name="Milliseconds">How long it took; null where nothing had to be waited for, and in runs of before it was measured.</param>
public sealed record RunTool(
    string Name, ToolCaller By, [property: PersonalData] string Arguments, [property: PersonalData] string Result,
    bool Failed, long? Milliseconds = null);

public enum ToolCaller
{
    Code,
    Model,
}

/// <param name="Raw">As JSON, in the order of the rounds.</param>
public sealed record ModelAnswer([property: PersonalData] string Raw, long InputTokens, long OutputTokens, long Milliseconds);

/// <summary>What a run decided by; the texts are kept once, by their hash.</summary>
/// <param name="Model">
/// The provider and the model's name; <see cref="Offline"/>, or <see cref="Guest"/> where an agent of somebody else has said it.
/// </param>
/// <param name="Prompt">Null without a model.</param>
/// <param name="Marker">What delimited the citizen's text, or null.</param>
/// <param name="Code">The version of this program.</param>
/// <param name="Search">
/// The model whose vectors the knowledge was searched by beside the words, or <see cref="ByWords"/>; null in what was recorded
/// before it was noted.
/// </param>
public sealed record RunBasis(
    string Model, string Profile, string Catalogue, string Policy, string? Prompt, string? Marker, string Code,
    string? Search = null)
{
    public const string Offline = "offline";

    /// <summary>What an agent of somebody else is called among the models.</summary>
    public const string Guest = "mcp";

    public const string ByWords = "words";
}

[JsonConverter(typeof(StreamIdConverter<RunId>))]
public readonly record struct RunId(Guid Value) : IStreamId<RunId>
{
    public static RunId Of(Guid value) => new(value);

    public static RunId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(RunId id) => id.Value;

    public override string ToString() => Value.ToString();
}
