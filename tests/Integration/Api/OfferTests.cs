using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>What a citizen is offered to choose from, on a channel without buttons.</summary>
[Collection(nameof(SharedHost))]
public sealed class OfferTests(SharedHost host)
{
    [Fact]
    public async Task Whoever_is_not_understood_chooses_a_service_by_its_number()
    {
        var citizen = new Citizen(host);
        var asked = await citizen.Asks("Blorp fnord zzz");
        var lines = asked.Split('\n').Where(l => l.Length > 2 && l[1] == '.').ToArray();
        lines.Length.ShouldBeGreaterThan(2, asked);
        var pothole = Array.FindIndex(lines, l => l.Contains("othole", StringComparison.Ordinal)) + 1;
        pothole.ShouldBeGreaterThan(0, asked);

        var number = Citizen.NumberIn(await citizen.Asks($"{pothole}."));

        var ticket = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff));
        ticket["category"].GetString().ShouldBe("pothole");
    }

    [Fact]
    public async Task A_number_that_was_not_offered_is_a_message_like_any_other()
    {
        var citizen = new Citizen(host);
        await citizen.Asks("Blorp fnord zzz");
        await citizen.Asks("99");

        (await host.Scalar<long>($"""
            select count(*) from mt_events e join messages m on m.conversation_id = e.stream_id
            join conversations c on c.id = m.conversation_id
            where c.reply_address = '{citizen.Address}' and e.data ? 'buttonPayload'
            """)).ShouldBe(0);
    }
}
