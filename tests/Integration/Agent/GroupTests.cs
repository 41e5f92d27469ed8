using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>What waits behind a slow model, and what nobody else may feel of it.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class GroupTests(OpenAiHost host)
{
    private const string Answer = "The library is open from Monday to Friday.";

    [Fact]
    public async Task What_was_written_while_the_model_thought_is_answered_once_after_it()
    {
        using var gate = Hold(Said.First("library"), Said.Then(Answer), Said.First("library"), Said.Then("The library card is free to read."));
        var citizen = new Citizen(host);
        await citizen.Write("When does the library open?");
        await gate.Reached;
        await citizen.Write("There is also a pothole in Mill Street");
        await citizen.Write("And who can read there?");
        (await host.Lines(Received(citizen))).ShouldBeEmpty("the first is still with the model");

        gate.Open();
        await Wait.Until(() => citizen.Replies.Count == 2, "both groups are answered");

        await host.ShouldHaveAnswered(citizen, 3);
        (await host.Lines(Received(citizen))).ShouldBe(
            ["When does the library open?", "There is also a pothole in Mill Street", "And who can read there?"]);
        var runs = await host.Runs(citizen);
        runs.Select(r => r.GetProperty("inReplyTo").GetArrayLength()).ShouldBe([1, 2]);
        var together = Injection.KeyOf(host.Model.Requests.Last());
        together.ShouldContain("Mill Street");
        together.ShouldContain("read there");
    }

    [Fact]
    public async Task The_strictest_verdict_on_any_message_of_a_group_counts_for_all()
    {
        using var gate = Hold(Said.First("library"), Said.Then(Answer));
        var citizen = new Citizen(host);
        await citizen.Write("When does the library open?");
        await gate.Reached;
        await citizen.Write("How much is a parking permit?");
        await citizen.Write("I will sue you, my lawyer will write");
        await citizen.Write("I want to talk to a person");

        gate.Open();
        await Wait.Until(() => citizen.Replies.Count == 2, "both groups are answered");

        await host.ShouldHaveAnswered(citizen, 4);
        var run = (await host.Runs(citizen))[^1];
        run.Outcome("reason").ShouldBe("legal");
        run.GetProperty("answers").GetArrayLength().ShouldBe(0, "the model is not asked");
        citizen.Replies[^1].Body.ShouldContain("A colleague will look after your message");
    }

    [Fact]
    public async Task No_transaction_is_open_while_the_model_thinks()
    {
        using var gate = Hold(Said.First("library"), Said.Then(Answer));
        var citizen = new Citizen(host);
        await citizen.Write("When does the library open?");
        await gate.Reached;

        // Other work of the service goes on beside; all that is open now ends while the model still thinks.
        const string Open = """
            select pid || ' ' || xact_start || ' ' || state || ' ' || query from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
            """;
        var seen = await host.Lines(Open);
        await Wait.Until(
            async () => (seen = [.. seen.Intersect(await host.Lines(Open))]).Count == 0, "all transactions have ended");
        (await host.Lines("""
            select query from pg_stat_activity where datname = current_database() and state = 'idle in transaction (aborted)'
            """)).ShouldBeEmpty();
        (await host.Scalar<long>("select count(*) from inbox where state = 0 and lease is not null")).ShouldBe(1);
        gate.Open();
        await Wait.Until(() => citizen.Replies.Count == 1, "it is answered");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task Who_loses_a_race_decides_anew_and_does_not_ask_the_model_twice()
    {
        host.Plan(Said.First("library"), Said.Then(Answer));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open?");
        await citizen.AllIsDone();
        using var gate = Hold(Said.First("library"), Said.Then("On Saturday the library is open too."));
        await citizen.Write("And when does it open on Saturday?");
        await gate.Reached;

        // The conversation goes on: its version is not the one that the run began with.
        await citizen.Delivers(citizen.Replies[0], "delivered");
        await Wait.Until(
            async () => (await host.Events(citizen)).Contains("reply_delivered"), "the status of the first reply is recorded");
        gate.Open();
        await Wait.Until(() => citizen.Replies.Count == 2, "it is answered");

        citizen.Replies[^1].Body.ShouldContain("On Saturday the library is open too.");
        host.Model.Requests.Count.ShouldBe(2, "two rounds, asked once each");
        await host.ShouldHaveAnswered(citizen, 2);
        (await host.Runs(citizen))[^1].GetProperty("answers").EnumerateArray()
            .Select(a => a.GetProperty("milliseconds").GetInt64()).First().ShouldBe(0, "it is remembered");
    }

    private static string Received(Citizen citizen) => $"""
        select e.data ->> 'text' from mt_events e join conversations c on c.tenant_id = e.tenant_id and c.id = e.stream_id
        join customer_identifiers i on i.tenant_id = c.tenant_id and i.customer_id = c.customer_id
        where e.type = 'message_received' and i.value = '{citizen.Phone}' order by e.seq_id
        """;

    private ModelGate Hold(params ModelTurn[] turns) => ModelGate.Hold(host, turns);
}
