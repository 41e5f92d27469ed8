using CleanFte.Application.Ports;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>What could not be processed or sent, newest first, page by page.</summary>
public sealed record ListDeadLetters(int Limit, DeadLetterCursor? After = null) : IRequest<Outcome<DeadLetterPage>>
{
    /// <summary>Dead letters in one page.</summary>
    public const int MaxLimit = 200;

    internal sealed class Validator : AbstractValidator<ListDeadLetters>
    {
        public Validator() => RuleFor(q => q.Limit).InclusiveBetween(1, MaxLimit);
    }

    internal sealed class Handler(IEventSession session, IDeadLetters letters)
        : IRequestHandler<ListDeadLetters, Outcome<DeadLetterPage>>
    {
        public async Task<Outcome<DeadLetterPage>> Handle(ListDeadLetters query, CancellationToken ct) =>
            await letters.List(session.Tenant, query.Limit, query.After, ct);
    }
}
