using System.Globalization;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>From a signed webhook to the reply at the provider.</summary>
[Collection(nameof(SharedHost))]
public sealed class WhatsAppIntakeTests(SharedHost host)
{
    [Fact]
    public async Task A_report_becomes_a_ticket_and_its_number_is_the_reply()
    {
        var sid = $"SM{Guid.NewGuid():N}";
        var citizen = new Citizen(host);

        var number = await citizen.Reports(sid: sid);

        (await host.Lines($"""
            select e.type, e.data ->> 'serviceCode' from mt_events e
            join tickets t on t.id = e.stream_id where t.tracking_number = '{number}'
            """)).ShouldBe(["ticket_created|pothole"]);
        (await host.Lines($"select type from mt_events where data::text like '%{sid}%'"))
            .ShouldBe(["message_received"]);
        var reply = citizen.Replies.ShouldHaveSingleItem();
        reply.From.ShouldBe(host.Main.Twilio.Address);
        reply.StatusCallback.ShouldNotBeNull().ShouldStartWith($"{RunningHost.PublicUrl}{host.Main.Webhook}");
    }

    [Theory]
    [InlineData("There is a huge pothole in Main Street", "Thanks for telling us")]
    [InlineData("Hay un bache enorme en la calle Mayor", "Gracias por avisarnos")]
    [InlineData("Il y a un gros trou dans la chaussée devant chez moi", "Merci de nous avoir prévenus")]
    public async Task The_reply_is_in_the_language_of_the_report(string report, string begin) =>
        (await new Citizen(host).Asks(report)).ShouldStartWith(begin);

