using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Integration.Conversations;

[Collection(nameof(QueryFixture))]
public sealed class IdempotencyTests(QueryFixture fixture)
{
    private readonly IdempotencyStore _answers = new(fixture.Database);
    private readonly string _tenant = QueryFixture.NewTenant();

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_for_its_tenant()
    {
        await Insert("fresh", 23);
        await Insert("old", 25);

        var answer = await _answers.Find(_tenant, "scope", "fresh", CancellationToken.None);
        (answer!.Status, answer.Location).ShouldBe((201, "/x"));
        answer.Body.ToArray().ShouldBe("a"u8.ToArray());
        (await _answers.Find(QueryFixture.NewTenant(), "scope", "fresh", CancellationToken.None)).ShouldBeNull();
        (await _answers.Find(_tenant, "another", "fresh", CancellationToken.None)).ShouldBeNull();
        (await _answers.Find(_tenant, "scope", "old", CancellationToken.None)).ShouldBeNull();

        // Its day is over, so the key may be used again although nothing has swept yet.
        await Insert("old", 0);
        (await _answers.Find(_tenant, "scope", "old", CancellationToken.None)).ShouldNotBeNull();
    }

    private Task Insert(string key, int hours) => fixture.Execute(
        """
        insert into idempotency_keys (tenant_id, scope, key, body_hash, status, location, body, created_at)
        values ($1, 'scope', $2, 'a', 201, '/x', 'a', now() - make_interval(hours => $3))
        """,
        _tenant, key, hours);
}
