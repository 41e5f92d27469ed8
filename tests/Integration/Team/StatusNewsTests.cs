using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>Who reported something in a chat hears there that others changed how it stands.</summary>
[Collection(nameof(PeopleHost))]
public sealed class StatusNewsTests(PeopleHost host)
{
    [Fact]
    public async Task He_is_told_in_his_conversation_with_what_was_published()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports("Hay un bache enorme en la calle Mayor, por favor arréglenlo");

        await Staff(number, "status", new { status = "in_progress" });
        var first = await News(citizen, 2);
        await Staff(number, "public-text", new { text = "La cuadrilla lo ha tapado esta mañana." });
        await Staff(number, "status", new { status = "resolved", text = "Berta filled it." });
        var second = await News(citizen, 3);
        await Staff(number, "status", new { status = "open", text = "Berta forgot half." });
        var third = await News(citizen, 4);

        first.ShouldContain(number);
        first.ShouldContain("en curso");
        second.ShouldContain(number);
        second.ShouldContain("resuelto");
        second.ShouldContain("La cuadrilla lo ha tapado esta mañana.");
        third.ShouldContain("reabierto");
        (second + third).ShouldNotContain("Berta");
    }

    [Fact]
    public async Task What_is_so_already_and_what_he_did_himself_are_no_news()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        await Staff(number, "status", new { status = "resolved" });
        await News(citizen, 2);

        await Staff(number, "status", new { status = "resolved" });
        (await host.Post($"/api/v1/tickets/{number}/reopen", new { reason = "Still there" }, await host.Key(ApiRole.Integrator)))
            .Status.ShouldBe(200);

        await NothingIsLeft(number);
        citizen.Replies.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_colleague_who_has_the_conversation_is_not_talked_over()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        var talk = await host.TalkWith(citizen);
        var berta = await Colleague.Join(host, "Berta");
        (await berta.TakesOver(talk)).Status.ShouldBe(200);
        var before = citizen.Replies.Count;

        await Staff(number, "status", new { status = "in_progress" });
        await NothingIsLeft(number);
        citizen.Replies.Count.ShouldBe(before);
        await Staff(number, "status", new { status = "resolved" });

        (await News(citizen, before + 1)).ShouldContain("resolved");
    }

    [Fact]
    public async Task What_he_heard_from_the_colleague_who_closed_is_not_said_again_and_later_news_are()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        var talk = await host.TalkWith(citizen);
        var berta = await Colleague.Join(host, "Berta");
        (await berta.TakesOver(talk)).Status.ShouldBe(200);
        var before = citizen.Replies.Count;
        (await berta.Closes(talk, "Filled.")).Status.ShouldBe(200);
        await NothingIsLeft(number);
        citizen.Replies.Count.ShouldBe(before);

        await Staff(number, "status", new { status = "open" });

        (await News(citizen, before + 1)).ShouldContain("reopened");
        (await host.TalkWith(citizen)).ShouldBe(talk);
    }

    [Fact]
    public async Task Who_wants_no_messages_that_he_did_not_ask_for_is_not_told()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        await citizen.Asks("STOP");

        await Staff(number, "status", new { status = "in_progress" });

        await NothingIsLeft(number);
        citizen.Replies.Count.ShouldBe(2);
    }

    private async Task Staff(string number, string command, object body)
    {
        var key = await host.Key(ApiRole.Staff);
        var shown = await host.Get($"/api/v1/tickets/{number}", key);
        var answer = await host.Post($"/api/v1/tickets/{number}/{command}", body, key, ("If-Match", shown.Header("ETag")!));
        answer.Status.ShouldBe(200, answer.Text);
    }

    private static async Task<string> News(Citizen citizen, int count)
    {
        await Wait.Until(() => citizen.Replies.Count >= count, $"{count} messages are sent");
        citizen.Replies.Count.ShouldBe(count);
        return citizen.Replies[^1].Body;
    }

    private Task NothingIsLeft(string number) => Wait.Until(
        async () => await host.Scalar<long>($"""
            select (select count(*) from timers m join tickets t on t.id = m.stream_id
                where m.kind = 'tell_reporter' and t.tracking_number = '{number}')
            + (select count(*) from inbox i join inbox_elements e using (id, account) join tickets t
                on e.element_key like t.id || ':tell_reporter:%' where i.state = 0 and t.tracking_number = '{number}')
            + (select count(*) from outbox o join conversations c on c.id = o.conversation_id
                join tickets t on t.customer_id = c.customer_id where o.state < 1 and t.tracking_number = '{number}')
            """) == 0,
        "nothing is left to tell");
}
