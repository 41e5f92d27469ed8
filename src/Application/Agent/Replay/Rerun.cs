using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Agent.Replay;

/// <summary>What a run is decided by, which a replay takes from the record and a trial partly from elsewhere.</summary>
/// <param name="Model">Null for the offline agent.</param>
internal sealed record RerunBasis(
    TenantProfile Profile, Catalogue Catalogue, IKnowledge Knowledge, GuardrailPhrases Phrases, TenantModel? Model,
    Prompts Prompts, ModelMemory Memory);

/// <summary>
/// Decides a recorded run again with the agent as it serves, on streams, tickets and clock of its time. What is read comes from
/// the past or the record; nothing can be saved and nothing is sent.
/// </summary>
internal sealed class Rerun(IChannels channels, IKeptTexts texts, ITicketQueries tickets, IDeliveries deliveries)
{
    /// <summary>Null where the agent is silent in that conversation.</summary>
    public async Task<RunResult?> Run(PastRun past, IPastStreams streams, RerunBasis basis, CancellationToken ct)
    {
        var tenant = past.Recorded.Tenant;
        var session = new PastSession(tenant, streams, past.Moment);
        var conversation = await session.Load<Conversation>(past.Ran.Conversation, ct)
            ?? throw new NotReplayableException(
                NotReplayable.OlderVersion, "Its conversation began elsewhere. Replay it with the version that recorded it.");
        var clock = new GivenClock(past.Ran.StartedAt);
        var assistant = Assistant(session, past, clock, streams, basis);
        var account = channels.Find(conversation.Account, tenant)
            ?? ChannelAccount.Internal(tenant, WireName.Of(conversation.Channel));
        return await assistant.Answer(conversation, account, past.Messages, RunPurpose.Rehearsal, ct);
    }

    private Assistant Assistant(
        PastSession session, PastRun past, GivenClock clock, IPastStreams streams, RerunBasis basis)
    {
        var profiles = new GivenProfile(basis.Profile);
        var catalogues = new GivenCatalogue(basis.Catalogue);
        var models = new GivenModel(basis.Model);
        var draws = new RecordedDraws(past.Ran.Run, past.Opened);
        var persons = new Persons(session, clock);
        var lookups = new PastTickets(tickets, streams, past.Moment, clock.GetUtcNow());
        var team = new GivenTeam(past.Member);
        var assignment = new Assignment(session, team, catalogues, profiles, new Rota(), clock);
        var handover = new Handover(session, assignment, team, deliveries, profiles, clock);
        return new Assistant(
            session,
            new Turns(session, profiles, catalogues, basis.Knowledge, lookups, draws, basis.Phrases, persons, clock),
            new Intake(session, draws),
            new OfflineAgent(new GuidedService(session)),
            new ModelAgent(session, models, basis.Memory, basis.Prompts),
            new ReplyWriter(session, channels, texts, handover, clock, basis.Memory, models),
            handover,
            new GivenSwitch(past.Ran.Outcome.Reason != AgentOff.Reason),
            lookups);
    }
}
