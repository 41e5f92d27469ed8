using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.EventStore;

/// <summary>What a schema script adds to rows that are there already is what they would be folded to.</summary>
[Collection(FaultTests.Name)]
public sealed class BackfillTests(FaultServer server)
{
    [Theory]
    [InlineData("0028_erased_conversations.sql", "update conversations set erased_at = null", "update conversations")]
    [InlineData(
        "0029_reports_in_history.sql",
        "delete from messages where conversation_id is null and (channel <> 'open311' or id <> ticket_id)",
        "insert into messages")]
    [InlineData("0031_open311_in_history.sql", "delete from messages where channel = 'open311' and id = ticket_id", "insert into messages")]
    public async Task Rows_of_before_are_as_if_they_had_been_folded_anew(string script, string undo, string step)
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await Report(shop, Channel.Web, "hash");
        await Report(shop, Channel.Open311, null);
        var talk = await shop.OpenConversation();
        await Erased(shop, talk);
        (await shop.Ask<long>($"with undone as ({undo} returning 1) select count(*) from undone")).Single().ShouldBeGreaterThan(0);
        var progress = new StringWriter();
        (await Verify.Run(shop.Database, progress, CancellationToken.None)).ShouldNotBe(0, "something is missing now");

        var statement = Text(script).Split(";\n").Single(s => s.Contains(step, StringComparison.Ordinal));
        await shop.Ask<int>(statement);

        (await Verify.Run(shop.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
    }

    private static async Task Report(Workshop shop, Channel channel, string? accessCodeHash)
    {
        var now = shop.Clock.GetUtcNow().AddTicks(9);
        var (id, session) = (TicketId.New(now), shop.Session());
        session.Start<Ticket>(id, (Decision<TicketEvent>)new TicketCreated(
            id, TrackingNumber.Draw().ToString(), CustomerId.New(now), null, channel, "pothole", "en", Priority.Normal,
            Severity.Minor, "Hole", "A hole", null, accessCodeHash, now));
        foreach (var author in (NoteAuthor[])[NoteAuthor.Citizen, NoteAuthor.Staff])
        {
            session.Append<Ticket>(id, (Decision<TicketEvent>)new NoteAdded(Guid.NewGuid(), author, "It grows", now));
        }

        session.Append<Ticket>(
            id, (Decision<TicketEvent>)new NoteAdded(Guid.NewGuid(), NoteAuthor.Citizen, "By WhatsApp", now, Guid.NewGuid()));
        await session.Save(CancellationToken.None);
    }

    /// <summary>As an erasure ends: nothing is known of whose it is.</summary>
    private static async Task Erased(Workshop shop, ConversationId talk)
    {
        var session = shop.Session();
        await session.Load<Conversation>(talk, CancellationToken.None);
        session.Append<Conversation>(talk, (Decision<ConversationEvent>)new CitizenErased(shop.Clock.GetUtcNow().AddTicks(9)));
        await session.Save(CancellationToken.None);
    }

    private static string Text(string script)
    {
        var assembly = typeof(InfrastructureServices).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(n => n.EndsWith(script, StringComparison.Ordinal)))!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
