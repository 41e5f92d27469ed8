using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Adds to a ticket's file. Needs no expected version: a note contradicts nothing.</summary>
/// <param name="Answer">Makes the stored answer of an idempotent request from the version afterwards.</param>
public sealed record AddNote(
    TicketId Ticket,
    NoteAuthor Author,
    string Text,
    long? ExpectedVersion = null,
    Func<long, IdempotentAnswer>? Answer = null) : IRequest<Outcome>
{
    public const int MaxText = 4_000;

    internal sealed class Validator : AbstractValidator<AddNote>
    {
        public Validator() =>
            RuleFor(c => c.Text).Must(t => t?.Trim().Length is >= 1 and <= MaxText)
                .WithMessage("Write 1 to 4,000 characters.");
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<AddNote, Outcome>
    {
        public Task<Outcome> Handle(AddNote command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var note = new NoteAdded(
                Guid.CreateVersion7(now), command.Author, StorableText.Clean(command.Text.Trim()), now);
            return session.Decide<Ticket>(
                command.Ticket, _ => TicketDecider.AddNote(note), ct, command.ExpectedVersion, command.Answer);
        }
    }
}
