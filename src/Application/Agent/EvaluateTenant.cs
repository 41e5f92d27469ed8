using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tenants;
using MediatR;

namespace CleanFte.Application.Agent;

/// <summary>
/// Answers one of a tenant's sample tickets as a citizen would be answered, and compares it with what is expected. Nothing
/// is saved and nothing is sent.
/// </summary>
public sealed record RehearseSample(SampleTicket Sample) : IRequest<Outcome<RehearsedSample>>
{
    internal sealed class Handler(IEventSession session, Assistant assistant, TimeProvider clock)
        : IRequestHandler<RehearseSample, Outcome<RehearsedSample>>
    {
        public async Task<Outcome<RehearsedSample>> Handle(RehearseSample query, CancellationToken ct)
        {
            var sample = query.Sample;
            var id = Begin(sample, out var account);
            var turns = new List<RehearsedTurn>(sample.Turns.Count);
            foreach (var turn in sample.Turns)
            {
                var conversation = (await session.Load<Conversation>(id, ct))!;
                var message = new IncomingMessage(MessageOf(turn, conversation.Channel, turns.Count), false);
                var result = await assistant.Answer(conversation, account, [message], RunPurpose.Rehearsal, ct);
                turns.Add(new RehearsedTurn(turn, result?.Outcome, result?.Sources ?? []));
            }

            return new RehearsedSample(sample, turns);
        }

        /// <summary>A customer and a conversation that exist in this unit of work only.</summary>
        private ConversationId Begin(SampleTicket sample, out ChannelAccount account)
        {
            var now = clock.GetUtcNow();
            var customer = CustomerId.New(now);
            account = ChannelAccount.Internal(session.Tenant, sample.Channel);
            session.Start<Customer>(customer, CustomerDecider.Register(null, customer, null, [], account.Name, now));
            foreach (var role in sample.Roles)
            {
                session.Append<Customer>(customer, (Decision<CustomerEvent>)new RoleGranted(role, now));
            }

            var id = ConversationId.New(now);
            session.Start<Conversation>(
                id,
                ConversationDecider.Open(
                    null,
                    new ConversationOpened(
                        id, customer, WireName.Parse<Channel>(sample.Channel), account.Name, sample.Name, now)));
            return id;
        }

        private MessageReceived MessageOf(SampleTurn turn, Channel channel, int number)
        {
            var now = clock.GetUtcNow();
            return new MessageReceived(
                Guid.CreateVersion7(now),
                $"sample-{number}",
                channel,
                turn.Text,
                null,
                turn.Photo ? [new ReceivedMedia(Guid.CreateVersion7(now), "sample:photo", "image/jpeg")] : [],
                turn.Place,
                now,
                now);
        }
    }
}

/// <summary>A sample ticket with what was answered.</summary>
public sealed record RehearsedSample(SampleTicket Sample, IReadOnlyList<RehearsedTurn> Turns)
{
    /// <summary>What was otherwise than expected, in words; empty when all is right.</summary>
    public IReadOnlyList<string> Differences =>
        [.. Turns.SelectMany((turn, i) => turn.Differences.Select(d => $"turn {i + 1}: {d}"))];

    /// <summary>Whether no person had to take over.</summary>
    public bool Automated => Turns.All(t => t.Outcome is { Decision: not RunDecision.Escalate });

    /// <summary>What came of the last turn; a conversation that was handed over stays so.</summary>
    public RunOutcome? Outcome => Turns.Select(t => t.Outcome).LastOrDefault(o => o is not null);
}

public sealed record RehearsedTurn(SampleTurn Turn, RunOutcome? Outcome, IReadOnlyList<RunSource> Sources)
{
    public IEnumerable<string> Differences
    {
        get
        {
            if (Turn.Expect is not { } expected)
            {
                yield break;
            }

            var decision = Outcome is null ? "none" : WireName.Of(Outcome.Decision);
            if (decision != expected.Decision)
            {
                yield return $"expected {expected.Decision}, got {decision} {Outcome?.Reason}".TrimEnd();
            }
            else if (expected.Reason is not null && expected.Reason != Outcome!.Reason)
            {
                yield return $"expected {expected.Reason}, got {Outcome.Reason}";
            }

            if (expected.Service is not null && expected.Service != Outcome?.ServiceCode)
            {
                yield return $"expected service {expected.Service}, got {Outcome?.ServiceCode}";
            }

            if (expected.Source is not null && !Sources.Any(s => s.Path == expected.Source))
            {
                yield return $"expected {expected.Source}, got {(Sources.Count == 0 ? "no source" : Sources[0].Path)}";
            }

            if (expected.Priority is { } priority && priority != Outcome?.Priority)
            {
                yield return $"expected priority {WireName.Of(priority)}, got {Outcome?.Priority}";
            }
        }
    }
}

/// <summary>The sample tickets of the caller's tenant.</summary>
public sealed record ListSamples : IRequest<Outcome<IReadOnlyList<SampleTicket>>>
{
    internal sealed class Handler(IEventSession session, ITenantProfiles profiles)
        : IRequestHandler<ListSamples, Outcome<IReadOnlyList<SampleTicket>>>
    {
        public async Task<Outcome<IReadOnlyList<SampleTicket>>> Handle(ListSamples query, CancellationToken ct) =>
            new(await profiles.Samples(session.Tenant, ct), null);
    }
}
