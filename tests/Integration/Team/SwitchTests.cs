using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>The agent off, for a tenant, an account and a conversation.</summary>
public sealed class SwitchTests : RunningHost
{
    [Theory]
    [InlineData(null)]
    [InlineData("main")]
    public async Task Switched_off_people_answer_and_switched_on_the_agent_does(string? account)
    {
        (await Switch(false, account)).Status.ShouldBe(200);
        var citizen = new Citizen(this);

        (await citizen.Asks("There is a huge pothole in Main Street")).ShouldContain("A colleague will look after");
        (await Lines("select reason from human_tasks where state = 'waiting'")).ShouldBe(["agent_off"]);

        (await Switch(true, account)).Status.ShouldBe(200);
        (await new Citizen(this).Asks("There is a huge pothole in Main Street")).ShouldNotContain("colleague");
    }

    [Fact]
    public async Task What_the_agent_had_decided_when_it_was_switched_off_is_not_sent_and_people_answer()
    {
        var citizen = new Citizen(this);
        await citizen.Reports();
        await citizen.AllIsDone();
        Main.Twilio.NextResponses.Enqueue(StandIns.Fault.TooManyRequests());
        await citizen.Write("It is in front of number 7");
        await Wait.Until(
            async () => await Scalar<long>("select count(*) from outbox where state = 0 and tries > 0") == 1, "the provider wants a pause");

        (await Switch(false, null)).Status.ShouldBe(200);
        await Execute("update outbox set due = now()");

        await Wait.Until(() => citizen.Replies.Count == 2, "he is told");
        citizen.Replies[^1].Body.ShouldContain("A colleague will look after");
        (await Lines("select reason from human_tasks")).ShouldBe(["agent_off"]);
        (await Lines("select data ->> 'reason' from mt_events where type = 'reply_withheld'")).ShouldBe(["agent_off"]);
        await Switch(true, null);
    }

    [Fact]
    public async Task Without_an_agent_nothing_is_handed_back()
    {
        var ana = await Colleague.Join(this, "Ana");
        var citizen = new Citizen(this);
        await citizen.Reports();
        var talk = Guid.Parse((await Lines("select id from conversations order by opened_at desc limit 1")).Single());
        await ana.TakesOver(talk);
        await Switch(false, null);

        var refused = await ana.HandsBack(talk);

        refused.Status.ShouldBe(409);
        refused.Code.ShouldBe("agent.off");
        await Switch(true, null);
        (await ana.HandsBack(talk)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task In_one_conversation_it_is_off_at_once_and_on_when_it_is_handed_back()
    {
        var ana = await Colleague.Join(this, "Ana");
        var citizen = new Citizen(this);
        await citizen.Reports();
        var talk = Guid.Parse((await Lines("select id from conversations order by opened_at desc limit 1")).Single());

        (await Ask(HttpMethod.Put, $"/api/v1/conversations/{talk}/agent", new { on = false }, ana.Key)).Status.ShouldBe(200);
        await Wait.Until(() => citizen.Replies.Count == 2, "he is told");
        await citizen.Write("Hello?");
        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(2);

        (await Ask(HttpMethod.Put, $"/api/v1/conversations/{talk}/agent", new { on = true }, ana.Key)).Status.ShouldBe(200);
        await citizen.Asks("There is a huge pothole in Main Street");
    }

    [Fact]
    public async Task A_message_with_nothing_in_it_is_no_failure_while_it_is_off()
    {
        await Switch(false, null);
        var citizen = new Citizen(this);

        await citizen.Write(" ");
        await citizen.AllIsDone();

        (await Scalar<long>("select count(*) from inbox where state = 0 or tries > 0")).ShouldBe(0);
        await Switch(true, null);
    }

    [Fact]
    public async Task An_unknown_account_and_a_missing_switch_are_refused()
    {
        (await Switch(false, "nobody's")).Status.ShouldBe(404);
        (await Ask(HttpMethod.Put, "/api/v1/admin/agent", new { }, await Key(ApiRole.Admin))).Status.ShouldBe(400);
    }

    private async Task<Answer> Switch(bool on, string? account) =>
        await Ask(HttpMethod.Put, "/api/v1/admin/agent", new { on, account }, await Key(ApiRole.Admin));
}
