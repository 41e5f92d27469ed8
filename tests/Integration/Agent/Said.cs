using System.Text.Json;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>What models of these tests do.</summary>
internal static class Said
{
    public static readonly (string, string) History = ("get_customer_history", "{}");

    public static readonly (string, string) Escalate =
        ("escalate_to_human", """{"reason": "no_kb_match", "summary": "Wants to know more"}""");

    public static (string, string) Ticket(
        string service = "general", string language = "en", string sentiment = "0.6") =>
        ("create_ticket", $$"""
            {"service_code": "{{service}}", "subject": "A question", "severity": "minor", "sentiment": {{sentiment}},
             "language": "{{language}}"}
            """);

    public static (string, string) Search(string query = "library opening hours") =>
        ("search_knowledge_base", JsonSerializer.Serialize(new { query }));

    public static (string, string) Send(string text, bool expectsReply = false) =>
        ("send_response", JsonSerializer.Serialize(new { text, expects_reply = expectsReply }));

    /// <summary>The first answer of a model that does as it is told.</summary>
    public static ModelTurn First(string service = "general", string language = "en", string query = "library opening hours") =>
        ModelTurn.Uses(Ticket(service, language), History, Search(query));

    /// <summary>Its second one.</summary>
    public static ModelTurn Then(string text, bool expectsReply = false) => ModelTurn.Uses(Send(text, expectsReply));
}
