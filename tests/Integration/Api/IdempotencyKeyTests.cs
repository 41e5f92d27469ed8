using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>POSTs that are repeated because their answer was lost.</summary>
[Collection(nameof(SharedHost))]
public sealed class IdempotencyKeyTests(SharedHost host)
{
    [Fact]
    public async Task A_repeat_gets_the_same_answer_and_opens_no_second_ticket()
    {
        var (key, subject) = New();

        var first = await Post(subject, key);
        var second = await Post(subject, key);

        second.Status.ShouldBe(201);
        second.Text.ShouldBe(first.Text);
        second.Header("Location").ShouldBe(first.Header("Location"));
        (await Tickets(subject)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_is_refused()
    {
        var (key, subject) = New();
        await Post(subject, key);

        (await Post($"{subject}!", key)).ShouldBeProblem(422, "idempotency.mismatch");
        (await Tickets($"{subject}!")).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_does_not_use_the_key_up()
    {
        var (key, subject) = New();

        (await Post("No", key)).Status.ShouldBe(400);

        (await Post(subject, key)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Of_concurrent_twins_one_opens_a_ticket()
    {
        var (key, subject) = New();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Post(subject, key)));

        answers.Select(a => a.Status).ShouldBeSubsetOf([201, 409]);
        answers.Where(a => a.Status == 201).Select(a => a.Text).Distinct().ShouldHaveSingleItem();
        answers.Where(a => a.Status == 409).ShouldAllBe(a => a.Code == "idempotency.in_flight");
        (await Tickets(subject)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_integrators_may_use_the_same_key()
    {
        var (key, subject) = New();
        var staff = await host.Key(ApiRole.Staff);
        var integrator = await host.Key(ApiRole.Integrator);

        var one = await host.Post("/api/v1/tickets", Body(subject), staff, ("Idempotency-Key", key));
        var other = await host.Post("/api/v1/tickets", Body(subject), integrator, ("Idempotency-Key", key));
        var again = await host.Post("/api/v1/tickets", Body(subject), integrator, ("Idempotency-Key", key));

        one.Status.ShouldBe(201, one.Text);
        other["trackingNumber"].GetString().ShouldNotBe(one["trackingNumber"].GetString());
        again.Text.ShouldBe(other.Text);
        (await Tickets(subject)).ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused() =>
        (await Post("A pothole", new string('k', 201))).ShouldBeProblem(400, "idempotency.key_too_long");

    private static (string Key, string Subject) New() => ($"{Guid.NewGuid()}", $"Subject {Guid.NewGuid()}");

    private static Dictionary<string, object?> Body(string subject)
    {
        var body = FormTests.Report();
        body["subject"] = subject;
        return body;
    }

    private Task<Answer> Post(string subject, string key) =>
        host.Post(FormTests.Path, Body(subject), null, ("Idempotency-Key", key));

    private Task<long> Tickets(string subject) =>
        host.Scalar<long>($"select count(*) from tickets where subject = '{subject}'");
}
