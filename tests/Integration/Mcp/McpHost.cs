using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CleanFte.Integration.Mcp;

/// <summary>The whole service without a model, its default tenant the town hall that ships, for agents of somebody else.</summary>
public sealed class McpHost : RunningHost
{
    public const string Page = "https://agents.example";

    protected override Dictionary<string, string?> Settings => new()
    {
        ["RateLimits:Mcp"] = "0",
        ["Mcp:AllowedOrigins:0"] = Page,
    };

    public string McpUrl => $"{Url}/mcp";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Import("townhall", ITenants.Default);
    }

    /// <summary>A client of the official library, which serves a conversation, or none.</summary>
    /// <param name="version">Of the protocol; null lets the library choose, which knows no sessions then.</param>
    internal async Task<McpClient> Client(
        Guid? conversation = null, string? key = null, string? version = "2025-11-25", string header = "X-Api-Key")
    {
        key ??= await Key(ApiRole.Agent);
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(McpUrl),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>
            {
                [header] = header == "Authorization" ? $"Bearer {key}" : key,
            },
        };
        if (conversation is { } id)
        {
            options.AdditionalHeaders["Cleanfte-Conversation"] = id.ToString();
        }

        return await McpClient.CreateAsync(
            new HttpClientTransport(options), new McpClientOptions { ProtocolVersion = version });
    }

    /// <summary>The conversation with somebody who has written.</summary>
    internal async Task<Guid> ConversationOf(Citizen citizen) => Guid.Parse((await Lines($"""
        select c.id from conversations c join customer_identifiers i on i.customer_id = c.customer_id
        where i.value = '{citizen.Phone}' and i.verification = 'verified'
        """)).Single());

    /// <summary>The events of that type in a stream, oldest first.</summary>
    internal async Task<IReadOnlyList<JsonElement>> EventData(Guid stream, string type) =>
    [
        .. (await Lines($"select data from mt_events where stream_id = '{stream}' and type = '{type}' order by version"))
            .Select(data => JsonDocument.Parse(data).RootElement),
    ];

    /// <summary>Somebody who has asked something and was answered, and his conversation.</summary>
    internal async Task<(Citizen Citizen, Guid Conversation)> Asked(string text = "When is the library open?", Line? line = null)
    {
        var citizen = new Citizen(this, line);
        await citizen.Asks(text);
        await citizen.AllIsDone();
        return (citizen, await ConversationOf(citizen));
    }
}

[CollectionDefinition(nameof(McpHost))]
public sealed class McpHostTests : ICollectionFixture<McpHost>;

internal static class ToolCalls
{
    /// <summary>Calls a tool with named arguments.</summary>
    public static async Task<CallToolResult> Call(this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => a.Value));

    public static string Text(this CallToolResult result) => ((TextContentBlock)result.Content.Single()).Text;

    /// <summary>What was done.</summary>
    public static JsonElement Done(this CallToolResult result)
    {
        result.IsError.ShouldNotBe(true, result.Text());
        return result.StructuredContent!.Value;
    }

    /// <summary>Whether it was refused with that code, and with words that say what to do.</summary>
    public static string ShouldBeRefused(this CallToolResult result, string code)
    {
        result.IsError.ShouldBe(true, result.Text());
        result.StructuredContent!.Value.GetProperty("code").GetString().ShouldBe(code, result.Text());
        result.Text().Length.ShouldBeGreaterThan(20);
        return result.Text();
    }
}
