using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>The reporter of a form proves an address where there is no mail, but WhatsApp that may write unasked.</summary>
[Collection(nameof(WahaHost))]
public sealed class PhoneCodeTests(WahaHost host)
{
    [Fact]
    public async Task The_code_goes_where_it_can_be_sent_or_where_he_says()
    {
        var citizen = new WahaCitizen(host);
        var phone = $"+{citizen.Chat.Split('@')[0]}";
        var form = await host.Post("/api/v1/support/form", new
        {
            name = "Ana",
            email = $"{Guid.NewGuid():N}@example.org",
            phone,
            subject = "A hole",
            category = "pothole",
            message = "There is a deep hole.",
        });
        form.Status.ShouldBe(201, form.Text);

        (await Verify(form, null)).Status.ShouldBe(201);
        (await Verify(form, new { address = phone.Insert(3, " ") })).Status.ShouldBe(201);
        await Wait.Until(() => citizen.Replies.Count == 2, "two codes are sent");
        (await Verify(form, new { address = "+34699888777" })).ShouldBeProblem(422, "verification.not_named");
        (await Verify(form, new { address = "nonsense" })).ErrorFields.ShouldBe(["address"]);
    }

    private Task<Answer> Verify(Answer form, object? body) => host.Ask(
        HttpMethod.Post, $"/api/v1/tickets/{form["trackingNumber"].GetString()}/verification", body, null,
        ("X-Access-Code", form["accessCode"].GetString()!));
}
