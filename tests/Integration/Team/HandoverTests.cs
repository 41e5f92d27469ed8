using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>A conversation goes to people and comes back.</summary>
[Collection(nameof(PeopleHost))]
public sealed class HandoverTests(PeopleHost host) : PeopleTests(host)
{
    [Fact]
    public async Task Whoever_asks_for_a_person_is_connected_with_whose_turn_it_is_and_answered_by_him()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);

        var told = await citizen.Asks("I want to talk to a human");

        told.ShouldContain("connecting you with a colleague");
        var number = Citizen.NumberIn(told);
        var talk = await Host.TalkWith(citizen);
        (await Host.WhoHas(talk)).ShouldBe(ana.Id.ToString());
        var entry = (await ana.Inbox()).Items.Single(e => e.GetProperty("conversationId").GetGuid() == talk);
        entry.GetProperty("trackingNumber").GetString().ShouldBe(number);
        entry.GetProperty("reason").GetString().ShouldBe("human_request");
        entry.GetProperty("priority").GetString().ShouldBe("high");
        entry.GetProperty("taskState").GetString().ShouldBe("assigned");
        entry.GetProperty("lastText").GetString().ShouldNotBeNull().ShouldContain(number);

        var answered = await ana.Answers(talk, "Good morning, this is Ana. How can I help?");

        answered.Status.ShouldBe(201, answered.Text);
        await Wait.Until(() => citizen.Replies.Count == 2, "he hears from her");
        citizen.Replies[^1].Body.ShouldBe("Good morning, this is Ana. How can I help?");
        var view = await ana.Reads(talk);
        view["agentOn"].GetBoolean().ShouldBeFalse();
        view["taskState"].GetString().ShouldBe("claimed");
        var said = view["messages"].EnumerateArray().Last();
        said.GetProperty("author").GetString().ShouldBe("human");
        said.GetProperty("member").GetGuid().ShouldBe(ana.Id);
    }

    [Fact]
    public async Task The_agent_is_silent_until_the_conversation_is_handed_back()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);

        await citizen.Write("There is a huge pothole in Main Street");
        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(1, "people have it");
        (await ana.Reads(talk))["messages"].GetArrayLength().ShouldBe(3);
        (await ana.TakesOver(talk)).Status.ShouldBe(200);

        (await ana.HandsBack(talk)).Status.ShouldBe(200);

        (await citizen.Asks("There is a huge pothole in Main Street")).ShouldContain("address");
        (await Host.WhoHas(talk)).ShouldBe(ana.Id.ToString(), "she has done it");
        (await ana.Inbox()).Text.ShouldNotContain(talk.ToString());
    }

    [Fact]
    public async Task A_reply_to_an_older_talk_is_refused_with_what_is_new()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);
        var read = (await ana.Reads(talk)).Header("ETag")!;
        await citizen.Write("It is urgent");
        await citizen.AllIsDone();

        var refused = await ana.Answers(talk, "All is well.", read);

        refused.Status.ShouldBe(412);
        refused.Code.ShouldBe("version.stale");
        refused["errors"].GetProperty("changed")[0].GetString().ShouldBe("message by citizen: It is urgent");
        citizen.Replies.Count.ShouldBe(1);
        (await Host.Post($"/api/v1/conversations/{talk}/messages", new { text = "x" }, ana.Key)).Status.ShouldBe(428);
    }

    [Fact]
    public async Task The_same_reply_sent_twice_is_sent_once()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);
        var read = (await ana.Reads(talk)).Header("ETag")!;

        var first = await ana.Answers(talk, "On my way.", read, ("Idempotency-Key", "once"));
        var again = await ana.Answers(talk, "On my way.", read, ("Idempotency-Key", "once"));

        again.Status.ShouldBe(201);
        again.Text.ShouldBe(first.Text);
        await Wait.Until(() => citizen.Replies.Count == 2, "it is sent");
        (await Host.Scalar<long>($"select count(*) from messages where conversation_id = '{talk}' and author = 'human'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_conversation_is_answered_no_more_and_its_ticket_is_resolved()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await Host.TalkWith(citizen);

        (await ana.Closes(talk, "Talked on the telephone.")).Status.ShouldBe(200);

        (await ana.Answers(talk, "One more thing")).Code.ShouldBe("conversation.closed");
        (await ana.TakesOver(talk)).Code.ShouldBe("conversation.closed");
        (await Host.Get($"/api/v1/tickets/{number}"))["status"].GetString().ShouldBe("resolved");
        (await ana.Inbox("all")).Text.ShouldNotContain(talk.ToString());
        (await citizen.Asks("There is a huge pothole in Main Street")).ShouldNotContain(number);
    }

    [Fact]
    public async Task Closing_long_after_the_session_has_ended_still_resolves_the_ticket()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await Host.TalkWith(citizen);
        var session = (await ana.Reads(talk))["sessionId"].GetGuid();
        (await Host.Ask(
            HttpMethod.Put, $"/api/v1/sessions/{session}", new { state = "ended" }, await Host.Key(ApiRole.Staff))).Status.ShouldBe(200);

        (await ana.Closes(talk)).Status.ShouldBe(200);

        (await Host.Get($"/api/v1/tickets/{number}"))["status"].GetString().ShouldBe("resolved");
    }

    [Fact]
    public async Task Taken_over_after_its_ticket_was_resolved_the_agent_stays_silent()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var number = await citizen.Reports();
        var talk = await Host.TalkWith(citizen);
        var integrator = await Host.Key(ApiRole.Integrator);
        var ticket = await Host.Get($"/api/v1/tickets/{number}", integrator);
        (await Host.Post(
            $"/api/v1/tickets/{number}/status", new { status = "resolved" }, integrator, ("If-Match", ticket.Header("ETag")!)))
            .Status.ShouldBe(200);
        await Wait.Until(() => citizen.Replies.Count == 2, "he is told that it is resolved");
        await citizen.AllIsDone();

        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        await citizen.Write("Thank you, but it is broken again");
        await citizen.AllIsDone();

        citizen.Replies.Count.ShouldBe(2);
        (await ana.Reads(talk))["agentOn"].GetBoolean().ShouldBeFalse();
        await ana.Closes(talk);
        var suggestion = await Host.Get($"/api/v1/conversations/{talk}/suggestion", ana.Key);
        suggestion.Status.ShouldBe(200, suggestion.Text);
        suggestion["replies"].GetArrayLength().ShouldBe(0, "it is closed");
    }

    [Fact]
    public async Task A_resolved_ticket_ends_the_task_and_the_agent_listens_again()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await Host.TalkWith(citizen);
        var ticket = await Host.Get($"/api/v1/tickets/{number}", await Host.Key(ApiRole.Integrator));

        (await Host.Post(
            $"/api/v1/tickets/{number}/status", new { status = "resolved" }, await Host.Key(ApiRole.Integrator),
            ("If-Match", ticket.Header("ETag")!))).Status.ShouldBe(200);

        await Wait.Until(async () => (await ana.Reads(talk))["agentOn"].GetBoolean(), "the agent listens");
        (await ana.Inbox()).Text.ShouldNotContain(talk.ToString());
    }

    [Fact]
    public async Task A_suggestion_is_what_the_agent_would_say_and_nothing_is_sent()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);
        await citizen.Write("There is a huge pothole in Main Street");
        await citizen.AllIsDone();

        // Of this conversation, and of whatever names it: a run, a task, a ticket.
        var kept = $"select count(*) from mt_events where stream_id = '{talk}' or data::text like '%{talk}%'";
        var before = await Host.Scalar<long>(kept);

        var suggestion = await Host.Get($"/api/v1/conversations/{talk}/suggestion", ana.Key);

        suggestion.Status.ShouldBe(200, suggestion.Text);
        suggestion["replies"][0].GetString().ShouldNotBeNull().ShouldNotBeEmpty();
        (await Host.Scalar<long>(kept)).ShouldBe(before);
        citizen.Replies.Count.ShouldBe(1);
    }
}
