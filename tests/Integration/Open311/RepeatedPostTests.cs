using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>Clients of Open311 have no name for a request: what they send again must not become another report.</summary>
[Collection(nameof(SharedHost))]
public sealed class RepeatedPostTests(SharedHost host)
{
    [Fact]
    public async Task The_same_form_sent_again_is_the_same_report()
    {
        var town = await Town.Found(host);
        var form = Town.Pothole();

        var first = await town.Post("requests.json", form);
        var again = await town.Post("requests.json", new(form.Reverse()));
        var inXml = await town.Post("requests.xml", form);

        again.Text.ShouldBe(first.Text);
        again.Status.ShouldBe(201);
        inXml.Text.ShouldContain(first.Json[0].Text("service_request_id")!);
        (await town.Tickets()).ShouldBe(1);
        form["description"] += " indeed";
        (await town.Post("requests.json", form)).Text.ShouldNotBe(first.Text);
        (await town.Tickets()).ShouldBe(2);
    }

    [Fact]
    public async Task Sent_again_many_times_at_once_it_is_one_report()
    {
        var town = await Town.Found(host);
        var form = Town.Pothole();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => town.Post("requests.json", form)));

        answers.ShouldAllBe(a => a.Status == 201 || a.Status == 503);
        answers.Where(a => a.Status == 503).ShouldAllBe(a => a.Header("Retry-After") != null);
        answers.Where(a => a.Status == 201).Select(a => a.Text).Distinct().ShouldHaveSingleItem();
        (await town.Tickets()).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_names_its_requests_is_taken_at_its_word()
    {
        var town = await Town.Found(host);
        var form = Town.Pothole();

        var first = await town.Post("requests.json", form, ("Idempotency-Key", "one"));
        (await town.Post("requests.json", form, ("Idempotency-Key", "one"))).Text.ShouldBe(first.Text);
        (await town.Post("requests.json", form, ("Idempotency-Key", "two"))).Text.ShouldNotBe(first.Text);
        (await town.Post("requests.json", Town.Pothole(), ("Idempotency-Key", "one"))).ShouldBeError(400, "other fields");
        (await town.Post("requests.json", form, ("Idempotency-Key", new string('k', 201)))).ShouldBeError(400, "200");
        (await town.Tickets()).ShouldBe(2);
    }
}
