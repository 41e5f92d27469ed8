using CleanFte.Application.Conversations;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.EventStore;

/// <summary>What is over for long lies apart, is found as before, and comes back when it is written to.</summary>
[Collection(FaultTests.Name)]
public sealed class ArchiveTests(FaultServer server)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(ArchiveOptions.DefaultDays + 1);

    [Fact]
    public async Task What_is_over_for_long_is_archived_and_nothing_else()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var (over, open, talk) = (await Report(shop, true), await Report(shop, false), await shop.OpenConversation());
        await Close(shop, talk);
        shop.Clock.Move(Long);
        var fresh = await Report(shop, true);

        (await shop.Get<Archive>().Sweep(CancellationToken.None)).ShouldBe(2);

        (await Archived(shop)).ShouldBe([over.Value, talk.Value], ignoreOrder: true);
        (await shop.Ask<Guid>("select distinct stream_id from mt_events_archived")).ShouldBe([over.Value, talk.Value], ignoreOrder: true);
        (await shop.Ask<Guid>("select id from mt_streams_default where type = 'ticket'")).ShouldBe([open.Value, fresh.Value], ignoreOrder: true);
        (await shop.Get<Archive>().Sweep(CancellationToken.None)).ShouldBe(0);
        (await shop.Get<IStories>().Read(Workshop.Tenant, [over.Value, talk.Value], CancellationToken.None)).Count.ShouldBeGreaterThan(3);
        var progress = new StringWriter();
        (await Verify.Run(shop.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
    }

    [Fact]
    public async Task Whoever_writes_to_it_brings_it_back()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var (ticket, talk) = (await Report(shop, true), await shop.OpenConversation());
        await Close(shop, talk);
        shop.Clock.Move(Long);
        (await shop.Get<Archive>().Sweep(CancellationToken.None)).ShouldBe(2);
        shop.Get<StreamCache>().Clear();

        (await shop.Send(new AddNote(ticket, NoteAuthor.Staff, "Looked at again"))).Refusal.ShouldBeNull();

        (await Archived(shop)).ShouldBe([talk.Value]);
        (await shop.Events(ticket)).ShouldBe(["ticket_created", "ticket_resolved", "note_added"]);
        var session = shop.Session();
        session.AppendUnchecked<Conversation>(talk, new ReplyRead(Guid.NewGuid(), Workshop.Line, "SM9", shop.Clock.GetUtcNow()));
        await Should.ThrowAsync<Application.Ports.LostRaceException>(() => session.Save(CancellationToken.None));
        session.AppendUnchecked<Conversation>(talk, new ReplyRead(Guid.NewGuid(), Workshop.Line, "SM9", shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
        (await Archived(shop)).ShouldBeEmpty();
        (await shop.Events(talk))[^1].ShouldBe("reply_read");
    }

    [Fact]
    public async Task Who_reads_while_it_is_brought_back_finds_it()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var key = new StreamKey(Workshop.Tenant, (await Report(shop, true)).Value);
        shop.Clock.Move(Long);
        var (archive, reader) = (shop.Get<Archive>(), shop.Get<Infrastructure.EventStore.StreamReader>());
        for (var i = 0; i < 200; i++)
        {
            (await archive.Sweep(CancellationToken.None)).ShouldBe(1);
            var back = archive.Restore([key], CancellationToken.None);
            while (!back.IsCompleted)
            {
                (await reader.Load(key, StreamKind.Of<Ticket>())).ShouldNotBeNull($"turn {i}");
            }

            (await back).ShouldBe(1);
        }
    }

    [Fact]
    public async Task What_is_live_is_read_without_a_look_at_the_archive()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await Report(shop, false);
        var plan = await shop.Ask<string>("""
            explain select e.version, e.type, e.data
            from unnest(array['default'], array[gen_random_uuid()], array[0::bigint]) k (tenant_id, id, version)
            join mt_events e on e.tenant_id = k.tenant_id and e.stream_id = k.id and e.version > k.version and not e.is_archived
            """);

        string.Join('\n', plan).ShouldNotContain("mt_events_archived");
    }

    private static async Task<TicketId> Report(Workshop shop, bool over)
    {
        var now = shop.Clock.GetUtcNow();
        var (id, session) = (TicketId.New(now), shop.Session());
        session.Start<Ticket>(id, (Decision<TicketEvent>)new TicketCreated(
            id, TrackingNumber.Draw().ToString(), Domain.Customers.CustomerId.New(now), null, Channel.Rest, "pothole", "en", Priority.Normal,
            Severity.Minor, "Hole", "A hole", null, null, now));
        if (over)
        {
            session.Append<Ticket>(id, (Decision<TicketEvent>)new TicketResolved("Filled", now));
        }

        await session.Save(CancellationToken.None);
        return id;
    }

    private static async Task Close(Workshop shop, ConversationId id)
    {
        var session = shop.Session();
        var talk = await session.Load<Conversation>(id, CancellationToken.None);
        session.Append<Conversation>(id, ConversationDecider.Close(talk!, "staff", shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
    }

    private static Task<IReadOnlyList<Guid>> Archived(Workshop shop) => shop.Ask<Guid>("select id from mt_streams_archived");
}
