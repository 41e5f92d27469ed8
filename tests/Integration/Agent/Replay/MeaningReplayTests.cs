using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Agent.Replay;

/// <summary>Vectors are not kept for ever; what was found by them is.</summary>
public sealed class MeaningReplayTests(MeaningHost host) : IClassFixture<MeaningHost>
{
    [Fact]
    public async Task What_was_found_by_meaning_is_not_searched_again()
    {
        await Wait.Until(
            async () => await host.Scalar<long>("""
                select count(*) from passages p where p.tenant_id = 'default' and p.live and not exists (
                    select from passage_embeddings v where v.tenant_id = p.tenant_id and v.article_id = p.article_id
                        and v.position = p.position)
                """) == 0,
            "all passages have vectors");
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open on weekdays?");
        await citizen.AllIsDone();
        var run = await host.Run(citizen);
        run.GetProperty("basis").GetProperty("search").GetString().ShouldBe("openai/the-vectors");
        run.GetProperty("tools")[2].GetProperty("result").GetString()!.ShouldContain("\"position\":");
        await host.Execute("delete from passage_embeddings where tenant_id = 'default'");
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exit = await WebApi.Verbs.ReplayVerb.Run(
            host.Host.App.Services,
            WebApi.Verbs.VerbArguments.Read(
                ["--run", run.GetProperty("run").GetString()!], 0, WebApi.Verbs.ReplayVerb.Options)!,
            false, output, error, CancellationToken.None);

        output.ToString().ShouldBe("1 runs: 1 equal, 0 differ (0 unexplained), 0 not replayable\n");
        exit.ShouldBe(0);
    }
}

/// <summary>Searches by meaning, too.</summary>
public sealed class MeaningHost : ModelHost
{
    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Model:EmbeddingName"] = "the-vectors",
    };
}
