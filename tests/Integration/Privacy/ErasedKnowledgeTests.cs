using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.Api;
using CleanFte.Integration.Team;

namespace CleanFte.Integration.Privacy;

/// <summary>What was learned from somebody who is erased: his question goes, a colleague's answer stays.</summary>
[Collection(nameof(PeopleHost))]
public sealed class ErasedKnowledgeTests(PeopleHost host) : IAsyncLifetime
{
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
    public async Task An_approved_answer_stays_without_his_question_and_an_open_one_is_rejected()
    {
        var approved = await _lessons.Learned(
            "How do I register a mauve hovercraft?", "Hovercraft are registered at the marina office on Fridays.");
        var open = await _lessons.Learned("Where do I sell a tartan submarine?", "Submarines are sold at the old dry dock.");
        var proposal = await _lessons.ProposalOf(approved);
        var article = proposal["id"].GetGuid();
        (await host.Ask(
            HttpMethod.Post, $"{Lessons.Path}/{article}/approve", new { }, _ana.Key, ("If-Match", proposal.Header("ETag")!))).Status.ShouldBe(200);

        foreach (var talk in (Guid[])[approved, open])
        {
            var customer = await host.Scalar<Guid>($"select customer_id from conversations where id = '{talk}'");
            var erased = await host.Post($"/api/v1/customers/{customer}/erase", null, await host.Key(ApiRole.Admin));
            erased.Status.ShouldBe(200, erased.Text);
            erased["knowledge"].GetArrayLength().ShouldBe(1);
        }

        (await Dump.Find(host, null, "mauve hovercraft", "tartan submarine")).ShouldBeEmpty();
        (await _lessons.ProposalOf(open))["state"].GetString().ShouldBe("rejected");
        var shown = await host.Get($"/api/v1/knowledge/articles/{article}", _ana.Key);
        shown["title"].GetString().ShouldBe("[erased]");
        shown["body"].GetString()!.ShouldContain("marina office on Fridays");
        (await new Citizen(host).Asks("When can hovercraft be registered at the marina?")).ShouldContain("marina office");
        var progress = new StringWriter();
        (await Verify.Run(host.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
    }
}
