using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Agent;

/// <summary>A person, or a second process, comes between a model and its answer.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class TakeoverTests(OpenAiHost host)
{
    [Fact]
    public async Task What_the_model_answers_after_a_person_took_over_is_not_sent()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open?");
        await citizen.AllIsDone();
        using var gate = ModelGate.Hold(host, Said.First("library"), Said.Then("On Saturday the library is open too."));
        await citizen.Write("And when does it open on Saturday?");
        await gate.Reached;

        await TakeOver(citizen);
        gate.Open();
        await citizen.AllIsDone();

        (await host.Events(citizen)).Count(type => type == "message_received").ShouldBe(2, "the person finds it there");
        citizen.Replies.Count.ShouldBe(1);
        (await host.Scalar<long>("select count(*) from outbox where text like '%On Saturday%'")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_answer_everybody_once()
    {
        host.Plan();
        host.Model.Player = request => Task.FromResult<ModelTurn?>(
            request["messages"]!.AsArray().Count == 2
                ? Said.First("library")
                : Said.Then("The library is open from Monday to Friday."));
        await using var second = await host.Start();
        var citizens = Enumerable.Range(0, 12).Select(_ => new Citizen(host)).ToArray();

        await Task.WhenAll(citizens.Select(async citizen =>
        {
            await citizen.Write("When does the library open?");
            await citizen.Write("And is the library open on Saturday?");
        }));
        await Task.WhenAll(citizens.Select(citizen => Wait.Until(
            async () => (await host.Runs(citizen)).Sum(r => r.GetProperty("inReplyTo").GetArrayLength()) == 2, "both are answered")));
        await Wait.Until(
            async () => await host.Scalar<long>("select count(*) from outbox where state = 0") == 0, "all is sent");

        foreach (var citizen in citizens)
        {
            await host.ShouldHaveAnswered(citizen, 2);
            citizen.Replies.Count.ShouldBe((await host.Runs(citizen)).Count);
        }

        await second.App.StopAsync();
    }

    /// <summary>As it is done when a colleague takes a conversation over.</summary>
    private async Task TakeOver(Citizen citizen)
    {
        var id = new ConversationId(Guid.Parse((await host.Lines($"""
            select c.id from conversations c join customer_identifiers i on i.customer_id = c.customer_id
            where i.value = '{citizen.Phone}'
            """)).Single()));
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = "default";
        var session = scope.ServiceProvider.GetRequiredService<IEventSession>();
        var conversation = (await session.Load<Conversation>(id, CancellationToken.None))!;
        session.Append<Conversation>(
            id, ConversationDecider.HandOver(conversation, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, DateTimeOffset.UtcNow));
        await session.Save(CancellationToken.None);
    }
}
