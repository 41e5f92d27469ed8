using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Agent;

/// <summary>What is recorded of a run is all that its replay needs.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class ReplayRecordTests(OpenAiHost host)
{
    private const string Answer = "The library is open from Monday to Friday.";

    [Fact]
    public async Task A_recorded_run_holds_all_that_it_was_decided_by()
    {
        host.Plan(Said.First("library"), Said.Then(Answer));
        var citizen = new Citizen(host);
        var before = DateTimeOffset.UtcNow;
        var number = await citizen.Reports("When does the library open?");
        var after = DateTimeOffset.UtcNow;
        var run = await host.Run(citizen);

        TheClockIsOfTheRun(run, before, after);
        await TheIdsLeadToWhatWasSaid(run, citizen, number);
        await TheTextsAreKeptByTheirHashes(run.GetProperty("basis"));
        TheModelsAnswersAreThereAsTheyCame(run.GetProperty("answers"));
        TheCallsAreThereWithTheirResults(run.GetProperty("tools"));
        await TheArticlesAreThereAtTheirVersions(run);
        TheVerdictIsThere(run);
    }

    private static void TheClockIsOfTheRun(JsonElement run, DateTimeOffset before, DateTimeOffset after)
    {
        var started = run.GetProperty("startedAt").GetDateTimeOffset();
        started.ShouldBeInRange(before, after);
        run.GetProperty("at").GetDateTimeOffset().ShouldBeInRange(started, after);
    }

    private async Task TheIdsLeadToWhatWasSaid(JsonElement run, Citizen citizen, string number)
    {
        (await host.Lines($"""
            select data ->> 'text' from mt_events where type = 'message_received'
                and data ->> 'message' = '{run.GetProperty("inReplyTo")[0].GetString()}'
            """)).ShouldBe(["When does the library open?"]);
        (await host.Lines($"""
            select p ->> 'text' from mt_events, jsonb_array_elements(data -> 'parts') p
            where type = 'reply_decided' and data ->> 'run' = '{run.GetProperty("run").GetString()}'
            """)).ShouldBe([citizen.Replies[0].Body]);
        run.Outcome("trackingNumber").ShouldBe(number);
        run.GetProperty("outcome").GetProperty("replies")[0].GetString().ShouldBe(citizen.Replies[0].Body);
    }

    private async Task TheTextsAreKeptByTheirHashes(JsonElement basis)
    {
        basis.GetProperty("model").GetString().ShouldBe("openai/the-model");
        basis.GetProperty("policy").GetString().ShouldNotBeNullOrEmpty();
        basis.GetProperty("code").GetString().ShouldNotBe("unknown");
        foreach (var name in new[] { "profile", "catalogue", "prompt" })
        {
            var hash = basis.GetProperty(name).GetString()!;
            var text = await host.Scalar<string>($"select text from kept_texts where tenant_id = 'default' and hash = '{hash}'");
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ShouldBe(hash.ToLowerInvariant(), name);
        }

        var prompt = await host.Scalar<string>(
            $"select text from kept_texts where hash = '{basis.GetProperty("prompt").GetString()}'");
        var marker = basis.GetProperty("marker").GetString()!;
        var sent = (string)host.Model.Requests.First()["messages"]![0]!["content"]!;
        sent.ShouldBe(prompt.Replace("{{marker}}", marker, StringComparison.Ordinal), "what was sent can be made again");
    }

    private static void TheModelsAnswersAreThereAsTheyCame(JsonElement answers)
    {
        answers.GetArrayLength().ShouldBe(2);
        foreach (var answer in answers.EnumerateArray())
        {
            answer.GetProperty("inputTokens").GetInt64().ShouldBe(12);
            answer.GetProperty("outputTokens").GetInt64().ShouldBe(7);
            answer.GetProperty("milliseconds").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        }

        answers[0].GetProperty("raw").GetString()!.ShouldContain("library opening hours");
        answers[1].GetProperty("raw").GetString()!.ShouldContain(Answer);
    }

    private static void TheCallsAreThereWithTheirResults(JsonElement tools)
    {
        tools.GetArrayLength().ShouldBe(4);
        foreach (var tool in tools.EnumerateArray())
        {
            JsonDocument.Parse(tool.GetProperty("arguments").GetString()!).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
            JsonDocument.Parse(tool.GetProperty("result").GetString()!).RootElement.ValueKind
                .ShouldBeOneOf(JsonValueKind.Object, JsonValueKind.Array);
        }

        tools[0].GetProperty("arguments").GetString()!.ShouldContain("\"service_code\":\"library\"");
        tools[2].GetProperty("result").GetString()!.ShouldContain("\"version\":");
    }

    private async Task TheArticlesAreThereAtTheirVersions(JsonElement run)
    {
        var sources = run.GetProperty("sources").EnumerateArray().ToArray();
        sources.ShouldNotBeEmpty();
        foreach (var source in sources)
        {
            (await host.Lines($"""
                select title from articles where tenant_id = 'default' and id = '{source.GetProperty("article").GetString()}'
                    and version = {source.GetProperty("version").GetInt64()}
                """)).ShouldHaveSingleItem().ShouldNotBeEmpty();
        }
    }

    private static void TheVerdictIsThere(JsonElement run)
    {
        run.Outcome("decision").ShouldBe("answer");
        run.Outcome("reason").ShouldBeNull();
        run.Outcome("language").ShouldBe("en");
        run.Outcome("serviceCode").ShouldBe("library");
        run.GetProperty("outcome").GetProperty("sentiment").GetDouble().ShouldBe(0.6);
    }
}
