using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Tickets;
using Npgsql;

namespace CleanFte.Integration.Tickets;

[Collection(nameof(QueryFixture))]
public sealed class TicketQueriesTests(QueryFixture fixture)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TicketFilter Everything = new(null, null, null, null, null, null, null, 3, null);

    private readonly TicketQueries _tickets = new(fixture.Database);
    private readonly string _tenant = QueryFixture.NewTenant();
    private readonly string _other = QueryFixture.NewTenant();

    [Fact]
    public async Task A_ticket_is_found_by_id_and_by_number_in_its_own_tenant_only()
    {
        await Insert(_tenant, 1);
        var ticket = (await List(Everything)).Tickets.Single();

        (await Find(_tenant, ticket.Id.ToString())).ShouldBe(ticket);
        (await Find(_tenant, ticket.TrackingNumber)).ShouldBe(ticket);
        (await Find(_other, ticket.Id.ToString())).ShouldBeNull();
        (await Find(_other, ticket.TrackingNumber)).ShouldBeNull();
        ticket.Status.ShouldBe(TicketStatus.InProgress);
        ticket.Place.ShouldBe(new Place(1.5, 2.5, null));
        ticket.ResolvedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Pages_meet_without_gap_or_repeat_even_within_one_moment()
    {
        await Insert(_tenant, 4, Start);
        await Insert(_tenant, 4, Start.AddSeconds(1));
        await Insert(_other, 5, Start);

        var seen = new List<TicketView>();
        TicketCursor? after = null;
        do
        {
            var page = await List(Everything with { After = after });
            seen.AddRange(page.Tickets);
            after = page.Next;
        }
        while (after is not null);

        seen.Count.ShouldBe(8);
        seen.Select(t => t.Id).ShouldBeUnique();
        seen.Select(t => t.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_list_is_narrowed_by_every_filter()
    {
        await Insert(_tenant, 1);
        var ticket = (await List(Everything)).Tickets.Single();
        var matching = new TicketFilter(
            ticket.Status, ticket.Category, Channel.Whatsapp, ticket.Priority, [ticket.CustomerId], Start, Start.AddTicks(10), 1,
            null);

        (await List(matching)).Tickets.ShouldBe([ticket]);
        (await List(matching with { Status = TicketStatus.Open })).Tickets.ShouldBeEmpty();
        (await List(matching with { Category = "no\0ise" })).Tickets.ShouldBeEmpty();
        (await List(matching with { Channel = Channel.Web })).Tickets.ShouldBeEmpty();
        (await List(matching with { Priority = Priority.Low })).Tickets.ShouldBeEmpty();
        (await List(matching with { Customers = [Guid.NewGuid()] })).Tickets.ShouldBeEmpty();
        (await List(matching with { CreatedFrom = Start.AddTicks(10) })).Tickets.ShouldBeEmpty();
        (await List(matching with { CreatedTo = Start })).Tickets.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_list_reads_the_whole_table()
    {
        await Insert(_tenant, 20_000, Start);
        await Insert(_other, 20_000, Start);
        await fixture.Execute("analyze tickets");
        TicketFilter[] filters =
        [
            Everything,
            Everything with { After = new TicketCursor(Start, Guid.NewGuid()) },
            Everything with { Status = TicketStatus.Escalated },
            Everything with { Category = "rare" },
            Everything with { Channel = Channel.Whatsapp },
            Everything with { Channel = Channel.Open311 },
            Everything with { Priority = Priority.Urgent },
            Everything with { Customers = [Guid.NewGuid()] },
            Everything with { CreatedFrom = Start, CreatedTo = Start.AddDays(1) },
        ];

        foreach (var filter in filters)
        {
            (await QueryFixture.Explain(_tickets.ListStatement(_tenant, filter))).ShouldNotContain("Seq Scan", Case.Sensitive, $"{filter}");
        }
    }

    [Fact]
    public async Task Events_are_those_of_a_ticket_archived_or_not_and_of_its_tenant()
    {
        var (ticket, archived, customer) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Stream(ticket, "ticket", false);
        await Stream(archived, "ticket", true);
        await Stream(customer, "customer", false);

        var events = await _tickets.Events(_tenant, ticket, CancellationToken.None);
        events.Select(e => (e.Version, e.Type, e.UserName)).ShouldBe([(1, "note_added", "key:a"), (2, "note_added", "key:a")]);
        events[0].Data.ShouldBe("""{"text": "x"}""");
        (await _tickets.Events(_tenant, archived, CancellationToken.None)).Count.ShouldBe(2);
        (await _tickets.Events(_tenant, customer, CancellationToken.None)).ShouldBeEmpty();
        (await _tickets.Events(_other, ticket, CancellationToken.None)).ShouldBeEmpty();
        (await fixture.Send(_other, new ShowTicketEvents(ticket))).Refusal!.Code.ShouldBe("ticket.not_found");
    }

    [Fact]
    public async Task Media_are_listed_and_found_in_their_tenant_only()
    {
        var (ticket, media) = (Guid.NewGuid(), Guid.NewGuid());
        await fixture.Execute(
            """
            insert into media (tenant_id, id, ticket_id, status, declared_type, size, source, purpose, at)
            values ($1, $2, $3, 'attached', 'image/png', 7, 'whatsapp', 'evidence', $4)
            """,
            _tenant, media, ticket, Start);

        (await _tickets.Media(_tenant, ticket, CancellationToken.None)).Single().Size.ShouldBe(7);
        (await _tickets.FindMedia(_tenant, media, CancellationToken.None))!.TicketId.ShouldBe(ticket);
        (await _tickets.Media(_other, ticket, CancellationToken.None)).ShouldBeEmpty();
        (await _tickets.FindMedia(_other, media, CancellationToken.None)).ShouldBeNull();
    }

    private Task<TicketPage> List(TicketFilter filter) => _tickets.List(_tenant, filter, CancellationToken.None);

    private Task<TicketView?> Find(string tenant, string reference) =>
        _tickets.Find(tenant, reference, CancellationToken.None);

    private Task Insert(string tenant, int count, DateTimeOffset? at = null) => fixture.Execute(
        """
        insert into tickets (tenant_id, id, tracking_number, customer_id, channel, service_code, language, status, priority,
            severity, subject, latitude, longitude, created_at, updated_at, version)
        select $1, gen_random_uuid(), 'TKT-' || gen_random_uuid(), gen_random_uuid(), 'whatsapp', 'noise', 'en',
            'in_progress', 'normal', 'moderate', 'subject', 1.5, 2.5, $3, $3, 1
        from generate_series(1, $2)
        """,
        tenant, count, at ?? Start);

    private async Task Stream(Guid id, string type, bool archived)
    {
        await fixture.Execute(
            "insert into mt_streams (tenant_id, id, type, version, is_archived) values ($1, $2, $3, 2, $4)",
            _tenant, id, type, archived);
        await fixture.Execute(
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id, user_name, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), $2, v, '{"text": "x"}', 'note_added', $1, 'key:a', $3
            from generate_series(1, 2) v
            """,
            _tenant, id, archived);
    }
}
