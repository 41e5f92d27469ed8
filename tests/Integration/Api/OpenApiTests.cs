using System.Text.Json;
using System.Text.Json.Nodes;

namespace CleanFte.Integration.Api;

/// <summary>The contract that integrators generate their clients from.</summary>
[Collection(nameof(SharedHost))]
public sealed class OpenApiTests(SharedHost host)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [Fact]
    public async Task The_document_is_as_approved()
    {
        var answer = await host.Get("/openapi/v1.json");
        answer.Status.ShouldBe(200);
        var document = JsonNode.Parse(answer.Text)!.AsObject();
        document.Remove("servers");

        Sorted(document)!.ToJsonString(Readable).ReplaceLineEndings("\n").ShouldMatchApproved();
    }

    [Fact]
    public async Task The_page_is_there()
    {
        (await host.Get("/docs")).Status.ShouldBe(301);
        var page = await host.Get("/docs/index.html");
        page.Status.ShouldBe(200);
        page.Header("Content-Security-Policy")!.ShouldContain("default-src 'self'");
        (await host.Get("/docs/index.js")).Text.ShouldContain("/openapi/v1.json");
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem()
    {
        (await host.Get("/api/v1/nothing")).ShouldBeProblem(404, "route.not_found");
        (await host.Ask(HttpMethod.Put, FormTests.Path, null)).ShouldBeProblem(405, "route.method_not_allowed");
    }

    /// <summary>Paths and properties by name, so that moving code is no change of the contract.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