    [Theory]
    [InlineData("I want to speak to a real person", "human_request", "A colleague will look after")]
    [InlineData("Les voy a demandar, hablaré con mi abogado", "legal", "Una persona del equipo se ocupará")]
    [InlineData("Je veux être remboursé", "refund", "Quelqu'un de l'équipe va s'occuper")]
    [InlineData("How much does a parking permit cost?", "pricing", "A colleague will look after")]
    public async Task What_a_machine_must_not_decide_goes_to_a_person(string text, string reason, string reply)
    {
        var citizen = new Citizen(host);

        var number = await citizen.Reports(text);

        citizen.Replies.ShouldHaveSingleItem().Body.ShouldContain(reply);
        var ticket = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff));
        ticket["status"].GetString().ShouldBe("escalated");
        ticket["escalationReason"].GetString().ShouldBe(reason);
        (await host.Lines($"""
            select f ->> 'reason' from mt_events e
            join tickets t on t.conversation_id = e.stream_id
            cross join jsonb_array_elements(e.data -> 'findings') f
            where t.tracking_number = '{number}' and e.type = 'message_assessed'
            """)).ShouldContain(reason);
    }

    [Fact]
    public async Task A_wish_for_a_person_escalates_the_open_ticket()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();

        (await citizen.Reports("No more bots, let me talk to someone")).ShouldBe(number);

        (await Events(number)).Except(["priority_raised"]).ShouldBe(["ticket_created", "note_added", "ticket_escalated"]);
    }

    [Fact]
    public async Task A_report_that_only_sounds_like_it_is_a_report()
    {
        var citizen = new Citizen(host);

        var number = await citizen.Reports("The street agent told me the lamp at the court house is broken");

        (await Events(number)).ShouldNotContain("ticket_escalated");
    }

    [Fact]
    public async Task A_later_text_is_added_to_the_open_ticket()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();

        (await citizen.Reports("It is in front of the school")).ShouldBe(number);

        (await Events(number)).ShouldBe(["ticket_created", "note_added"]);
    }

    [Fact]
    public async Task A_shared_location_becomes_the_tickets_place()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();

        (await citizen.Reports("", new() { ["Latitude"] = "40.4168", ["Longitude"] = "-3.7038", ["Address"] = "Sol" }))
            .ShouldBe(number);

        var place = (await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff)))["location"];
        place.GetProperty("latitude").GetDouble().ShouldBe(40.4168);
        place.GetProperty("longitude").GetDouble().ShouldBe(-3.7038);
        place.GetProperty("address").GetString().ShouldBe("Sol");
    }

    [Fact]
    public async Task A_pressed_button_counts_as_its_text()
    {
        var citizen = new Citizen(host);

        var number =
            await citizen.Reports("", new() { ["ButtonText"] = "Hay un bache", ["ButtonPayload"] = "report:pothole" });

        (await host.Get($"/api/v1/tickets/{number}"))["category"].GetString().ShouldBe("pothole");
        (await host.Lines($"""
            select data ->> 'buttonPayload' from mt_events where type = 'message_received' and stream_id =
                (select conversation_id from tickets where tracking_number = '{number}')
            """)).ShouldBe(["report:pothole"]);
    }

    [Fact]
    public async Task Somebody_without_a_phone_number_is_known_by_the_providers_id()
    {
        var citizen = new Citizen(host, address: "whatsapp:US.13491208655302741918");

        var number = await citizen.Reports(extra: new() { ["ExternalUserId"] = "US.13491208655302741918" });

        (await citizen.Reports("It is getting deeper")).ShouldBe(number);
        (await host.Lines($"""
            select i.kind, i.verification from customer_identifiers i
            join tickets t on t.customer_id = i.customer_id where t.tracking_number = '{number}'
            """)).ShouldBe(["whatsapp_user|verified"]);
    }

    [Fact]
    public async Task An_empty_message_is_recorded_and_answered_politely()
    {
        var citizen = new Citizen(host);

        (await citizen.Asks("")).ShouldContain("there's no text in it");

        (await host.Lines($"""
            select m.text, m.ticket_id from messages m
            join customer_identifiers i on i.customer_id = m.customer_id and i.value = '{citizen.Phone}'
            where m.direction = 'in'
            """)).ShouldBe(["|"]);
    }

    [Fact]
    public async Task A_question_for_a_status_is_answered_with_it()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();

        (await new Citizen(host).Asks($"status {number.ToLower(CultureInfo.InvariantCulture)}"))
            .ShouldStartWith($"We've noted your report {number}");
    }

    [Fact]
    public async Task Five_deliveries_of_one_message_have_one_effect()
    {
        var sid = $"SM{Guid.NewGuid():N}";
        var citizen = new Citizen(host);

        await citizen.Asks("There is a pothole here", sid: sid);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            (await citizen.Write("There is a pothole here", sid: sid)).Status.ShouldBe(200);
        }

        await citizen.AllIsDone();
        (await host.Scalar<long>($"select count(*) from inbox_elements where element_key = 'm:{sid}'")).ShouldBe(1);
        citizen.Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_tenants_with_a_citizen_in_common_never_mix()
    {
        var here = new Citizen(host);
        var there = new Citizen(host, host.North, here.Address);

        var number = await here.Reports();
        var other = await there.Reports("My street light is out");

        here.Replies.ShouldHaveSingleItem().Body.ShouldContain(number);
        there.Replies.ShouldHaveSingleItem().Body.ShouldContain(other);
        (await host.Get($"/api/v1/tickets/{other}")).ShouldBeProblem(404, "ticket.not_found");
        (await host.Get($"/api/v1/tickets/{other}", await host.Key(ApiRole.Staff))).Status.ShouldBe(404);
        (await host.Get($"/api/v1/tickets/{other}", await host.Key(ApiRole.Staff, RunningHost.OtherTenant)))
            .Status.ShouldBe(200);
        (await host.Lines($"""
            select tenant_id, count(*) from customer_identifiers where value = '{here.Phone}'
            group by tenant_id order by tenant_id
            """)).ShouldBe(["default|1", "north|1"]);
    }

    [Fact]
    public async Task Null_characters_are_stored_as_replacement_characters()
    {
        var citizen = new Citizen(host);

        var number = await citizen.Reports("A pothole\0 here");

        (await host.Lines($"select subject from tickets where tracking_number = '{number}'"))
            .ShouldBe(["A pothole\uFFFD here"]);
    }

    [Fact]
    public async Task One_correlation_id_leads_from_the_webhook_to_the_reply_that_left()
    {
        var citizen = new Citizen(host);
        var id = $"trace-{Guid.NewGuid():N}";
        await citizen.Write("There is a huge pothole in Main Street", correlationId: id);
        await Wait.Until(() => citizen.Replies.Count == 1, "it is answered");
        await citizen.AllIsDone();

        await Wait.Until(
            async () => await host.Scalar<long>(
                $"select count(*) from mt_events where correlation_id = '{id}' and type = 'reply_sent'") == 1,
            "the send is recorded");
        var caused = await host.Lines($"select distinct type from mt_events where correlation_id = '{id}'");
        string[] needed = ["message_received", "ticket_created", "reply_decided", "reply_sent"];
        needed.ShouldBeSubsetOf(caused);
    }

    private async Task<string?[]> Events(string number) =>
    [
        .. (await host.Get($"/api/v1/tickets/{number}/events", await host.Key(ApiRole.Staff))).Items
            .Select(e => e.GetProperty("type").GetString()),
    ];
}
