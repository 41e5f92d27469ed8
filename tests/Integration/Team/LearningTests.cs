using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.WebApi.Verbs;

namespace CleanFte.Integration.Team;

/// <summary>What a colleague answers becomes an article, when somebody says so.</summary>
[Collection(nameof(PeopleHost))]
public sealed class LearningTests(PeopleHost host) : IAsyncLifetime
{
    private const string Path = Lessons.Path;

    private Colleague _ana = null!;

    private Lessons _lessons = null!;

    public async Task InitializeAsync()
    {
        _ana = await Colleague.Join(host, "Ana Quillfeather");
        (await _ana.Comes()).Status.ShouldBe(200);
        _lessons = new Lessons(host, _ana);
    }

    public async Task DisposeAsync() => await _ana.Goes();

    [Fact]
    public async Task What_a_colleague_answered_is_approved_and_told_to_the_next_who_asks()
    {
        var talk = await _lessons.Talk(
            "My name is Bartholomew Underhill, how do I renew a zeppelin mooring licence? My e-mail is barty@mail.example",
            "Hello Bartholomew, zeppelin mooring licences are renewed at the harbour office on Tuesdays. You reach me on 600 123 987."
            + "\nKind regards,\nAna Quillfeather");

        (await _ana.Closes(talk, "Done.")).Status.ShouldBe(200);

        var proposal = await _lessons.ProposalOf(talk);
        proposal["state"].GetString().ShouldBe("open");
        proposal["question"].GetString().ShouldBe("How do I renew a zeppelin mooring licence?");
        proposal["answer"].GetString().ShouldBe("Zeppelin mooring licences are renewed at the harbour office on Tuesdays.");
        proposal["language"].GetString().ShouldBe("en");
        proposal["asked"].GetInt32().ShouldBe(1);
        proposal["conversations"][0].GetGuid().ShouldBe(talk);
        var id = proposal["id"].GetGuid();
        (await Stored(id)).ShouldNotMatch("(?i)bartholomew|underhill|barty|quillfeather|600 ?123|mail.example");
        (await host.Get($"/api/v1/knowledge/articles/{id}", _ana.Key)).Status.ShouldBe(404, "it is no article yet");
        (await Found("How do I renew a zeppelin mooring licence?")).ShouldNotContain(id.ToString());

        var approved = await Approve(id, proposal.Header("ETag")!, new { title = "Mooring of airships" });

        approved.Status.ShouldBe(200, approved.Text);
        approved["state"].GetString().ShouldBe("approved");
        approved["decidedBy"].GetString().ShouldBe(_ana.Id.ToString());
        var next = new Citizen(host);
        (await next.Asks("How do I renew a zeppelin mooring licence?")).ShouldContain("harbour office on Tuesdays");
        var use = (await host.Get($"/api/v1/knowledge/articles/{id}/uses", _ana.Key)).Items.ShouldHaveSingleItem();
        use.GetProperty("conversationId").GetGuid().ShouldBe(await host.TalkWith(next));
        use.GetProperty("version").GetInt64().ShouldBe(2);
        use.GetProperty("decision").GetString().ShouldBe("answer");
        (await host.Scalar<string>($"""
            select data -> 'sources' -> 0 ->> 'title' from mt_events
            where type = 'agent_ran' and data ->> 'run' = '{use.GetProperty("runId").GetGuid()}'
            """)).ShouldBe("Mooring of airships");
        var retired = await host.Ask(
            HttpMethod.Post, $"/api/v1/knowledge/articles/{id}/retire", null, _ana.Key, ("If-Match", "\"2\""));
        retired.Status.ShouldBe(200, retired.Text);
        (await Found("How do I renew a zeppelin mooring licence?")).ShouldNotContain(id.ToString());
    }

