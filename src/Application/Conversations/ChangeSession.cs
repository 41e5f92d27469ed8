using CleanFte.Application.Agent;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Routes a session to another service, changes what it has collected, or ends it. Null leaves as it is.</summary>
/// <param name="End">Whether to end it.</param>
/// <param name="Data">All that is collected from now on, by step.</param>
/// <param name="ExpiresAt">When it ends, whatever is written before.</param>
/// <param name="ExpectedVersion">The session's, from If-Match.</param>
public sealed record ChangeSession(
    Guid Session,
    bool End,
    string? ServiceCode,
    int? Step,
    IReadOnlyDictionary<string, string>? Data,
    DateTimeOffset? ExpiresAt,
    long? ExpectedVersion) : IRequest<Outcome>
{
    private const int MaxData = 50;

    private const int MaxName = 60;

    private const int MaxValue = 1_000;

    /// <summary>Longest life that can be given to a session.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    internal sealed class Validator : AbstractValidator<ChangeSession>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Data).Must(Fits)
                .WithMessage($"At most {MaxData} entries, names of 1 to {MaxName} and texts of at most {MaxValue} characters.");
            RuleFor(c => c.ExpiresAt)
                .Must(at => at is null || (at > clock.GetUtcNow() && at < clock.GetUtcNow() + Longest))
                .WithMessage($"Give a time in the future, at most {Longest.Days} days from now.");
        }

        private static bool Fits(IReadOnlyDictionary<string, string>? data) =>
            data is null
            || (data.Count <= MaxData
                && data.All(d => d.Key.Length is >= 1 and <= MaxName && d.Value?.Length <= MaxValue));
    }

    internal sealed class Handler(
        IEventSession session, ISessionQueries sessions, ICatalogue catalogues, ITenantProfiles profiles,
        Persons persons, TimeProvider clock)
        : IRequestHandler<ChangeSession, Outcome>
    {
        public async Task<Outcome> Handle(ChangeSession command, CancellationToken ct)
        {
            if (await sessions.Find(session.Tenant, command.Session, ct) is not { } log)
            {
                return Refusal.NotFound("session");
            }

            var catalogue = await catalogues.Of(session.Tenant, ct);
            var conversation = await session.Load<Conversation>(log.Conversation, ct);
            string[] roles = [.. Persons.RolesOf(await persons.Of(conversation!.Customer, ct)).Select(r => r.Role)];
            if (command.Wrong(catalogue, roles, conversation.Session) is { } wrong)
            {
                return wrong;
            }

            var idle = TimeSpan.FromMinutes((await profiles.Of(session.Tenant, ct)).SessionIdleMinutes);
            return await session.Decide<Conversation>(
                log.Conversation,
                c =>
                {
                    if (command.ExpiresAt is { } due)
                    {
                        // Said again for each attempt: a lost race empties the unit of work.
                        session.Schedule(ExpireSession.Timer(c.Id, command.Session, due));
                    }

                    return ConversationDecider.ChangeSession(
                        c, command.Session, idle, clock.GetUtcNow(), command.End ? null : command.Changed,
                        command.ExpectedVersion);
                },
                ct);
        }
    }

    private Refusal? Wrong(Catalogue catalogue, IReadOnlyList<string> roles, Session? open)
    {
        if ((ServiceCode ?? open?.ServiceCode) is not { } code || (ServiceCode is null && Step is null))
        {
            return null;
        }

        if (catalogue.Find(code) is not { } service)
        {
            return new Refusal(
                "service.unknown", "There is no such service in the catalogue; GET /admin/services lists them.",
                RefusalKind.Rule, "serviceCode");
        }

        if (service.Roles.Count > 0 && !service.Roles.Any(roles.Contains))
        {
            return new Refusal(
                "service.not_allowed",
                $"This service is for customers with one of these roles: {string.Join(", ", service.Roles)}.",
                RefusalKind.Rule, "serviceCode");
        }

        return Step is < 0 || Step > service.Steps.Count
            ? new Refusal(
                "session.no_such_step", $"This service has steps 0 to {service.Steps.Count}.", RefusalKind.Rule, "step")
            : null;
    }

    /// <summary>Another service begins anew.</summary>
    private Session Changed(Session open)
    {
        var another = ServiceCode is { } code && code != open.ServiceCode;
        return open with
        {
            ServiceCode = ServiceCode ?? open.ServiceCode,
            Step = Step ?? (another ? 0 : open.Step),
            Attempts = another || Step is not null ? 0 : open.Attempts,
            Data = Data?.ToDictionary(d => StorableText.Clean(d.Key), d => StorableText.Clean(d.Value))
                ?? (another ? new Dictionary<string, string>() : open.Data),
            ExpiresAt = ExpiresAt ?? open.ExpiresAt,
        };
    }
}
