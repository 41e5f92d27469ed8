using CleanFte.Infrastructure.Models;
using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>The whole service with a model at a stand-in; its default tenant is the town hall that ships.</summary>
public abstract class ModelHost : RunningHost
{
    internal ModelStandIn Model { get; private set; } = null!;

    protected virtual string Provider => ModelOptions.OpenAi;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Model:Provider"] = Provider,
        ["Model:Name"] = "the-model",
        ["Model:Endpoint"] = Provider == ModelOptions.Claude ? Model.AnthropicUrl : Model.OpenAiUrl,
        ["Model:ApiKey"] = ModelStandIn.Key,
        ["Model:TimeoutSeconds"] = "4",
    };

    public override async Task InitializeAsync()
    {
        Model = await ModelStandIn.Start();
        await base.InitializeAsync();
        await Import("townhall", "default");
    }

    public override async Task DisposeAsync()
    {
        await Model.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>What the model does next, and nothing of what was planned before.</summary>
    internal void Plan(params ModelTurn[] turns)
    {
        Model.Player = null;
        Model.Outage = null;
        Model.Turns.Clear();
        Model.Requests.Clear();
        foreach (var turn in turns)
        {
            Model.Turns.Enqueue(turn);
        }
    }
}

/// <summary>One service for all tests that leave its model's circuit closed.</summary>
public sealed class OpenAiHost : ModelHost;

[CollectionDefinition(nameof(OpenAiHost))]
public sealed class OpenAiHostTests : ICollectionFixture<OpenAiHost>;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CleanFte.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
