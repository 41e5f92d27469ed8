using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Privacy;

/// <summary>Providers spell people in their own ways: in ids of messages, in keys of what was received, in who caused what.</summary>
[Collection(nameof(WahaHost))]
public sealed class ErasedWahaTests(WahaHost host)
{
    [Fact]
    public async Task Nothing_of_an_erased_person_is_left()
    {
        var digits = $"3481{Random.Shared.Next(1_000_000, 9_999_999)}";
        var citizen = new WahaCitizen(host, $"{digits}@c.us");
        await citizen.Reports("There is a crooked weathercock and a pothole");
        var reply = citizen.Replies[^1];
        await citizen.PartOf(reply);
        await citizen.Acknowledges(reply, 3);
        await host.AllIsDone();

        // What nobody knows is looked for again and again, and holds up nobody.
        await citizen.Tells("message.reaction", $$"""
            {"id":"false_{{citizen.Chat}}_R1","from":"{{citizen.Chat}}","fromMe":false,
                "reaction":{"text":"👍","messageId":"true_{{citizen.Chat}}_NOBODYKNOWS"} }
            """);
        await Wait.Until(
            async () => await host.Scalar<bool>(
                "select exists (select from inbox where state = 0 and lease is null and reason = 'message.unknown')"), "it waits");

        await ErasedPerson.ShouldLeaveNothing(host, $"+{digits}", null, digits, "crooked weathercock");
    }
}

[Collection(nameof(CloudHost))]
public sealed class ErasedCloudTests(CloudHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_of_an_erased_person_is_left(bool hasPhone)
    {
        var id = hasPhone ? $"3482{Random.Shared.Next(1_000_000, 9_999_999)}" : $"ES.{Guid.NewGuid():N}"[..24];
        var citizen = new CloudCitizen(host, id: id);
        Func<Task>? afterwards = null;
        if (hasPhone)
        {
            await citizen.Reports("There is a lopsided sundial and a pothole");
            var reply = citizen.Replies[^1];
            await citizen.Tells(reply, "delivered");
            afterwards = () => citizen.Tells(reply, "read");
        }
        else
        {
            await citizen.Deliver(
                $$$"""
                "contacts":[{"profile":{"name":"Ana"},"user_id":"{{{id}}}"}],
                "messages":[{"from_user_id":"{{{id}}}","id":"{{{CloudCitizen.NewId()}}}","timestamp":"1790000000","type":"text",
                    "text":{"body":"There is a lopsided sundial and a pothole"}}]
                """);
        }

        await host.Idle();

        await ErasedPerson.ShouldLeaveNothing(
            host, hasPhone ? $"+{id}" : $"{citizen.Line.Account}:{id}", afterwards, id, "lopsided sundial");
    }
}

internal static class ErasedPerson
{
    /// <summary>Erases whoever is known by that, and searches everything for the words.</summary>
    /// <param name="afterwards">What the provider still says of him then.</param>
    public static async Task ShouldLeaveNothing(RunningHost host, string identifier, Func<Task>? afterwards, params string[] words)
    {
        var found = await host.Get(
            $"/api/v1/customers?identifier={Uri.EscapeDataString(identifier)}", await host.Key(ApiRole.Staff));
        var customer = found.Items.ShouldHaveSingleItem(found.Text).GetProperty("id").GetGuid();
        (await Dump.Find(host, host.MediaFolder, words)).ShouldNotBeEmpty();

        var erased = await host.Post($"/api/v1/customers/{customer}/erase", null, await host.Key(ApiRole.Admin));

        erased.Status.ShouldBe(200, erased.Text);
        (await Dump.Find(host, host.MediaFolder, words)).ShouldBeEmpty();
        if (afterwards is not null)
        {
            var events = await host.Scalar<long>("select count(*) from mt_events");
            await afterwards();
            await Wait.Until(async () => await host.Scalar<bool>("select not exists (select from inbox where state = 0)"), "it is taken");
            (await host.Lines("select state, reason from inbox order by id desc limit 1")).ShouldBe(["2|erased"]);
            (await Dump.Find(host, host.MediaFolder, words)).ShouldBeEmpty();
            (await host.Scalar<long>("select count(*) from mt_events")).ShouldBe(events);
        }
    }
}
