using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Which command a fired timer becomes.</summary>
internal static class TimerCommands
{
    /// <summary>
    /// A timer's element key: <c>{stream}:{kind}:{due}</c>, or <c>{stream}:{kind}/{detail}:{due}</c>.
    /// </summary>
    public static IRequest<Outcome> For(LedgerRow row)
    {
        var parts = row.ElementKey.Split(':', 3);
        var stream = Guid.Parse(parts[0]);
        return parts[1].Split('/')[0] switch
        {
            CloseIdleConversation.TimerKind => new CloseIdleConversation(row, ConversationId.Of(stream)),
            FetchMedia.TimerKind => new FetchMedia(row, TicketId.Of(stream)),
            ExpireSession.TimerKind => new ExpireSession(row, ConversationId.Of(stream)),
            PassTaskOn.TimerKind => new PassTaskOn(row, TaskId.Of(stream)),
            TellReporter.TimerKind => new TellReporter(row, TicketId.Of(stream)),
            FinishTicketTasks.TimerKind => new FinishTicketTasks(row, TicketId.Of(stream)),
            LearnFromConversation.TimerKind => new LearnFromConversation(row, ConversationId.Of(stream)),
            RedistributeTasks.TimerKind => new RedistributeTasks(row, MemberId.Of(stream)),
            EndForgottenPresence.TimerKind => new EndForgottenPresence(row, MemberId.Of(stream)),
            ForgetOldPersons.TimerKind => new ForgetOldPersons(row),
            EraseFiles.TimerKind => new EraseFiles(row),
            _ => new IgnoreInbound([row], "unknown_timer"),
        };
    }
}
