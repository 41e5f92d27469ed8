using System.ComponentModel;
using System.Text.Json.Serialization;
using CleanFte.Domain.Tickets;
using Microsoft.Extensions.AI;

namespace CleanFte.Application.Agent;

/// <summary>
/// The five tools as a model sees them. None takes a customer, a tenant or a conversation: these come from where the message
/// came from.
/// </summary>
public static class AgentTools
{
    public const string CreateTicket = "create_ticket";

    public const string GetCustomerHistory = "get_customer_history";

    public const string SearchKnowledgeBase = "search_knowledge_base";

    public const string EscalateToHuman = "escalate_to_human";

    public const string SendResponse = "send_response";

    /// <summary>What is done before anything may be said, in this order.</summary>
    public static readonly IReadOnlyList<string> First = [CreateTicket, GetCustomerHistory, SearchKnowledgeBase];

    /// <summary>What remains then.</summary>
    public static readonly IReadOnlyList<string> Then = [SearchKnowledgeBase, EscalateToHuman, SendResponse];

    /// <summary>All five, by name. What they do is up to the run that is under way.</summary>
    internal static IReadOnlyDictionary<string, AIFunction> Of(IAgentTools run) => new[]
    {
        Tool(run, nameof(run.CreateTicket), CreateTicket,
            "Takes the message down as a ticket, or adds it to the open one. Call it once, first."),
        Tool(run, nameof(run.GetCustomerHistory), GetCustomerHistory,
            "The person's own earlier tickets, newest first."),
        Tool(run, nameof(run.SearchKnowledgeBase), SearchKnowledgeBase,
            "Passages of the knowledge base that answer a question best; none when it has no answer."),
        Tool(run, nameof(run.EscalateToHuman), EscalateToHuman,
            "Hands the conversation over to a person. Nothing can be said afterwards."),
        Tool(run, nameof(run.SendResponse), SendResponse,
            "Sends the answer. Nothing can be said afterwards."),
    }.ToDictionary(tool => tool.Name);

    /// <summary>The interface's method: a delegate would be the class's, which does not carry the descriptions.</summary>
    private static AIFunction Tool(IAgentTools run, string method, string name, string description) =>
        AIFunctionFactory.Create(typeof(IAgentTools).GetMethod(method)!, run, name, description);
}

/// <summary>What the tools do. Results are read by the model.</summary>
internal interface IAgentTools
{
    object CreateTicket(
        [Description("Code of the service the message is about; general when none fits.")] string service_code,
        [Description("What it is about, in at most ten words.")] string subject,
        [Description("How bad what is reported is.")] TicketSeverity severity,
        [Description("The feeling towards the service, 0 to 1.")] double sentiment,
        [Description("The language of the message: en, es, fr or other.")] string language);

    Task<object> GetCustomerHistory(CancellationToken cancellationToken);

    Task<object> SearchKnowledgeBase(
        [Description("What to look for, in the words an article would use.")] string query,
        CancellationToken cancellationToken);

    object EscalateToHuman(
        [Description("Why a person is needed.")] EscalationCode reason,
        [Description("For the colleague: what the person needs, in one sentence.")] string summary);

    object SendResponse(
        [Description("The answer, in the person's language.")] string text,
        [Description("Whether the answer asks the person for something.")] bool expects_reply);
}

[JsonConverter(typeof(JsonStringEnumConverter<TicketSeverity>))]
internal enum TicketSeverity
{
    [JsonStringEnumMemberName("minor")]
    Minor = Severity.Minor,
    [JsonStringEnumMemberName("moderate")]
    Moderate = Severity.Moderate,
    [JsonStringEnumMemberName("serious")]
    Serious = Severity.Serious,
    [JsonStringEnumMemberName("dangerous")]
    Dangerous = Severity.Dangerous,
}

/// <summary>Reasons that a model may give; the others are given by the policy alone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationCode>))]
internal enum EscalationCode
{
    [JsonStringEnumMemberName("human_request")]
    HumanRequest,
    [JsonStringEnumMemberName("legal")]
    Legal,
    [JsonStringEnumMemberName("refund")]
    Refund,
    [JsonStringEnumMemberName("pricing")]
    Pricing,
    [JsonStringEnumMemberName("no_kb_match")]
    NoKbMatch,
}
