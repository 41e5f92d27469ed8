using CleanFte.Application.Services;
using CleanFte.Domain.Services;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Services;

namespace CleanFte.Integration.Services;

[Collection(nameof(QueryFixture))]
public sealed class CatalogueTests(QueryFixture fixture)
{
    private readonly string _tenant = QueryFixture.NewTenant();

    private static ServiceDefinition Noise => TownHall.Catalogue.Single(s => s.Code == "noise");

    [Fact]
    public async Task Seeding_at_once_plants_one_catalogue()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.Send(_tenant, new SeedCatalogue(_tenant))));

        (await Codes()).ShouldBe(TownHall.Catalogue.Select(s => s.Code));
        (await Events()).ShouldBe(TownHall.Catalogue.Count);
    }

    [Fact]
    public async Task Who_has_a_service_of_his_own_gets_no_others()
    {
        await Define(Noise);
        await fixture.Send(_tenant, new SeedCatalogue(_tenant));

        (await Codes()).ShouldBe(["noise"]);
    }

    [Fact]
    public async Task A_service_is_defined_changed_and_left_alone_when_nothing_changes()
    {
        (await Define(Noise)).Version.ShouldBe(1);
        (await Define(Noise)).Version.ShouldBe(1);
        (await Define(Noise with { AsksPhoto = !Noise.AsksPhoto })).Version.ShouldBe(2);
        (await Events()).ShouldBe(2);

        var listed = (await fixture.Send(_tenant, new ListServices())).Value!.Single();
        listed.AsksPhoto.ShouldBe(!Noise.AsksPhoto);
        listed.Kind.ShouldBe("report");
        listed.Texts["es"].Name.ShouldBe(Noise.Texts["es"].Name);
        (await fixture.Send(QueryFixture.NewTenant(), new ListServices())).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Later_services_come_later_and_the_general_one_last()
    {
        var general = TownHall.Catalogue[^1];
        await Define(general);
        await Define(Noise);
        await Define(Noise with { Code = "another" });
        await Define(Noise with { Group = "other" });

        (await Codes()).ShouldBe(["noise", "another", "general"]);
    }

    [Fact]
    public async Task What_citizens_may_not_choose_is_not_listed()
    {
        await Define(Noise with { Public = false });

        (await Codes()).ShouldBe(["noise"]);
        (await fixture.Send(_tenant, new ListServices())).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_malformed_service_is_refused()
    {
        ServiceDefinition?[] malformed =
        [
            null,
            Noise with { Code = "No Code" },
            Noise with { Code = null! },
            Noise with { Texts = new Dictionary<string, ServiceText>() },
            Noise with { Texts = null! },
            Noise with { Texts = new Dictionary<string, ServiceText> { ["en"] = new("", "x", []) } },
            Noise with { Texts = new Dictionary<string, ServiceText> { ["en"] = new("a\0", "x", []) } },
            Noise with { Roles = null! },
            Noise with { Kind = (ServiceKind)99 },
        ];

        foreach (var definition in malformed)
        {
            (await Define(definition!)).Refusal.ShouldNotBeNull($"{definition}");
        }
    }

    private Task<Application.Outcome> Define(ServiceDefinition definition) =>
        fixture.Send(_tenant, new DefineService(definition));

    private async Task<IEnumerable<string>> Codes() =>
        (await new CatalogueStore(fixture.Database, TimeProvider.System).Of(_tenant, CancellationToken.None))
            .Services.Select(s => s.Code);

    private async Task<long> Events() => (await fixture.Database
        .Statement("select count(*) from mt_events where tenant_id = $1", _tenant)
        .Rows(r => r.GetInt64(0), CancellationToken.None)).Single();
}
