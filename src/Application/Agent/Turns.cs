using CleanFte.Application.Customers;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Sentiment;

namespace CleanFte.Application.Agent;

/// <summary>Gathers what messages are answered by, and records them with what was found in them.</summary>
internal sealed class Turns(
    IEventSession session, ITenantProfiles profiles, ICatalogue catalogues, IKnowledge knowledge,
    ITicketQueries tickets, Draws draws, GuardrailPhrases phrases, Persons persons, TimeProvider clock)
{
    public async Task<Turn> Begin(
        Conversation conversation, ChannelAccount account, IReadOnlyList<IncomingMessage> messages, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var customer = await session.Load<Customer>(conversation.Customer, ct);
        var person = customer is null ? [] : await persons.Of(customer, ct);
        AssessedMessage[] assessed = [.. messages.Select(m => Assess(m.Message))];
        return new Turn(
            draws.Run(now),
            account,
            conversation.Channel,
            await profiles.Of(session.Tenant, ct),
            await catalogues.Of(session.Tenant, ct),
            [.. person.Select(c => c.Id.Value).DefaultIfEmpty(conversation.Customer)],
            [.. Persons.RolesOf(person).Select(r => r.Role)],
            customer?.Name,
            assessed.LastOrDefault(m => m.Language != LanguageGuess.Other)?.Language ?? conversation.Language
                ?? LanguageGuess.Other,
            now,
            assessed);
    }

    public AgentDesk DeskOf(Turn turn) => new(session.Tenant, turn.Person, knowledge, tickets, clock);

    /// <summary>Appends the messages that are not in the conversation yet.</summary>
    public void Record(Conversation conversation, Turn turn, IReadOnlyList<IncomingMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (!messages[i].Known)
            {
                var (message, assessed) = (messages[i].Message, turn.Messages[i]);
                session.Append<Conversation>(
                    conversation.Id,
                    ConversationDecider.Receive(
                        message,
                        new MessageAssessed(
                            message.Message, message.Channel, assessed.Language, assessed.Sentiment, assessed.Findings,
                            turn.Now)));
            }
        }
    }

    private AssessedMessage Assess(MessageReceived message)
    {
        var language = LanguageGuess.Of(message.Text);
        return new AssessedMessage(
            message,
            language,
            SentimentScore.Of(message.Text, language),
            [.. Guardrail.Check(message.Text, phrases).Select(f => new Finding(f.Code, f.Evidence))]);
    }
}
