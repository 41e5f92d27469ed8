using CleanFte.Domain;
using CleanFte.Domain.Services;

namespace CleanFte.Unit.Services;

public sealed class ServiceDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ServiceDefinition Definition = TownHall.Catalogue[0];
    private static readonly ServiceDefined Defined = new(ServiceId.New(Now), Definition, Now);

    [Fact]
    public void A_service_is_defined_and_then_changed()
    {
        var cheaper = Definition with { AsksPhoto = false };

        ServiceDecider.Define(null, Defined.Service, Definition, Now).ShouldYield(Defined);
        ServiceDecider.Define(Given(), Defined.Service, cheaper, Now).ShouldYield(new ServiceChanged(cheaper, Now));
        Given(new ServiceChanged(cheaper, Now)).Definition.AsksPhoto.ShouldBeFalse();
    }

    [Fact]
    public void Defining_a_service_as_it_is_changes_nothing()
    {
        var copy = Definition with
        {
            Roles = [.. Definition.Roles],
            Texts = Definition.Texts.ToDictionary(t => t.Key, t => t.Value with { Triggers = [.. t.Value.Triggers] }),
        };
        var fewer = copy with { Texts = copy.Texts.Skip(1).ToDictionary() };

        ServiceDecider.Define(Given(), Defined.Service, copy, Now).ShouldYieldNothing();
        ServiceDecider.Define(Given(), Defined.Service, fewer, Now).ShouldYield(new ServiceChanged(fewer, Now));
    }

    [Fact]
    public void A_code_names_one_stream_per_tenant()
    {
        ServiceId.Named("a", "noise").ShouldBe(ServiceId.Named("a", "noise"));
        ServiceId.Named("a", "noise").ShouldNotBe(ServiceId.Named("b", "noise"));
        ServiceId.Named("a", "noise").Value.Version.ShouldBe(8);
    }

    [Fact]
    public void A_service_is_retired_once()
    {
        ServiceDecider.Retire(Given(), Now).ShouldYield(new ServiceRetired(Now));
        ServiceDecider.Retire(Given(new ServiceRetired(Now)), Now).ShouldYieldNothing();
    }

    [Fact]
    public void Defining_a_retired_service_brings_it_back()
    {
        var retired = Given(new ServiceRetired(Now));

        ServiceDecider.Define(retired, Defined.Service, Definition, Now).ShouldYield(Defined);
        Service.Evolve(retired, Defined)!.Retired.ShouldBeFalse();
    }

    private static Service Given(params ServiceEvent[] events) =>
        events.Prepend(Defined).Aggregate((Service?)null, Service.Evolve)!;
}
