using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>Lists, page by page, while what they list goes on changing.</summary>
[Collection(nameof(SharedHost))]
public sealed class ListTests(SharedHost host)
{
    private const string Path = "/api/v1/tickets";

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_while_tickets_are_added()
    {
        var category = "noise";
        var opened = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            opened.Add(await Open(category));
        }

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await List($"?category={category}&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Items.Select(t => t.GetProperty("trackingNumber").GetString()!));
            await Open(category);
            cursor = page["cursor"].GetString();
            if (cursor is null)
            {
                break;
            }
        }

        seen.ShouldBe(opened.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Filters_narrow_it()
    {
        var number = await Open("graffiti", "high");
        await Open("graffiti", "low");

        foreach (var filter in (string[])["priority=high", "status=open&priority=high", "channel=rest&priority=high"])
        {
            (await List($"?category=graffiti&{filter}")).Items
                .Select(t => t.GetProperty("trackingNumber").GetString()).ShouldBe([number], filter);
        }

        (await List("?category=graffiti&channel=whatsapp")).Items.ShouldBeEmpty();
        (await List("?category=graffiti&createdTo=2020-01-01T00:00:00Z")).Items.ShouldBeEmpty();
        (await List("?category=graffiti&createdFrom=2020-01-01T00:00:00%2B02:00")).Items.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("status=broken", "status")]
    [InlineData("channel=7", "channel")]
    [InlineData("priority=Extreme", "priority")]
    [InlineData("cursor=AAAA", "cursor")]
    [InlineData("cursor=%21", "cursor")]
    public async Task A_wrong_filter_is_named(string query, string field)
    {
        var answer = await List($"?{query}");

        answer.ShouldBeProblem(400, "request.malformed");
        answer.ErrorFields.ShouldBe([field]);
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await Open("sewer");
        await Open("sewer");
        var cursor = (await List("?category=sewer&limit=1"))["cursor"].GetString();
        var customer = (await List("?category=sewer&limit=1")).Items[0].GetProperty("customerId");

        (await host.Get($"/api/v1/customers/{customer}/history?cursor={cursor}", await host.Key(ApiRole.Staff)))
            .ShouldBeProblem(400, "request.malformed");
        (await host.Get($"/api/v1/admin/dead-letters?cursor={cursor}", await host.Key(ApiRole.Admin)))
            .ShouldBeProblem(400, "request.malformed");
    }

    [Theory]
    [InlineData("limit=many")]
    [InlineData("customer=me")]
    [InlineData("createdFrom=yesterday")]
    public async Task What_cannot_be_read_is_malformed(string query) =>
        (await List($"?{query}")).ShouldBeProblem(400, "request.malformed");

    private async Task<Answer> List(string query) => await host.Get(Path + query, await host.Key(ApiRole.Staff));

    private async Task<string> Open(string category, string? priority = null)
    {
        var body = FormTests.Report();
        body["category"] = category;
        body["priority"] = priority;
        return (await host.Post(Path, body, await host.Key(ApiRole.Staff)))["trackingNumber"].GetString()!;
    }
}
