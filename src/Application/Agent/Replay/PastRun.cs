using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;

namespace CleanFte.Application.Agent.Replay;

/// <summary>A recorded run with what it was decided on.</summary>
/// <param name="Messages">What it answered, oldest first.</param>
/// <param name="Opened">Sessions it opened, in their order.</param>
/// <param name="Member">Who was given the hand-over; null where nobody was there, or there was none.</param>
internal sealed record PastRun(
    RecordedRun Recorded,
    AgentRan Ran,
    RunMoment Moment,
    IReadOnlyList<IncomingMessage> Messages,
    IReadOnlyList<SessionOpened> Opened,
    MemberId? Member)
{
    /// <exception cref="NotReplayableException">It cannot be decided again.</exception>
    public static async Task<PastRun> Of(RecordedRun recorded, IPastStreams streams, CancellationToken ct)
    {
        if (recorded.Run is not { Outcome: not null, Basis: not null, InReplyTo: not null } ran)
        {
            throw new NotReplayableException(
                NotReplayable.OlderVersion, "This version cannot read its record. Replay it with the version that recorded it.");
        }

        if (ran.Basis.Model == RunBasis.Guest || ran.InReplyTo.Count == 0)
        {
            throw new NotReplayableException(
                NotReplayable.Guest, "An agent of somebody else decided it, and how is not known here. There is nothing to do.");
        }

        var conversation = await streams.Of(ran.Conversation, ct);
        var own = conversation.Where(e => e.Save == recorded.Save).ToArray();
        if (IsErased(ran) || own.Length == 0)
        {
            throw Erased();
        }

        var first = own.Min(e => e.Sequence);
        var moment = new RunMoment(Math.Min(first, recorded.Position), recorded.Save);
        var task = own.Select(e => e.Event).OfType<HandedOver>().LastOrDefault()?.Task;
        var given = task is { } id
            ? (await streams.Of(id, ct)).Where(e => e.Save == recorded.Save).Select(e => e.Event).OfType<TaskAssigned>()
                .LastOrDefault()
            : null;
        return new PastRun(
            recorded, ran, moment, [.. ran.InReplyTo.Select(Message)],
            [.. own.Select(e => e.Event).OfType<SessionOpened>()], given?.Member);

        IncomingMessage Message(Guid message)
        {
            var received = conversation.FirstOrDefault(e => e.Event is MessageReceived m && m.Message == message)
                ?? throw Erased();
            var text = (MessageReceived)received.Event;
            return IsMasked(text.Text) || text.Media is null ? throw Erased()
                : new IncomingMessage(text, Known: received.Save != recorded.Save);
        }
    }

    /// <summary>Whether what a person said or read has been masked: none of it is ever empty in what was recorded.</summary>
    private static bool IsErased(AgentRan ran) =>
        ran.Outcome.Replies is not { } replies || replies.Any(IsMaskedOrEmpty)
        || ran.Tools is not { } tools || tools.Any(t => IsMaskedOrEmpty(t.Arguments) || IsMaskedOrEmpty(t.Result))
        || ran.Answers is not { } answers || answers.Any(a => IsMaskedOrEmpty(a.Raw))
        || ran.Outcome.Evidence == PersonalDataAttribute.Mask;

    private static bool IsMaskedOrEmpty(string? text) => IsMasked(text) || text!.Length == 0;

    private static bool IsMasked(string? text) => text is null or PersonalDataAttribute.Mask;

    private static NotReplayableException Erased() => new(
        NotReplayable.Erased, "The person's words were erased, and with them what it was decided on. There is nothing to do.");
}
