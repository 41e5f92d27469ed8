using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>A conversation goes to people and comes back.</summary>
[Collection(nameof(PeopleHost))]
public sealed class HandoverTests(PeopleHost host) : IAsyncLifetime
{
    private readonly List<Colleague> _there = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var colleague in _there)
        {
            await colleague.Goes();
        }
    }

    [Fact]
    public async Task Whoever_asks_for_a_person_is_connected_with_whose_turn_it_is_and_answered_by_him()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);

        var told = await citizen.Asks("I want to talk to a human");

        told.ShouldContain("connecting you with a colleague");
        var number = Citizen.NumberIn(told);
        var talk = await host.TalkWith(citizen);
        (await host.WhoHas(talk)).ShouldBe(ana.Id.ToString());
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
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);

        await citizen.Write("There is a huge pothole in Main Street");
        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(1, "people have it");
        (await ana.Reads(talk))["messages"].GetArrayLength().ShouldBe(3);
        (await ana.TakesOver(talk)).Status.ShouldBe(200);

        (await ana.HandsBack(talk)).Status.ShouldBe(200);

        (await citizen.Asks("There is a huge pothole in Main Street")).ShouldContain("address");
        (await host.WhoHas(talk)).ShouldBe(ana.Id.ToString(), "she has done it");
        (await ana.Inbox()).Text.ShouldNotContain(talk.ToString());
    }

    [Fact]
    public async Task A_reply_to_an_older_talk_is_refused_with_what_is_new()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);
        var read = (await ana.Reads(talk)).Header("ETag")!;
        await citizen.Write("It is urgent");
        await citizen.AllIsDone();

        var refused = await ana.Answers(talk, "All is well.", read);

        refused.Status.ShouldBe(412);
        refused.Code.ShouldBe("version.stale");
        refused["errors"].GetProperty("changed")[0].GetString().ShouldBe("message by citizen: It is urgent");
        citizen.Replies.Count.ShouldBe(1);
        (await host.Post($"/api/v1/conversations/{talk}/messages", new { text = "x" }, ana.Key)).Status.ShouldBe(428);
    }

    [Fact]
    public async Task The_same_reply_sent_twice_is_sent_once()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);
        var read = (await ana.Reads(talk)).Header("ETag")!;

        var first = await ana.Answers(talk, "On my way.", read, ("Idempotency-Key", "once"));
        var again = await ana.Answers(talk, "On my way.", read, ("Idempotency-Key", "once"));

        again.Status.ShouldBe(201);
        again.Text.ShouldBe(first.Text);
        await Wait.Until(() => citizen.Replies.Count == 2, "it is sent");
        (await host.Scalar<long>($"select count(*) from messages where conversation_id = '{talk}' and author = 'human'")).ShouldBe(1);
    }

    [Fact]
    public async Task Taking_over_twice_is_once_and_what_a_colleague_has_is_his()
    {
        var ana = await Comes("Ana");
        var ben = await Colleague.Join(host, "Ben");
        var citizen = new Citizen(host);
        await citizen.Reports();
        var talk = await host.TalkWith(citizen);

        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        var refused = await ben.TakesOver(talk);

        refused.Status.ShouldBe(409);
        refused.Code.ShouldBe("task.taken");
        (await host.Scalar<long>($"select count(*) from human_tasks where conversation_id = '{talk}'")).ShouldBe(1);
        (await ben.Answers(talk, "Hello")).Code.ShouldBe("task.taken");
        (await ben.HandsBack(talk)).Code.ShouldBe("task.taken");
    }

    [Fact]
    public async Task Two_who_take_over_at_once_are_one()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var talk = await host.TalkWith(citizen);
        var team = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Colleague.Join(host, $"Colleague {i}")));

        var answers = await Task.WhenAll(team.Select(c => c.TakesOver(talk)));

        answers.Select(a => a.Status).Order().ShouldBe([200, 409, 409, 409, 409]);
    }

    [Fact]
    public async Task A_closed_conversation_is_answered_no_more_and_its_ticket_is_resolved()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await host.TalkWith(citizen);

        (await ana.Closes(talk, "Talked on the telephone.")).Status.ShouldBe(200);

        (await ana.Answers(talk, "One more thing")).Code.ShouldBe("conversation.closed");
        (await ana.TakesOver(talk)).Code.ShouldBe("conversation.closed");
        (await host.Get($"/api/v1/tickets/{number}"))["status"].GetString().ShouldBe("resolved");
        (await ana.Inbox("all")).Text.ShouldNotContain(talk.ToString());
        (await citizen.Asks("There is a huge pothole in Main Street")).ShouldNotContain(number);
    }

    [Fact]
    public async Task Closing_long_after_the_session_has_ended_still_resolves_the_ticket()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await host.TalkWith(citizen);
        var session = (await ana.Reads(talk))["sessionId"].GetGuid();
        (await host.Ask(
            HttpMethod.Put, $"/api/v1/sessions/{session}", new { state = "ended" }, await host.Key(ApiRole.Staff))).Status.ShouldBe(200);

        (await ana.Closes(talk)).Status.ShouldBe(200);

        (await host.Get($"/api/v1/tickets/{number}"))["status"].GetString().ShouldBe("resolved");
    }

    [Fact]
    public async Task Taken_over_after_its_ticket_was_resolved_the_agent_stays_silent()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        var talk = await host.TalkWith(citizen);
        var integrator = await host.Key(ApiRole.Integrator);
        var ticket = await host.Get($"/api/v1/tickets/{number}", integrator);
        (await host.Post(
            $"/api/v1/tickets/{number}/status", new { status = "resolved" }, integrator, ("If-Match", ticket.Header("ETag")!)))
            .Status.ShouldBe(200);
        await citizen.AllIsDone();

        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        await citizen.Write("Thank you, but it is broken again");
        await citizen.AllIsDone();

        citizen.Replies.Count.ShouldBe(1);
        (await ana.Reads(talk))["agentOn"].GetBoolean().ShouldBeFalse();
        await ana.Closes(talk);
        var suggestion = await host.Get($"/api/v1/conversations/{talk}/suggestion", ana.Key);
        suggestion.Status.ShouldBe(200, suggestion.Text);
        suggestion["replies"].GetArrayLength().ShouldBe(0, "it is closed");
    }

    [Fact]
    public async Task Pages_of_what_waits_name_each_once_and_the_most_urgent_and_oldest_first()
    {
        var staff = await host.Key(ApiRole.Staff, RunningHost.OtherTenant);
        for (var i = 0; i < 5; i++)
        {
            var citizen = new Citizen(host, host.North);
            await citizen.Asks(i == 3 ? "There is a gas leak" : "There is a huge pothole in Main Street");
            await citizen.Asks("I want to talk to a human");
        }

        var seen = new List<Guid>();
        for (var cursor = ""; ;)
        {
            var page = await host.Get($"/api/v1/inbox?list=waiting&limit=2{cursor}", staff);
            seen.AddRange(page.Items.Select(e => e.GetProperty("taskId").GetGuid()));
            if (page["cursor"].ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                break;
            }

            cursor = $"&cursor={page["cursor"].GetString()}";
        }

        seen.ShouldBe((await host.Lines(
            "select id from human_tasks where tenant_id = 'north' and state = 'waiting' order by rank desc, opened_at, id"))
            .Select(Guid.Parse));
    }

    [Fact]
    public async Task Somebody_who_is_not_there_is_given_nothing_by_name()
    {
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);
        var ana = await Colleague.Join(host, "Ana");
        var task = (await host.Lines($"select id from human_tasks where conversation_id = '{talk}'")).Single();

        (await host.Post($"/api/v1/tasks/{task}/assign", new { memberId = ana.Id }, ana.Key)).Code.ShouldBe("member.offline");
        (await ana.Comes()).Status.ShouldBe(200);
        _there.Add(ana);
        (await host.Post($"/api/v1/tasks/{task}/assign", new { memberId = ana.Id }, ana.Key)).Status.ShouldBe(204);
        (await host.WhoHas(talk)).ShouldBe(ana.Id.ToString());
    }

    [Fact]
    public async Task Of_another_tenant_nobody_sees_or_does_anything()
    {
        var stranger = await Colleague.Join(host, "Nora", tenant: RunningHost.OtherTenant);
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);

        (await stranger.Reads(talk)).Status.ShouldBe(404);
        (await stranger.TakesOver(talk)).Status.ShouldBe(404);
        (await stranger.Inbox("all")).Text.ShouldNotContain(talk.ToString());
        (await stranger.Inbox("waiting")).Text.ShouldNotContain(talk.ToString());
        (await host.Post(
            "/api/v1/admin/api-keys", new { role = "staff", label = "x", memberId = stranger.Id },
            await host.Key(ApiRole.Admin))).Code.ShouldBe("member.not_found");
    }

    [Fact]
    public async Task A_key_without_a_member_says_what_is_needed()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var talk = await host.TalkWith(citizen);
        var staff = await host.Key(ApiRole.Staff);

        var refused = await host.Post($"/api/v1/conversations/{talk}/takeover", null, staff);

        refused.Status.ShouldBe(403);
        refused.Code.ShouldBe("member.required");
        (await host.Get("/api/v1/inbox", staff)).Code.ShouldBe("member.required");
        (await host.Get("/api/v1/inbox?list=all", staff)).Status.ShouldBe(200);
        (await host.Get("/api/v1/inbox?list=theirs", staff)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_resolved_ticket_ends_the_task_and_the_agent_listens_again()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        var number = Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));
        var talk = await host.TalkWith(citizen);
        var ticket = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Integrator));

        (await host.Post(
            $"/api/v1/tickets/{number}/status", new { status = "resolved" }, await host.Key(ApiRole.Integrator),
            ("If-Match", ticket.Header("ETag")!))).Status.ShouldBe(200);

        await Wait.Until(async () => (await ana.Reads(talk))["agentOn"].GetBoolean(), "the agent listens");
        (await ana.Inbox()).Text.ShouldNotContain(talk.ToString());
    }

    [Fact]
    public async Task A_suggestion_is_what_the_agent_would_say_and_nothing_is_sent()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);
        await citizen.Write("There is a huge pothole in Main Street");
        await citizen.AllIsDone();
        var before = await host.Scalar<long>("select count(*) from mt_events");

        var suggestion = await host.Get($"/api/v1/conversations/{talk}/suggestion", ana.Key);

        suggestion.Status.ShouldBe(200, suggestion.Text);
        suggestion["replies"][0].GetString().ShouldNotBeNull().ShouldNotBeEmpty();
        (await host.Scalar<long>("select count(*) from mt_events")).ShouldBe(before);
        citizen.Replies.Count.ShouldBe(1);
    }

    private async Task<Colleague> Comes(string name)
    {
        var colleague = await Colleague.Join(host, name);
        (await colleague.Comes()).Status.ShouldBe(200);
        _there.Add(colleague);
        return colleague;
    }
}
