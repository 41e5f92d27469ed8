using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Tenants;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Erases, once a day, who was silent for as long as the tenant keeps people; some at a time, so that no erasure holds up others,
/// each turn after the last of the turn before.
/// </summary>
public sealed record ForgetOldPersons(LedgerRow Row) : IRequest<Outcome>
{
    public const string TimerKind = "retention";

    /// <summary>Who is erased by each.</summary>
    private const string By = "retention";

    /// <summary>Persons in one turn, well within a lease.</summary>
    private const int MaxPersons = 20;

    /// <summary>Of a timer that goes on after a person.</summary>
    private const int GuidBytes = 16;

    /// <summary>Until the first look, and until the next while there are more.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <param name="after">The person whom the turn goes on after; null to begin.</param>
    public static TimerRow Timer(string tenant, DateTimeOffset due, Guid? after = null) =>
        new(TenantId.Named(tenant), TimerKind, due, after?.ToByteArray() ?? default(ReadOnlyMemory<byte>));

    internal sealed class Handler(IEventSession session, IErasure erasure, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<ForgetOldPersons, Outcome>
    {
        public async Task<Outcome> Handle(ForgetOldPersons command, CancellationToken ct)
        {
            if ((await profiles.Find(session.Tenant, ct))?.Profile?.RetentionDays is { } days)
            {
                var now = clock.GetUtcNow();
                Guid? after = command.Row.Payload.Length == GuidBytes ? new Guid(command.Row.Payload.Span) : null;
                var silent = await erasure.FindSilent(session.Tenant, now - TimeSpan.FromDays(days), MaxPersons, after, ct);
                foreach (var person in silent)
                {
                    // Whoever is busy just now, or cannot be erased, has his turn another day: he must not hold up the others.
                    await erasure.TryErase(session.Tenant, person, By, now, ct);
                }

                session.Schedule(silent.Count == MaxPersons
                    ? Timer(session.Tenant, now + Soon, silent[^1])
                    : Timer(session.Tenant, now + Daily));
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
