using CleanFte.Domain;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>
/// What colleagues and other systems wrote, where it names or quotes an erased person: on other people's tickets, and in what
/// was learned for the knowledge base. Only these words are masked.
/// </summary>
internal sealed class Quotations(
    NpgsqlConnection connection, ErasedStreams streams, string tenant, QuoteMask quotes, string by, DateTimeOffset now)
{
    /// <summary>The partial indexes on notes hold exactly these.</summary>
    private const string NotesSql = """
        select seq_id, stream_id, type, data from mt_events
        where tenant_id = $1 and stream_id <> all($2)
            and (type in ('ticket_resolved', 'priority_raised', 'customer_blocked', 'public_text_published', 'update_posted',
                    'answer_proposed', 'answer_approved', 'answer_rejected')
                or (type = 'note_added' and data ->> 'author' <> 'citizen'))
        """;

    /// <summary>Searches all that is not the person's own; returns how many events held something of him.</summary>
    public async Task<int> MaskElsewhere(Guid[] own, CancellationToken ct)
    {
        var streamsFound = new HashSet<Guid>();
        await using (var command = connection.Statement(NotesSql, tenant, own))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var stored = StoredEvents.Of(reader);
                var e = stored.Read();
                if (!Masked(e).Equals(e))
                {
                    streamsFound.Add(stored.Stream);
                }
            }
        }

        if (streamsFound.Count == 0)
        {
            return 0;
        }

        var locked = await StoredEvents.Lock(connection, tenant, streamsFound, ct);
        var events = (await StoredEvents.Read(connection, tenant, streamsFound, ct)).ToLookup(e => e.Stream);
        return locked.Sum(stream => streams.Rewrite(stream, events[stream.Id], Masked, More));
    }

    /// <summary>
    /// Masks what he asked, and what quotes him, in an article or proposal that was learned from him. A proposal that waits is
    /// rejected; an article stays, its answer is a colleague's.
    /// </summary>
    /// <param name="conversations">His.</param>
    public void MaskLearned(LockedStream stream, IReadOnlyList<StoredEvent> events, IReadOnlySet<Guid> conversations)
    {
        var question = events[0].Read() is AnswerProposed asked && conversations.Contains(asked.Conversation) ? asked.Question : null;
        streams.Rewrite(
            stream, events, e => question is null ? Masked(e) : Masked(Unasked(e, question)),
            (before, after) => after is Article { Proposal.State: ProposalState.Open }
                ? [new AnswerRejected(by, "The person who asked was erased.", now)]
                : More(before, after));
    }

    /// <summary>
    /// What others may hold in memory, and would write back, is said once more: whoever saves on it loses the race and looks again.
    /// </summary>
    private IReadOnlyList<IEvent> More(object? before, object? after) => (before, after) switch
    {
        (Ticket was, Ticket { PublicText: { } text }) when was.PublicText != text => [new PublicTextPublished(text, now)],
        (Article was, Article { IsPublished: true, Retired: false } article) when was.Content != article.Content =>
            [new ArticleRevised(article.Content, now)],
        _ => [],
    };

    private IEvent Masked(IEvent e) => e switch
    {
        NoteAdded { Author: not NoteAuthor.Citizen } n => n with { Text = quotes.Mask(n.Text) },
        TicketResolved { Resolution: { } said } r => r with { Resolution = quotes.Mask(said) },
        PriorityRaised p => p with { Reason = quotes.Mask(p.Reason) },
        PublicTextPublished p => p with { Text = quotes.Mask(p.Text) },
        UpdatePosted { Text: { } said } u => u with { Text = quotes.Mask(said) },
        CustomerBlocked { Reason: { } said } b => b with { Reason = quotes.Mask(said) },
        AnswerProposed p => p with { Question = quotes.Mask(p.Question), Answer = quotes.Mask(p.Answer) },
        AnswerApproved a => a with { Content = Masked(a.Content) },
        AnswerRejected r => r with { Reason = quotes.Mask(r.Reason) },
        ArticlePublished p => p with { Content = Masked(p.Content) },
        ArticleRevised r => r with { Content = Masked(r.Content) },
        _ => e,
    };

    private ArticleContent Masked(ArticleContent content) =>
        content with { Title = quotes.Mask(content.Title), Body = quotes.Mask(content.Body) };

    /// <summary>Without what he asked, which an article's title repeats, cut perhaps.</summary>
    private static IEvent Unasked(IEvent e, string question) => e switch
    {
        AnswerProposed p => p with { Question = PersonalDataAttribute.Mask, Answer = Unasked(p.Answer, question) },
        AnswerApproved a => a with { Content = Unasked(a.Content, question) },
        ArticlePublished p => p with { Content = Unasked(p.Content, question) },
        ArticleRevised r => r with { Content = Unasked(r.Content, question) },
        _ => e,
    };

    private static ArticleContent Unasked(ArticleContent content, string question) => content with
    {
        Title = question.StartsWith(content.Title.TrimEnd('…', '.', ' '), StringComparison.OrdinalIgnoreCase)
            ? PersonalDataAttribute.Mask
            : Unasked(content.Title, question),
        Body = Unasked(content.Body, question),
    };

    private static string Unasked(string text, string question) =>
        text.Replace(question, PersonalDataAttribute.Mask, StringComparison.Ordinal)
            .Replace(question.ReplaceLineEndings(" "), PersonalDataAttribute.Mask, StringComparison.Ordinal);
}
