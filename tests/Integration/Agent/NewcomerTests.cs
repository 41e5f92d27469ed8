using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tenants;
using CleanFte.Integration.Api;
using CleanFte.WebApi.Verbs;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Agent;

/// <summary>What somebody tries first, answered by the tenants that ship and without a model.</summary>
[Collection(nameof(SharedHost))]
public sealed class NewcomerTests(SharedHost host)
{
    private const string Fees = "resident-parking";

    [Theory]
    [InlineData("My name is Peter")]
    [InlineData("Hello, I'm Peter Miller.")]
    [InlineData("Soy Pedro")]
    [InlineData("Je m'appelle Luc")]
    public async Task Who_says_his_name_is_asked_what_he_needs(string text)
    {
        var turn = (await Say("townhall", text)).Single();

        turn.Outcome!.Decision.ShouldBe(RunDecision.Ask, turn.Outcome.Replies[0]);
        turn.Sources.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("parish", "Mi hijo tiene ocho años")]
    [InlineData("parish", "Mon fils a huit ans")]
    [InlineData("townhall", "It was a lovely day yesterday")]
    public async Task Who_asks_nothing_is_told_no_article(string tenant, string text) =>
        (await Say(tenant, text)).Single().Sources.ShouldBeEmpty();

    [Theory]
    [InlineData("townhall", "opening hours library", "library")]
    [InlineData("techcorp", "I forgot my pasword", "password-reset")]
    [InlineData("townhall", "wher is the libary", "library")]
    public async Task Who_is_short_or_slips_is_told_the_article(string tenant, string text, string article) =>
        (await Say(tenant, text)).Single().Sources.ShouldHaveSingleItem().Path!.ShouldContain(article);

    [Theory]
    [InlineData("townhall", "how much is a residents parking permit", Fees, "24 euros")]
    [InlineData("townhall", "cuanto cuesta la tarjeta de residente para aparcar", Fees, "24 euros")]
    [InlineData("townhall", "c'est combien la carte de stationnement résident", Fees, "24 euros")]
    [InlineData("parish", "what would a church wedding cost us", "wedding-documents", "180 euros")]
    [InlineData("townhall", "¿dónde está la oficina de objetos perdidos?", "lost-property", "calle de la Fuente")]
    [InlineData("techcorp", "what's the phone number for support", "contact", "+44")]
    [InlineData("townhall", "qué día es el mercadillo", "street-markets", "los miércoles de 09:00")]
    [InlineData("townhall", "c'est quel jour le marché", "street-markets", "le mercredi de 09:00")]
    public async Task The_passage_that_has_what_was_asked_for_is_told(
        string tenant, string text, string article, string fact)
    {
        var turn = (await Say(tenant, text)).Single();

        turn.Sources.ShouldHaveSingleItem().Path!.ShouldContain(article);
        turn.Outcome!.Replies[0].ShouldContain(fact);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("vale")]
    [InlineData("d'accord")]
    public async Task Who_begins_with_ok_is_asked_what_he_needs(string text) =>
        (await Say("townhall", text)).Single().Outcome!.Decision.ShouldBe(RunDecision.Ask);

    [Theory]
    [InlineData("ok")]
    [InlineData("thanks")]
    public async Task Who_says_so_after_an_answer_is_thanked(string text) =>
        (await Say("townhall", "When does the library open?", text))[^1].Outcome!.Decision
            .ShouldBe(RunDecision.Acknowledge);

    [Fact]
    public async Task Who_says_his_name_in_the_middle_of_a_report_adds_it_to_the_report()
    {
        var turns = await Say("townhall", "There is a deep pothole at Calle Mayor 3", "My name is Peter");

        turns[1].Outcome!.Decision.ShouldBe(RunDecision.Acknowledge);
        turns[1].Outcome!.TrackingNumber.ShouldBe(turns[0].Outcome!.TrackingNumber);
    }

    private async Task<IReadOnlyList<RehearsedTurn>> Say(string tenant, params string[] texts)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await ImportTenantVerb.Run(
            host.Host.App.Services,
            VerbArguments.Read([Path.Combine(Repository.Root, "tenants", tenant)], 1)!, output, error,
            CancellationToken.None)).ShouldBe(0, error.ToString());
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = tenant;
        var sample = new SampleTicket(
            "newcomer", "web", [], [.. texts.Select(text => new SampleTurn(text, null, false, null))]);
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        return (await sender.Send(new RehearseSample(sample))).Value!.Turns;
    }
}
