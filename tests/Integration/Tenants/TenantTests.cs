using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Services;
using CleanFte.Infrastructure.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Tenants;

[Collection(nameof(QueryFixture))]
public sealed class TenantTests(QueryFixture fixture)
{
    private readonly ITenants _tenants = fixture.Services.GetRequiredService<ITenants>();
    private readonly string _id = QueryFixture.NewTenant();

    [Fact]
    public async Task A_new_tenant_is_known_by_its_host_and_has_the_town_halls_catalogue_in_its_order()
    {
        var created = await Create(_id, $"{_id}.Example.org");

        created.Refusal.ShouldBeNull();
        (await _tenants.FindByHost($"{_id}.EXAMPLE.org.", CancellationToken.None))!.Id.ShouldBe(_id);
        (await fixture.Send(ITenants.Default, new ListTenants(), ApiRole.Operator)).Value!.ShouldContain(t => t.Id == _id);
        (await fixture.Send(_id, new ListServices())).Value!.Select(s => s.Code)
            .ShouldBe(TownHall.Catalogue.Where(s => s.Public).Select(s => s.Code));
    }

    [Fact]
    public async Task An_id_and_a_host_are_given_once()
    {
        await Create(_id, $"{_id}.example.org");

        (await Create(_id, null)).Refusal!.Code.ShouldBe("tenant.taken");
        (await Create(QueryFixture.NewTenant(), $"{_id}.example.org")).Refusal!.Code.ShouldBe("tenant.taken");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("-ab")]
    [InlineData("Ab")]
    [InlineData("ab\n")]
    [InlineData("a_b")]
    public async Task An_odd_id_is_refused(string id) => (await Create(id, null)).Refusal.ShouldNotBeNull();

    [Theory]
    [InlineData(ApiRole.Admin)]
    [InlineData(null)]
    public async Task Only_operators_manage_tenants(ApiRole? role)
    {
        var created = await fixture.Send(ITenants.Default, new CreateTenant(_id, "x"), role);

        created.Refusal!.Code.ShouldBe("tenant.forbidden");
        (await fixture.Send(ITenants.Default, new ListTenants(), role)).Refusal!.Code.ShouldBe("tenant.forbidden");
    }

    [Fact]
    public async Task What_another_process_created_is_known_within_a_minute()
    {
        var clock = new Hours();
        var tenants = new TenantStore(fixture.Database, clock);
        (await tenants.Find(_id, CancellationToken.None)).ShouldBeNull();
        await fixture.Execute("insert into tenants (id, name) values ($1, 'x')", _id);

        (await tenants.Find(_id, CancellationToken.None)).ShouldBeNull();
        clock.Pass(TimeSpan.FromSeconds(60));
        (await tenants.Find(_id, CancellationToken.None)).ShouldNotBeNull();
    }

    private Task<Application.Outcome<Tenant>> Create(string id, string? host) =>
        fixture.Send(ITenants.Default, new CreateTenant(id, "Somewhere", host), ApiRole.Operator);

    private sealed class Hours : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
