using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Team;

/// <summary>Who may do what with a conversation, and who sees it.</summary>
[Collection(nameof(PeopleHost))]
public sealed class RightsTests(PeopleHost host) : PeopleTests(host)
{
    [Fact]
    public async Task Taking_over_twice_is_once_and_what_a_colleague_has_is_his()
    {
        var ana = await Comes("Ana");
        var ben = await Colleague.Join(Host, "Ben");
        var citizen = new Citizen(Host);
        await citizen.Reports();
        var talk = await Host.TalkWith(citizen);

        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        (await ana.TakesOver(talk)).Status.ShouldBe(200);
        var refused = await ben.TakesOver(talk);

        refused.Status.ShouldBe(409);
        refused.Code.ShouldBe("task.taken");
        (await Host.Scalar<long>($"select count(*) from human_tasks where conversation_id = '{talk}'")).ShouldBe(1);
        (await ben.Answers(talk, "Hello")).Code.ShouldBe("task.taken");
        (await ben.HandsBack(talk)).Code.ShouldBe("task.taken");
    }

    [Fact]
    public async Task Two_who_take_over_at_once_are_one()
    {
        var citizen = new Citizen(Host);
        await citizen.Reports();
        var talk = await Host.TalkWith(citizen);
        var team = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Colleague.Join(Host, $"Colleague {i}")));

        var answers = await Task.WhenAll(team.Select(c => c.TakesOver(talk)));

        answers.Select(a => a.Status).Order().ShouldBe([200, 409, 409, 409, 409]);
    }

    [Fact]
    public async Task Pages_of_what_waits_name_each_once_and_the_most_urgent_and_oldest_first()
    {
        var staff = await Host.Key(ApiRole.Staff, RunningHost.OtherTenant);
        for (var i = 0; i < 5; i++)
        {
            var citizen = new Citizen(Host, Host.North);
            await citizen.Asks(i == 3 ? "There is a gas leak" : "There is a huge pothole in Main Street");
            await citizen.Asks("I want to talk to a human");
        }

        var seen = new List<Guid>();
        for (var cursor = ""; ;)
        {
            var page = await Host.Get($"/api/v1/inbox?list=waiting&limit=2{cursor}", staff);
            seen.AddRange(page.Items.Select(e => e.GetProperty("taskId").GetGuid()));
            if (page["cursor"].ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                break;
            }

            cursor = $"&cursor={page["cursor"].GetString()}";
        }

        seen.ShouldBe((await Host.Lines(
            "select id from human_tasks where tenant_id = 'north' and state = 'waiting' order by rank desc, opened_at, id"))
            .Select(Guid.Parse));
    }

    [Fact]
    public async Task Somebody_who_is_not_there_is_given_nothing_by_name()
    {
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);
        var ana = await Colleague.Join(Host, "Ana");
        var task = (await Host.Lines($"select id from human_tasks where conversation_id = '{talk}'")).Single();

        (await Host.Post($"/api/v1/tasks/{task}/assign", new { memberId = ana.Id }, ana.Key)).Code.ShouldBe("member.offline");
        (await ana.Comes()).Status.ShouldBe(200);
        Leaves(ana);
        (await Host.Post($"/api/v1/tasks/{task}/assign", new { memberId = ana.Id }, ana.Key)).Status.ShouldBe(204);
        (await Host.WhoHas(talk)).ShouldBe(ana.Id.ToString());
    }

    [Fact]
    public async Task Of_another_tenant_nobody_sees_or_does_anything()
    {
        var stranger = await Colleague.Join(Host, "Nora", tenant: RunningHost.OtherTenant);
        var citizen = new Citizen(Host);
        await citizen.Asks("I want to talk to a human");
        var talk = await Host.TalkWith(citizen);

        (await stranger.Reads(talk)).Status.ShouldBe(404);
        (await stranger.TakesOver(talk)).Status.ShouldBe(404);
        (await stranger.Inbox("all")).Text.ShouldNotContain(talk.ToString());
        (await stranger.Inbox("waiting")).Text.ShouldNotContain(talk.ToString());
        (await Host.Post(
            "/api/v1/admin/api-keys", new { role = "staff", label = "x", memberId = stranger.Id },
            await Host.Key(ApiRole.Admin))).Code.ShouldBe("member.not_found");
    }

    [Fact]
    public async Task A_key_without_a_member_says_what_is_needed()
    {
        var citizen = new Citizen(Host);
        await citizen.Reports();
        var talk = await Host.TalkWith(citizen);
        var staff = await Host.Key(ApiRole.Staff);

        var refused = await Host.Post($"/api/v1/conversations/{talk}/takeover", null, staff);

        refused.Status.ShouldBe(403);
        refused.Code.ShouldBe("member.required");
        (await Host.Get("/api/v1/inbox", staff)).Code.ShouldBe("member.required");
        (await Host.Get("/api/v1/inbox?list=all", staff)).Status.ShouldBe(200);
        (await Host.Get("/api/v1/inbox?list=theirs", staff)).Status.ShouldBe(400);
    }
}
