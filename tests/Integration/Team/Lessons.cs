using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>Talks that a colleague answers, and what is learned from them.</summary>
internal sealed class Lessons(PeopleHost host, Colleague ana)
{
    public const string Path = "/api/v1/knowledge/proposals";

    /// <summary>A citizen asks, wants a person, and is answered.</summary>
    public async Task<Guid> Talk(string asked, string answered)
    {
        var citizen = new Citizen(host);
        await citizen.Asks(asked, new() { ["ProfileName"] = "Bartholomew Underhill" });
        var talk = await host.TalkWith(citizen);
        if ((await ana.Reads(talk))["agentOn"].GetBoolean())
        {
            await citizen.Asks("I want to talk to a human");
        }

        var answer = await ana.Answers(talk, answered);
        answer.Status.ShouldBe(201, answer.Text);
        return talk;
    }

    public async Task<Guid> Learned(string asked, string answered)
    {
        var talk = await Talk(asked, answered);
        var closed = await ana.Closes(talk);
        closed.Status.ShouldBe(200, closed.Text);
        return talk;
    }

    public async Task<Answer> ProposalOf(Guid talk)
    {
        await AllLearned();
        var id = await host.Scalar<Guid>($"select proposal_id from answer_sources where conversation_id = '{talk}'");
        return await host.Get($"{Path}/{id}", ana.Key);
    }

    public async Task NothingLearned(Guid talk)
    {
        await AllLearned();
        (await host.Scalar<long>($"select count(*) from answer_sources where conversation_id = '{talk}'")).ShouldBe(0);
    }

    /// <summary>Neither a timer nor what it fired is left.</summary>
    public Task AllLearned() => Wait.Until(
        async () => await host.Scalar<long>("""
            select (select count(*) from timers where kind in ('learn', 'ticket_over'))
                + (select count(*) from inbox where account = '@timers' and state = 0)
            """) == 0,
        "everything is learned");
}