    [Fact]
    public async Task Runs_before_and_after_an_approval_are_replayed_with_what_was_known_then()
    {
        const string question = "how do I book the ferret racetrack?";
        const string answer = "The ferret racetrack is booked at the stadium kiosk near the willow gate.";
        var id = (await _lessons.ProposalOf(await _lessons.Learned(question, answer)))["id"].GetGuid();
        await _lessons.Learned("How do I book the ferret racetrack??", answer);
        await _lessons.AllLearned();
        var open = await Asks(question);
        var proposal = await host.Get($"{Path}/{id}", _ana.Key);
        proposal["asked"].GetInt32().ShouldBe(2);
        (await Approve(id, proposal.Header("ETag")!)).Status.ShouldBe(200);
        var approved = await Asks(question);
        var other = (await _lessons.ProposalOf(await _lessons.Learned(
            "how do I book the badger racetrack?", "The badger racetrack is booked at the forest lodge.")))["id"].GetGuid();
        (await Reject(other, "There is none.")).Status.ShouldBe(200);
        var rejected = await Asks(question);

        open.Said.ShouldNotContain("willow gate");
        approved.Said.ShouldContain("willow gate");
        rejected.Said.ShouldContain("willow gate");
        foreach (var run in (string[])[open.Run, approved.Run, rejected.Run])
        {
            (await Replayed(run)).ShouldBe("1 runs: 1 equal, 0 differ (0 unexplained), 0 not replayable\n");
        }
    }

    [Fact]
    public async Task Approving_twice_is_once_and_what_was_decided_stays_decided()
    {
        var talk = await _lessons.Learned("how do I register a snowmobile garage?", "Snowmobile garages are registered by the mountain department.");
        var read = await _lessons.ProposalOf(talk);
        var id = read["id"].GetGuid();

        (await host.Post($"{Path}/{id}/approve", null, _ana.Key)).ShouldBeProblem(428, "version.required");
        (await Approve(id, "\"7\"")).ShouldBeProblem(412, "version.stale");
        (await Approve(id, read.Header("ETag")!)).Status.ShouldBe(200);
        (await Approve(id, read.Header("ETag")!)).Status.ShouldBe(200);

        (await host.Scalar<long>($"select count(*) from mt_events where stream_id = '{id}' and type = 'answer_approved'")).ShouldBe(1);
        (await Approve(id, read.Header("ETag")!, new { body = "Something else." })).ShouldBeProblem(409, "proposal.approved");
        (await Reject(id, "No.")).ShouldBeProblem(409, "proposal.approved");
        var open = await host.Get($"{Path}?state=open&limit=200", _ana.Key);
        open.Items.ShouldAllBe(p => p.GetProperty("state").GetString() == "open" && p.GetProperty("id").GetGuid() != id);
        (await host.Get($"{Path}?state=approved&limit=200", _ana.Key)).Text.ShouldContain(id.ToString());
    }

    [Fact]
    public async Task What_is_rejected_is_no_article_and_is_not_proposed_again_with_the_same_answer()
    {
        const string question = "how do I hire the municipal trombone quartet?";
        const string answer = "The trombone quartet is hired through the festival bureau.";
        var id = (await _lessons.ProposalOf(await _lessons.Learned(question, answer)))["id"].GetGuid();

        (await Reject(id, " ")).ShouldBeProblem(400, "request.malformed");
        var rejected = await Reject(id, "The quartet was dissolved.");

        rejected.Status.ShouldBe(200, rejected.Text);
        rejected["reason"].GetString().ShouldBe("The quartet was dissolved.");
        (await Reject(id, "Again.")).Status.ShouldBe(200);
        (await Approve(id, rejected.Header("ETag")!)).ShouldBeProblem(409, "proposal.rejected");
        (await host.Get($"/api/v1/knowledge/articles/{id}", _ana.Key)).Status.ShouldBe(404);
        await _lessons.NothingLearned(await _lessons.Learned(question, answer));
        var other = await _lessons.ProposalOf(await _lessons.Learned(question, "Quartets are hired at the conservatory since the reform of January."));
        other["id"].GetGuid().ShouldNotBe(id);
    }

