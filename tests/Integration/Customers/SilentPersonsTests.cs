using CleanFte.Application.Customers;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Customers;

/// <summary>Who is to be forgotten, some at a time.</summary>
[Collection(nameof(QueryFixture))]
public sealed class SilentPersonsTests(QueryFixture fixture)
{
    [Fact]
    public async Task Each_turn_goes_on_after_the_last_of_the_turn_before()
    {
        var tenant = QueryFixture.NewTenant();
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var persons = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        for (var i = 0; i < persons.Length; i++)
        {
            // The last three are of one moment.
            await fixture.Execute(
                "insert into customers (tenant_id, id, name, created_at, version) values ($1, $2, 'Ana', $3, 1)",
                tenant, persons[i], start.AddDays(Math.Min(i, 2)));
        }

        await using var scope = fixture.Services.CreateAsyncScope();
        var erasure = scope.ServiceProvider.GetRequiredService<IErasure>();
        var found = new List<Guid>();
        IReadOnlyList<Guid> turn;
        do
        {
            turn = await erasure.FindSilent(tenant, start.AddYears(1), 2, found.Count > 0 ? found[^1] : null, CancellationToken.None);
            found.AddRange(turn);
        }
        while (turn.Count == 2);

        found.ShouldBe(persons, ignoreOrder: true);
        found[..2].ShouldBe(persons[..2]);
    }
}
