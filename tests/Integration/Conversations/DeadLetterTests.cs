using CleanFte.Application.Conversations;
using CleanFte.Infrastructure;

namespace CleanFte.Integration.Conversations;

[Collection(nameof(QueryFixture))]
public sealed class DeadLetterTests(QueryFixture fixture)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _tenant = QueryFixture.NewTenant();
    private readonly string _other = QueryFixture.NewTenant();

    [Fact]
    public async Task Dead_letters_of_both_kinds_are_listed_newest_first()
    {
        await Inbox(_tenant, 3, Start);
        await Inbox(_tenant, 1, Start);
        await Inbox(_other, 3, Start);
        await Outbox(_tenant, "agent", Start.AddSeconds(1));
        await Outbox(_other, "agent", Start);

        var letters = new List<DeadLetter>();
        DeadLetterCursor? after = null;
        do
        {
            var page = (await fixture.Send(_tenant, new ListDeadLetters(1, after))).Value!;
            letters.AddRange(page.Letters);
            after = page.Next;
        }
        while (after is not null);

        letters.Select(l => (l.Kind, l.Reason, l.Tries, l.Crashes))
            .ShouldBe([("outbox", "63016", 12, 0), ("inbox", "failed", 8, 3)]);
    }

    [Fact]
    public async Task A_replayed_message_waits_as_if_it_were_new_and_is_known_as_replayed()
    {
        var id = await Inbox(_tenant, 3, Start);

        (await Replay(_other, DeadLetterKind.Inbox, id)).ShouldBe("dead_letter.not_found");
        (await Replay(_tenant, DeadLetterKind.Outbox, id)).ShouldBe("dead_letter.not_found");
        (await Replay(_tenant, DeadLetterKind.Inbox, id)).ShouldBeNull();
        (await Replay(_tenant, DeadLetterKind.Inbox, id)).ShouldBe("dead_letter.not_found");
        (await Row("select state, tries, crashes, finished_at is not null from inbox where tenant_id = $1 and id = $2", id))
            .ShouldBe(((short)0, (short)0, (short)0, true));
    }

    [Theory]
    [InlineData("agent", true, 0, null)]
    [InlineData("agent", false, 0, "dead_letter.withheld")]
    [InlineData("agent", true, 1, "dead_letter.withheld")]
    [InlineData("system", false, 1, null)]
    public async Task A_reply_is_replayed_unless_its_author_may_no_longer_speak(
        string author, bool agentOn, int epoch, string? refusal)
    {
        var id = await Outbox(_tenant, author, Start, agentOn, epoch);

        (await Replay(_other, DeadLetterKind.Outbox, id)).ShouldBe("dead_letter.not_found");
        (await Replay(_tenant, DeadLetterKind.Outbox, id)).ShouldBe(refusal);
        (await Row("select state, tries, lookups, uncertain or resent from outbox where tenant_id = $1 and id = $2", id))
            .ShouldBe(refusal is null ? ((short)0, (short)0, (short)0, false) : ((short)3, (short)12, (short)2, true));
    }

    private async Task<string?> Replay(string tenant, DeadLetterKind kind, long id) =>
        (await fixture.Send(tenant, new ReplayDeadLetter(kind, id))).Refusal?.Code;

    private async Task<(short, short, short, bool)> Row(string sql, long id) =>
        (await fixture.Database.Statement(sql, _tenant, id)
            .Rows(r => (r.GetInt16(0), r.GetInt16(1), r.GetInt16(2), r.GetBoolean(3)), CancellationToken.None)).Single();

    private async Task<long> Inbox(string tenant, int state, DateTimeOffset at) =>
        (await fixture.Database.Statement(
            """
            with received as (
                insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)
                values ($1, 'a', 'whatsapp', gen_random_uuid()::text, 1, '') returning *)
            insert into inbox (id, tenant_id, account, channel, lane, state, reason, tries, crashes, finished_at)
            select id, tenant_id, account, channel, lane, $2, 'failed', 8, 3, $3 from received returning id
            """,
            tenant, (short)state, at).Rows(r => r.GetInt64(0), CancellationToken.None)).Single();

    private async Task<long> Outbox(string tenant, string author, DateTimeOffset at, bool agentOn = true, int epoch = 0)
    {
        var conversation = Guid.NewGuid();
        await fixture.Execute(
            """
            insert into conversations (tenant_id, id, customer_id, channel, account, reply_address, closed, agent_on,
                agent_epoch, ever_handed_over, opened_at, last_message_at)
            values ($1, $2, $2, 'whatsapp', 'a', 'x', false, $3, $4, false, $5, $5)
            """,
            tenant, conversation, agentOn, epoch, at);
        return (await fixture.Database.Statement(
            """
            insert into outbox (tenant_id, account, channel, lane, part_id, conversation_id, recipient, text, author,
                agent_epoch, state, reason, tries, attempted_at, uncertain, lookups, resent)
            values ($1, 'a', 'whatsapp', 1, gen_random_uuid(), $2, 'x', 'y', $3, 0, 3, '63016', 12, $4, true, 2, true)
            returning id
            """,
            tenant, conversation, author, at).Rows(r => r.GetInt64(0), CancellationToken.None)).Single();
    }
}
