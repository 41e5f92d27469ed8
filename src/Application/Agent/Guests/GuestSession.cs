using System.Text.Json.Nodes;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Agent.Guests;

/// <summary>
/// What an agent of somebody else has looked up since it began, for the one conversation it serves, or for none. Kept in
/// memory by whoever talks with it, who makes its calls one after the other.
/// </summary>
public sealed class GuestSession(ConversationId? conversation)
{
    /// <summary>Passages an answer may rest on; the oldest are forgotten first.</summary>
    public const int MaxPassages = 64;

    /// <summary>Calls that are written down with the next answer; further ones are done and not written down.</summary>
    public const int MaxCalls = 64;

    /// <summary>Different questions before something is said: as many as a run of our own may ask.</summary>
    public const int MaxSearches = AgentDesk.MaxSearches;

    private readonly List<FoundPassage> _ground = [];
    private readonly List<RunTool> _calls = [];
    private readonly HashSet<string> _asked = [];

    /// <summary>Whom it serves; never what it says itself.</summary>
    public ConversationId? Conversation => conversation;

    /// <summary>
    /// The epoch of the conversation when its messages were last read; what is decided under another is not said. Null until
    /// they are, which is enough only where no person ever had it.
    /// </summary>
    internal int? Epoch { get; set; }

    /// <summary>Whether the next answer is the first one about its ticket.</summary>
    internal bool Opened { get; set; }

    internal IReadOnlyList<FoundPassage> Ground => _ground;

    internal IReadOnlyList<RunTool> Calls => _calls;

    internal bool MayAsk(string question) => _asked.Contains(question) || _asked.Count < MaxSearches;

    internal void Asked(string question, IReadOnlyList<FoundPassage> found)
    {
        _asked.Add(question);
        _ground.AddRange(found.Where(passage => !_ground.Contains(passage)));
        _ground.RemoveRange(0, Math.Max(0, _ground.Count - MaxPassages));
    }

    internal void Did(IReadOnlyList<RunTool> calls) => _calls.AddRange(calls.Take(MaxCalls - _calls.Count));

    /// <summary>What was said is written down; what it rested on may be said again.</summary>
    internal void Said()
    {
        _calls.Clear();
        _asked.Clear();
        Opened = false;
    }
}

/// <param name="Key">Tells a repeated request, or null where nothing does.</param>
public sealed record GuestCall(GuestSession Session, RequestKey? Key = null);

/// <summary>What a request is known by when it comes again.</summary>
/// <param name="Scope">Whose request, and of which tool.</param>
/// <param name="BodyHash">Of its arguments: the same key with others is another request.</param>
public sealed record RequestKey(string Scope, string Key, ReadOnlyMemory<byte> BodyHash)
{
    private const int Done = 200;

    private static readonly Refusal Mismatch = new(
        "idempotency.mismatch", "A request with this id had other arguments. Nothing was done; use a new id for a new request.",
        RefusalKind.Rule);

    public IdempotentAnswer Answered(JsonObject answer) => new(
        Scope, Key, BodyHash, Done, null, System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));

    /// <summary>The answer that was stored, if the request is the same.</summary>
    public Outcome<JsonObject> Repeat(IdempotentAnswer stored) => stored.BodyHash.Span.SequenceEqual(BodyHash.Span)
        ? JsonNode.Parse(stored.Body.Span)!.AsObject()
        : Mismatch;
}
