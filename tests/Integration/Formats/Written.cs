using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Formats;

/// <summary>What somebody was answered on a channel.</summary>
internal sealed record Written(IReadOnlyList<string> Parts, string Number, string Decision)
{
    public string Text => string.Join('\n', Parts);

    public int Words => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Writes as somebody new, unless he has written before.</summary>
    public static async Task<Written> To(
        RunningHost host, string channel, string text, string? name = null, string? service = null,
        string tenant = ITenants.Default, string? person = null)
    {
        var answer = await host.Post(
            "/api/v1/orchestrate",
            new
            {
                customer = new { kind = "external", value = person ?? $"person-{Guid.NewGuid():N}", name },
                channel,
                text,
                serviceCode = service,
            },
            await host.Key(ApiRole.Integrator, tenant));
        answer.Status.ShouldBe(200, answer.Text);
        return new Written(
            [.. answer["replies"].EnumerateArray().Select(r => r.GetString()!)],
            answer["trackingNumber"].ValueKind == JsonValueKind.Null ? "" : answer["trackingNumber"].GetString()!,
            answer["decision"].GetString()!);
    }
}
