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

    /// <summary>Tickets, articles and customers in which something was masked.</summary>
    public List<Guid> Elsewhere { get; } = [];

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
                if (!Masked(e, null).Equals(e))
                {
                    streamsFound.Add(stored.Stream);
                }
            }
        }

        var count = 0;
        if (streamsFound.Count == 0)
        {
            return count;
        }

        var locked = await StoredEvents.Lock(connection, tenant, streamsFound, ct);
        var events = (await StoredEvents.Read(connection, tenant, streamsFound, ct)).ToLookup(e => e.Stream);
        foreach (var stream in locked)
        {
            var subject = SubjectOf(events[stream.Id]);
            var masked = streams.Rewrite(stream, events[stream.Id], e => Masked(e, subject), More);
            if (masked > 0)
            {
                Elsewhere.Add(stream.Id);
                count += masked;
            }
        }

        return count;
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
            stream, events, e => question is null ? Masked(e, null) : Masked(Unasked(e, question), null),
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

    private IEvent Masked(IEvent e, IReadOnlySet<string>? subject)
    {
        return e switch
        {
            NoteAdded { Author: not NoteAuthor.Citizen } n => n with { Text = Text(n.Text) },
            TicketResolved { Resolution: { } said } r => r with { Resolution = Text(said) },
            PriorityRaised p => p with { Reason = Text(p.Reason) },
            PublicTextPublished p => p with { Text = Text(p.Text) },
            UpdatePosted { Text: { } said } u => u with { Text = Text(said) },
            CustomerBlocked { Reason: { } said } b => b with { Reason = Text(said) },
            AnswerProposed p => p with { Question = Text(p.Question), Answer = Text(p.Answer) },
            AnswerApproved a => a with { Content = Content(a.Content) },
            AnswerRejected r => r with { Reason = Text(r.Reason) },
            ArticlePublished p => p with { Content = Content(p.Content) },
            ArticleRevised r => r with { Content = Content(r.Content) },
            _ => e,
        };

        string Text(string text) => quotes.Mask(text, subject);

        ArticleContent Content(ArticleContent content) => content with { Title = Text(content.Title), Body = Text(content.Body) };
    }

    /// <summary>What others said that a ticket is about: who notes it down again quotes them.</summary>
    private static HashSet<string> SubjectOf(IEnumerable<StoredEvent> events) =>
    [
        .. events.Where(e => e.Type is "ticket_created" or "note_added" or "place_set").Select(e => e.Read()).SelectMany(e => e switch
        {
            TicketCreated t => [t.Subject, t.Description, t.Place?.Address ?? "", .. t.Answers?.Select(a => a.Value) ?? []],
            NoteAdded { Author: NoteAuthor.Citizen } n => [n.Text],
            PlaceSet p => [p.Place.Address ?? ""],
            _ => (IEnumerable<string>)[],
        }).SelectMany(QuoteMask.WordsOf),
    ];

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
