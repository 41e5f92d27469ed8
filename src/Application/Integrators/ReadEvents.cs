using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Integrators;

/// <summary>What happened in the caller's tenant, oldest first, page by page.</summary>
/// <param name="After">The cursor of the page before; null begins at the beginning.</param>
/// <param name="FromNow">Begins at the end instead.</param>
/// <param name="Types">Public types; empty for all.</param>
/// <param name="WaitSeconds">How long to wait where there is nothing.</param>
public sealed record ReadEvents(
    FeedCursor? After, bool FromNow, IReadOnlyList<string> Types, int Limit, int WaitSeconds) : IRequest<Outcome<ReadEvents.Page>>
{
    /// <summary>Events in one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Shorter than what proxies on the way let a request take.</summary>
    public const int MaxWaitSeconds = 25;

    /// <summary>For a cursor that was not made here, or changed on the way.</summary>
    public static readonly Refusal Unreadable = new(
        "cursor.unreadable",
        "This is no cursor of this feed. Send the last one you were given, unchanged, or none to begin at the beginning.",
        RefusalKind.Shape, "after");

    private static readonly Refusal Foreign = new(
        "cursor.foreign",
        "This cursor is of another database, or of a later state of this one. Begin anew without a cursor; events you had before are "
        + "recognised by their ids.",
        RefusalKind.Shape, "after");

    internal sealed class Validator : AbstractValidator<ReadEvents>
    {
        public Validator()
        {
            RuleFor(q => q.Limit).InclusiveBetween(1, MaxLimit);
            RuleFor(q => q.WaitSeconds).InclusiveBetween(0, MaxWaitSeconds).OverridePropertyName("wait");
            RuleFor(q => q.Types).Must(types => types.All(PublicEvents.Types.ContainsKey))
                .WithMessage(q => $"Unknown: {string.Join(", ", q.Types.Where(t => !PublicEvents.Types.ContainsKey(t)).Take(5))}. "
                    + $"There are {string.Join(", ", PublicEvents.Types.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    internal sealed class Handler(Caller caller, IEventFeed feed) : IRequestHandler<ReadEvents, Outcome<Page>>
    {
        public async Task<Outcome<Page>> Handle(ReadEvents query, CancellationToken ct)
        {
            if (query.After is { } cursor && (cursor.Database != feed.Database || cursor.Position < 0))
            {
                return Foreign;
            }

            var after = query.FromNow ? await feed.End(ct) : query.After?.Position ?? 0;
            var types = query.Types.Count > 0 ? query.Types : [.. PublicEvents.Types.Keys];
            var page = await feed.Read(
                caller.Tenant, after, query.FromNow ? null : query.After?.Last, types, query.Limit, TimeSpan.FromSeconds(query.WaitSeconds), ct);
            return page is null
                ? Foreign
                : new Page(page.Items, new FeedCursor(feed.Database, page.Position, page.Last), page.HasMore, caller.MayReadPersonalData);
        }
    }

    /// <param name="WithPersonal">Whether the caller may be told personal fields.</param>
    public sealed record Page(IReadOnlyList<FeedItem> Items, FeedCursor Next, bool HasMore, bool WithPersonal);
}
