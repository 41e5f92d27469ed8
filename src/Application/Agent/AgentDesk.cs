using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Agent;

/// <summary>
/// Looks things up in one run, and writes down what was looked up. Whose history it is, and which knowledge is open, comes
/// from the conversation and never from an argument.
/// </summary>
internal sealed class AgentDesk(
    string tenant, IReadOnlyList<Guid> person, IKnowledge knowledge, ITicketQueries tickets, TimeProvider clock)
{
    /// <summary>Passages of one search.</summary>
    public const int MaxPassages = 4;

    /// <summary>Searches of one run; a model that asks for more gets nothing new.</summary>
    public const int MaxSearches = 6;

    /// <summary>Tickets and messages of a history.</summary>
    public const int MaxHistory = 10;

    /// <summary>Characters of an argument or a result that are written down.</summary>
    private const int MaxRecorded = 2_000;

    /// <summary>Enough to decide again by them as they were decided by.</summary>
    private const int ScoreDigits = 6;

    private readonly Dictionary<(string Text, string? Service), IReadOnlyList<FoundPassage>> _searched = [];
    private readonly List<FoundPassage> _used = [];
    private readonly List<RunTool> _calls = [];

    public IReadOnlyList<RunTool> Calls => _calls;

    /// <summary>Passages an answer rests on, or may rest on.</summary>
    public IReadOnlyList<FoundPassage> Used => _used;

    /// <summary>What the customer's earlier tickets are called; an answer may name these.</summary>
    public HashSet<string> OwnNumbers { get; } = [];

    public async Task<IReadOnlyList<FoundPassage>> Search(
        string text, Conversation conversation, Turn turn, string? service, CancellationToken ct,
        ToolCaller by = ToolCaller.Code)
    {
        if (_searched.TryGetValue((text, service), out var known))
        {
            if (by == ToolCaller.Model)
            {
                RecordSearch(text, service, by, known);
            }

            return known;
        }

        if (_searched.Count >= MaxSearches)
        {
            return [];
        }

        var began = Begin();
        IReadOnlyList<FoundPassage> found = await knowledge.IsEmpty(tenant, ct)
            ? []
            : await knowledge.Search(
                tenant,
                new KnowledgeQuestion(text, turn.Spoken, turn.Now, MaxPassages)
                {
                    Closed = turn.ClosedTo(conversation.Session),
                    Service = service,
                },
                ct);
        _searched.Add((text, service), found);
        RecordSearch(text, service, by, found, began);
        return found;
    }

    /// <summary>Whether no more may be searched for.</summary>
    public bool IsExhausted(string text) => _searched.Count >= MaxSearches && !_searched.ContainsKey((text, null));

    private void RecordSearch(
        string text, string? service, ToolCaller by, IReadOnlyList<FoundPassage> found, long? began = null) => Record(
        AgentTools.SearchKnowledgeBase, by, Asked(text, service),
        new JsonArray([.. found.Select(f => (JsonNode)new JsonObject
        {
            ["article"] = f.ArticleId,
            ["version"] = f.Version,
            ["position"] = f.Position,
            ["title"] = f.Title,
            ["score"] = Math.Round(f.Score, ScoreDigits),
        })]),
        began: began);

    /// <summary>The arguments of a search.</summary>
    public static JsonObject Asked(string text, string? service) => new() { ["query"] = text, ["service"] = service };

    public void Use(FoundPassage passage)
    {
        if (!_used.Contains(passage))
        {
            _used.Add(passage);
        }
    }

    /// <summary>Goes on from what was looked up and done before, in the same service of the same customer.</summary>
    public void Continue(IEnumerable<FoundPassage> used, IEnumerable<RunTool> calls)
    {
        _used.AddRange(used);
        _calls.AddRange(calls);
    }

    /// <summary>The customer's own tickets and last messages, newest first.</summary>
    public async Task<JsonNode> History(CancellationToken ct, ToolCaller by = ToolCaller.Code)
    {
        var began = Begin();
        var page = await tickets.List(
            tenant, new TicketFilter(null, null, null, null, person, null, null, MaxHistory, null), ct);
        var list = new JsonArray();
        foreach (var ticket in page.Tickets)
        {
            OwnNumbers.Add(ticket.TrackingNumber);
            list.Add(new JsonObject
            {
                ["about"] = ticket.Category,
                ["subject"] = ticket.Subject,
                ["status"] = WireName.Of(ticket.Status),
                ["created"] = ticket.CreatedAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            });
        }

        var result = new JsonObject { ["tickets"] = list };
        Record(AgentTools.GetCustomerHistory, by, [], new JsonObject { ["tickets"] = list.Count }, began: began);
        return result;
    }

    /// <summary>The ticket that the order of tools has opened or added to.</summary>
    public void RecordTicket(TakenIn taken, long began)
    {
        if (taken.Ticket is { } ticket)
        {
            Record(
                AgentTools.CreateTicket, ToolCaller.Code, new JsonObject { ["service_code"] = ticket.ServiceCode },
                new JsonObject { ["status"] = taken.Opened ? "opened" : "added to the open ticket" }, began: began);
        }
    }

    /// <summary>The moment from which a tool's time is measured.</summary>
    public long Begin() => clock.GetTimestamp();

    /// <param name="began">From <see cref="Begin"/>; null where nothing had to be waited for.</param>
    public void Record(
        string tool, ToolCaller by, JsonObject arguments, JsonNode result, bool failed = false, long? began = null) =>
        _calls.Add(new RunTool(
            tool, by, Written(arguments), Written(result), failed,
            began is { } start ? (long)clock.GetElapsedTime(start).TotalMilliseconds : null));

    /// <summary>As it is recorded.</summary>
    public static string Written(JsonNode node)
    {
        var json = node.ToJsonString(Json);
        return json.Length <= MaxRecorded
            ? json
            : JsonSerializer.Serialize(StorableText.Clean(json[..MaxRecorded]), Json);
    }

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
