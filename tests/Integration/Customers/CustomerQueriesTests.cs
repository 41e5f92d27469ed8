using CleanFte.Application.Customers;
using CleanFte.Infrastructure.Customers;

namespace CleanFte.Integration.Customers;

[Collection(nameof(QueryFixture))]
public sealed class CustomerQueriesTests(QueryFixture fixture)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CustomerQueries _customers = new(fixture.Database);
    private readonly string _tenant = QueryFixture.NewTenant();
    private readonly string _other = QueryFixture.NewTenant();

    [Theory]
    [InlineData("phone", "+5215550001111", "+52 1 555 000-1111")]
    [InlineData("phone", "+5215550001111", "005215550001111")]
    [InlineData("email", "ana@example.org", " Ana@EXAMPLE.org ")]
    [InlineData("external", "crm-17", "crm-17")]
    [InlineData("lid", "005215550001111", "005215550001111")]
    public async Task A_customer_is_found_however_his_identifier_is_spelt(string kind, string value, string asked)
    {
        var customer = await Customer(_tenant, kind, value, "verified");
        await Customer(_other, kind, value, "verified");

        var found = (await fixture.Send(_tenant, new FindCustomers(asked))).Value!;

        found.Single().Id.ShouldBe(customer);
        found[0].Identifiers.ShouldBe([new IdentifierView(kind, value, "verified")]);
    }

    [Theory]
    [InlineData("phone", "+34611000001", "34611000001")]
    [InlineData("phone", "+34611000001", "34611000001@c.us")]
    [InlineData("phone", "+34611000001", "34611000001@s.whatsapp.net")]
    [InlineData("phone", "+34611000001", "whatsapp:+34611000001")]
    [InlineData("lid", "main:998877665544332", "998877665544332@lid")]
    [InlineData("lid", "main:998877665544332", "998877665544332")]
    [InlineData("whatsapp_user", "main:ES.1234", "ES.1234")]
    [InlineData("whatsapp_user", "main:ES.1234", "whatsapp:ES.1234")]
    public async Task A_customer_is_found_as_providers_spell_him(string kind, string value, string asked)
    {
        var customer = await Customer(_tenant, kind, value, "verified");

        (await _customers.FindByIdentifier(_tenant, asked, ["mail", "main"], CancellationToken.None)).Single().Id.ShouldBe(customer);
        if (kind != "phone")
        {
            (await _customers.FindByIdentifier(_tenant, asked, ["mail"], CancellationToken.None)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Who_verified_it_comes_before_who_claims_it()
    {
        await Customer(_tenant, "email", "a@b.org", "claimed");
        var owner = await Customer(_tenant, "email", "a@b.org", "verified");
        await Customer(_tenant, "email", "a@b.org", "claimed");

        var found = await _customers.FindByIdentifier(_tenant, "a@b.org", [], CancellationToken.None);

        found.Count.ShouldBe(3);
        found[0].Id.ShouldBe(owner);
    }

    [Fact]
    public async Task An_unreadable_identifier_finds_nobody()
    {
        (await fixture.Send(_tenant, new FindCustomers("a\0b"))).Value!.ShouldBeEmpty();
        (await fixture.Send(_tenant, new FindCustomers(""))).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_customer_is_shown_in_his_tenant_only()
    {
        var customer = await Customer(_tenant, "phone", "+34600000000", "verified");

        (await fixture.Send(_tenant, new ShowCustomer(customer))).Value!.Name.ShouldBe("Ana");
        (await fixture.Send(_other, new ShowCustomer(customer))).Refusal!.Code.ShouldBe("customer.not_found");
        (await fixture.Send(_other, new ShowCustomerHistory(customer, 10, null))).Refusal!.Code.ShouldBe("customer.not_found");
        (await fixture.Send(_tenant, new ShowCustomerHistory(customer, 10, null))).Value!.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_history_is_told_in_order_page_by_page()
    {
        var customer = await Customer(_tenant, "phone", "+34600000001", "verified");
        await Message(_tenant, customer, "second part", Start.AddSeconds(1), 3, 1);
        await Message(_tenant, customer, "first part", Start.AddSeconds(1), 3, 0, "read");
        await Message(_tenant, customer, "question", Start, 2, 0);
        await Message(_tenant, customer, "later", Start.AddSeconds(2), 4, 0);
        await Message(_other, customer, "another tenant's", Start, 1, 0);

        var texts = new List<string>();
        HistoryCursor? after = null;
        do
        {
            var page = (await fixture.Send(_tenant, new ShowCustomerHistory(customer, 2, after))).Value!;
            texts.AddRange(page.Messages.Select(m => $"{m.Text}/{m.Delivery}"));
            after = page.Next;
        }
        while (after is not null);

        texts.ShouldBe(["question/", "first part/read", "second part/", "later/"]);
    }

    private async Task<Guid> Customer(string tenant, string kind, string value, string verification)
    {
        var id = Guid.NewGuid();
        await fixture.Execute(
            "insert into customers (tenant_id, id, name, created_at, version) values ($1, $2, 'Ana', $3, 1)",
            tenant, id, Start);
        await fixture.Execute(
            """
            insert into customer_identifiers (tenant_id, customer_id, kind, value, verification, linked, at)
            values ($1, $2, $3, $4, $5, true, $6)
            """,
            tenant, id, kind, value, verification, Start);
        return id;
    }

    private async Task Message(
        string tenant, Guid customer, string text, DateTimeOffset at, long version, int position, string? delivery = null)
    {
        var id = Guid.NewGuid();
        await fixture.Execute(
            """
            insert into messages (tenant_id, id, conversation_id, customer_id, channel, account, direction, author, text,
                media_count, at, version, position)
            values ($1, $2, $2, $3, 'whatsapp', 'a', 'out', 'agent', $4, 0, $5, $6, $7)
            """,
            tenant, id, customer, text, at, version, position);
        if (delivery is not null)
        {
            await fixture.Execute(
                """
                insert into deliveries (tenant_id, part_id, conversation_id, account, status, rank, at)
                values ($1, $2, $2, 'a', $3, 5, $4)
                """,
                tenant, id, delivery, at);
        }
    }
}