    [Fact]
    public async Task What_is_asked_again_is_counted_and_what_is_known_is_not_proposed()
    {
        const string question = "where do I return borrowed telescopes?";
        const string answer = "Borrowed telescopes are returned at the observatory counter in the basement.";
        var first = await _lessons.Learned(question, answer);
        var id = (await _lessons.ProposalOf(first))["id"].GetGuid();

        var second = await _lessons.Learned("Where do I return the borrowed telescopes???", answer);

        await Wait.Until(async () => (await host.Get($"{Path}/{id}", _ana.Key))["asked"].GetInt32() == 2, "it is counted");
        var shown = await host.Get($"{Path}/{id}", _ana.Key);
        shown["conversations"].EnumerateArray().Select(c => c.GetGuid()).ShouldBe([first, second]);
        (await Approve(id, shown.Header("ETag")!)).Status.ShouldBe(200);
        await _lessons.NothingLearned(await _lessons.Learned(question, answer));
        var corrected = await _lessons.ProposalOf(await _lessons.Learned(question, "Borrowed telescopes are returned at the planetarium in Jupiter Alley 44."));
        corrected["id"].GetGuid().ShouldNotBe(id, "the knowledge says something else");
    }

    [Fact]
    public async Task Two_talks_that_end_at_once_with_the_same_question_are_one_proposal()
    {
        const string answer = "Submarines are moored at pontoon number nine behind the lighthouse.";
        var talks = new[]
        {
            await _lessons.Talk("where do I moor a submarine overnight?", answer), await _lessons.Talk("Where do I moor a submarine overnight?", answer),
        };

        await Task.WhenAll(talks.Select(talk => _ana.Closes(talk)));

        var first = await _lessons.ProposalOf(talks[0]);
        (await _lessons.ProposalOf(talks[1]))["id"].GetGuid().ShouldBe(first["id"].GetGuid());
        first["asked"].GetInt32().ShouldBe(2);
        first["conversations"].EnumerateArray().Select(c => c.GetGuid()).ShouldBe(talks, ignoreOrder: true);
    }

