using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Customers;

/// <summary>One mailbox has many spellings, and one limit.</summary>
[Collection(nameof(QueryFixture))]
public sealed class AddressLimitTests(QueryFixture fixture)
{
    private static readonly string[] Spellings =
        ["ana@example.org", "Ana@example.org", "ana+1@example.org", "ANA+2+3@example.org", "anA@example.org", "ana+4@example.org"];

    private readonly string _tenant = QueryFixture.NewTenant();

    [Fact]
    public async Task Codes_to_all_spellings_count()
    {
        var kept = await Task.WhenAll(Spellings.Select(Keep));

        kept.Count(k => k).ShouldBe(OneTimeCode.MaxADay);
        (await Keep("ana@other.example")).ShouldBeTrue();
        (await Keep("anna@example.org")).ShouldBeTrue();
    }

    [Fact]
    public async Task Forms_with_all_spellings_count()
    {
        var since = DateTimeOffset.UtcNow.AddMinutes(-1);
        foreach (var email in Spellings)
        {
            (await fixture.Send(_tenant, new CreateTicket(
                Channel.Web, "Ana", email, null, "A pothole", "general", null, "There is a deep hole", null, true))).Refusal.ShouldBeNull();
        }

        (await fixture.Services.GetRequiredService<ISenders>().Claims(
            _tenant, new Identifier(IdentifierKind.Email, "aNa+5@example.org", Verification.Claimed), since, CancellationToken.None))
            .ShouldBe(Spellings.Length);
    }

    private async Task<bool> Keep(string address) => await fixture.Services.GetRequiredService<IVerifications>().Keep(
        _tenant, Guid.NewGuid(), Guid.NewGuid(), new Identifier(IdentifierKind.Email, address, Verification.Claimed), [1],
        DateTimeOffset.UtcNow, CancellationToken.None) is null;
}
