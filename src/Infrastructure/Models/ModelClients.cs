using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Azure.Identity;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace CleanFte.Infrastructure.Models;

/// <summary>Makes the client of a configured model. One is kept per configuration, with its own circuit.</summary>
internal static class ModelClients
{
    /// <summary>What Azure's tokens for models are asked for; the v1 endpoint takes no other.</summary>
    private const string AzureScope = "https://ai.azure.com/.default";

    /// <summary>Only a default: each request says how much it may answer.</summary>
    private const int DefaultOutputTokens = 1_024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <returns>Null when the agent is to answer without a model.</returns>
    public static IChatClient? Make(ModelOptions options, TimeProvider clock)
    {
        if (options.Provider == ModelOptions.Offline)
        {
            return null;
        }

        // The time-out is one for all attempts; neither the client nor a library has one of its own.
        var http = new HttpClient(new ModelTransport(
            new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, AllowAutoRedirect = false, UseCookies = false },
            clock))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var client = options.Provider == ModelOptions.Claude ? Claude(options, http) : OpenAi(options, http);
        return new ReliableChatClient(client, TimeSpan.FromSeconds(options.TimeoutSeconds));
    }

    private static IChatClient Claude(ModelOptions options, HttpClient http)
    {
        var settings = new ClientOptions
        {
            ApiKey = options.ApiKey,
            HttpClient = http,
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Endpoint is { } endpoint)
        {
            settings = settings with { BaseUrl = endpoint };
        }

        return new AnthropicClient(settings).AsIChatClient(options.Name, DefaultOutputTokens);
    }

    private static OpenAiChatClient OpenAi(ModelOptions options, HttpClient http)
    {
        var settings = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Endpoint is { } endpoint)
        {
            settings.Endpoint = new Uri(endpoint);
        }

#pragma warning disable OPENAI001 // The constructor with a token policy is marked as new; Azure's tokens need it.
        return new OpenAiChatClient(
            options is { Provider: ModelOptions.AzureOpenAi, ApiKey: null or "" }
                ? new ChatClient(
                    options.Name, new BearerTokenPolicy(new DefaultAzureCredential(), AzureScope), settings)
                : new ChatClient(
                    options.Name,
                    new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
                    settings));
#pragma warning restore OPENAI001
    }
}
