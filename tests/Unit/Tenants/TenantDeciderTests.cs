using CleanFte.Domain;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Unit.Tenants;

public sealed class TenantDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantProfile Profile = TenantProfile.Default("Town");

    private static readonly SampleTicket Sample = new(
        "one", "web", ["parent"], [new SampleTurn("Hello", null, false, new SampleOutcome("ask", null, null, null, null))]);

    [Fact]
    public void A_tenant_is_configured_once_and_again_when_something_changes()
    {
        var other = Profile with { Contacts = ["+34 910 000 100"] };

        TenantDecider.Configure(null, Profile, Now).ShouldYield(new TenantConfigured(Profile, Now));
        TenantDecider.Configure(Given(new TenantConfigured(Profile, Now)), TenantProfile.Default("Town"), Now).ShouldYieldNothing();
        TenantDecider.Configure(Given(new TenantConfigured(Profile, Now)), other, Now)
            .ShouldYield(new TenantConfigured(other, Now));
    }

    [Fact]
    public void The_same_samples_change_nothing()
    {
        var copy = Sample with { Roles = [.. Sample.Roles], Turns = [.. Sample.Turns] };
        var tenant = Given(new SamplesReplaced([Sample], Now));

        TenantDecider.ReplaceSamples(tenant, [copy], Now).ShouldYieldNothing();
        TenantDecider.ReplaceSamples(null, [], Now).ShouldYieldNothing();
        TenantDecider.ReplaceSamples(tenant, [], Now).Events.Single().ShouldBeOfType<SamplesReplaced>().Samples.ShouldBeEmpty();
        TenantDecider.ReplaceSamples(tenant, [copy with { Channel = "rest" }], Now).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public void Samples_and_profile_do_not_touch_each_other()
    {
        var tenant = Given(new SamplesReplaced([Sample], Now), new TenantConfigured(Profile, Now), new SamplesReplaced([], Now));

        tenant.Profile.ShouldBe(Profile);
        tenant.Samples.ShouldBeEmpty();
    }

    /// <summary>Stored before services had items and steps.</summary>
    [Fact]
    public void A_service_stored_without_parts_has_none()
    {
        var stored = """
            {"service": "00000000-0000-0000-0000-00000000000c", "definition": {"code": "pothole", "group": "roads",
            "kind": "report", "public": true, "roles": [], "severity": "serious", "asksPlace": true, "asksPhoto": false,
            "texts": {"en": {"name": "Pothole", "description": "A hole", "triggers": []}}}, "at": "2026-03-04T05:06:07Z"}
            """u8;

        var definition = EventTypes.Read("service_defined", stored).ShouldBeOfType<ServiceDefined>().Definition;

        definition.Items.ShouldBeEmpty();
        definition.Steps.ShouldBeEmpty();
        definition.SaysSameAs(definition with { Items = [], Steps = [] }).ShouldBeTrue();
    }

    private static ConfiguredTenant Given(params TenantEvent[] events) =>
        events.Aggregate((ConfiguredTenant?)null, ConfiguredTenant.Evolve)!;
}