    [Fact]
    public async Task A_resolved_ticket_teaches_as_well_and_only_once()
    {
        var talk = await _lessons.Talk("how do I book the curling rink?", "The curling rink is booked at the winter sports counter.");
        var ticket = (await _ana.Reads(talk))["ticketId"].GetGuid();
        var version = (await host.Get($"/api/v1/tickets/{ticket}", _ana.Key)).Header("ETag")!;

        var resolved = await host.Ask(
            HttpMethod.Post, $"/api/v1/tickets/{ticket}/status", new { status = "resolved" }, _ana.Key, ("If-Match", version));

        resolved.Status.ShouldBe(200, resolved.Text);
        var id = (await _lessons.ProposalOf(talk))["id"].GetGuid();
        (await _ana.TakesOver(talk)).Status.ShouldBe(200);
        (await _ana.Closes(talk)).Status.ShouldBe(200);
        await _lessons.AllLearned();
        (await host.Get($"{Path}/{id}", _ana.Key))["asked"].GetInt32().ShouldBe(1);
        (await host.Scalar<long>($"select count(*) from answer_sources where conversation_id = '{talk}'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("I want to talk to a human please", "Ok, done, thanks!")]
    [InlineData("does Bartholomew Underhill need an igloo permit?", "Igloo permits are issued at the polar counter.")]
    [InlineData("how do I get an igloo permit?", "I will look into it and get back to you.")]
    public async Task What_tells_nothing_to_others_is_not_proposed(string asked, string answered) =>
        await _lessons.NothingLearned(await _lessons.Learned(asked, answered));

    [Fact]
    public async Task Another_tenant_sees_nothing_and_can_decide_nothing()
    {
        var id = (await _lessons.ProposalOf(await _lessons.Learned(
            "how do I adopt a lighthouse?", "Lighthouses are adopted through the coastal heritage programme.")))["id"].GetGuid();
        var stranger = await host.Key(ApiRole.Staff, RunningHost.OtherTenant);

        (await host.Get($"{Path}?limit=200", stranger)).Text.ShouldNotContain(id.ToString());
        (await host.Get($"{Path}/{id}", stranger)).ShouldBeProblem(404, "proposal.not_found");
        (await host.Post($"{Path}/{id}/approve", null, stranger, ("If-Match", "\"1\""))).ShouldBeProblem(404, "proposal.not_found");
        (await host.Post($"{Path}/{id}/reject", new { reason = "x" }, stranger)).ShouldBeProblem(404, "proposal.not_found");
        (await Approve(id, "\"1\"")).Status.ShouldBe(200);
        (await host.Get($"/api/v1/knowledge/articles/{id}/uses", stranger)).ShouldBeProblem(404, "article.not_found");
    }

    [Fact]
    public async Task Pages_follow_one_another()
    {
        await _lessons.ProposalOf(await _lessons.Learned("how do I paint a monorail?", "Monorails are painted with permission of the transport bureau."));
        await _lessons.ProposalOf(await _lessons.Learned("how do I weigh a gondola?", "Gondolas are weighed at the canal scales near the lock."));
        var all = (await host.Get($"{Path}?limit=200", _ana.Key)).Items.Select(p => p.GetProperty("id").GetGuid()).ToList();

        var first = await host.Get($"{Path}?limit=1", _ana.Key);
        var second = await host.Get($"{Path}?limit=1&cursor={first["cursor"].GetString()}", _ana.Key);

        new[] { first.Items.Single(), second.Items.Single() }.Select(p => p.GetProperty("id").GetGuid()).ShouldBe(all[..2]);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?cursor=nonsense")]
    [InlineData("?state=nonsense")]
    public async Task A_malformed_question_is_told_so(string query) =>
        (await host.Get(Path + query, _ana.Key)).Status.ShouldBe(400);

    [Theory]
    [InlineData("""{"language":"de"}""")]
    [InlineData("""{"title":" "}""")]
    [InlineData("""{"body":""}""")]
    [InlineData("""{"serviceCode":"NO CODE"}""")]
    public async Task Changes_that_make_no_article_are_told_so(string body) =>
        (await host.Post(
            $"{Path}/{Guid.NewGuid()}/approve", System.Text.Json.JsonDocument.Parse(body).RootElement, _ana.Key, ("If-Match", "\"1\"")))
            .ShouldBeProblem(400, "request.malformed");

    /// <summary>What somebody new is told, and the run that decided it.</summary>
    private async Task<(string Said, string Run)> Asks(string question)
    {
        var citizen = new Citizen(host);
        var said = await citizen.Asks(question);
        var talk = await host.TalkWith(citizen);
        return (said, await host.Scalar<string>($"""
            select data ->> 'run' from mt_events where type = 'agent_ran' and data ->> 'conversation' = '{talk}'
            """));
    }

    private async Task<string> Replayed(string run)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        await ReplayVerb.Run(
            host.Host.App.Services, VerbArguments.Read(["--run", run], 0, ReplayVerb.Options)!, false, output, error,
            CancellationToken.None);
        return output.ToString();
    }

    private Task<Answer> Approve(Guid id, string etag, object? edits = null) =>
        host.Post($"{Path}/{id}/approve", edits, _ana.Key, ("If-Match", etag));

    private Task<Answer> Reject(Guid id, string reason) => host.Post($"{Path}/{id}/reject", new { reason }, _ana.Key);

    private Task<string> Stored(Guid proposal) => host.Scalar<string>(
        $"select string_agg(data::text, ' ') from mt_events where stream_id = '{proposal}'");

    private async Task<string> Found(string question) => (await host.Get(
        $"/api/v1/knowledge/search?language=en&q={Uri.EscapeDataString(question)}", _ana.Key)).Text;
}
