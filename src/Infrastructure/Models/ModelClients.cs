using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Azure.Identity;
using Microsoft.Extensions.AI;
using OpenAI;

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

        var client = options.Provider == ModelOptions.Claude
            ? Claude(options, Http(clock))
            : new OpenAiChatClient(OpenAi(options, clock).GetChatClient(options.Name));
        return new ReliableChatClient(client, TimeSpan.FromSeconds(options.TimeoutSeconds));
    }

    /// <summary>With a circuit of its own: a model that answers is not cut off because the one for vectors is away.</summary>
    /// <returns>Null when knowledge is searched by words alone.</returns>
    public static IEmbeddingGenerator<string, Embedding<float>>? MakeEmbeddings(ModelOptions options, TimeProvider clock) =>
        options.EmbeddingName is { Length: > 0 } name
            ? new ReliableEmbeddings(
                new OpenAiEmbeddings(OpenAi(options, clock).GetEmbeddingClient(name)),
                TimeSpan.FromSeconds(options.TimeoutSeconds))
            : null;

    /// <summary>The time-out is one for all attempts; neither the client nor a library has one of its own.</summary>
    private static HttpClient Http(TimeProvider clock) => new(new ModelTransport(
        new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, AllowAutoRedirect = false, UseCookies = false },
        clock))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

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

    private static OpenAIClient OpenAi(ModelOptions options, TimeProvider clock)
    {
        var settings = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(Http(clock)),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Endpoint is { } endpoint)
        {
            settings.Endpoint = new Uri(endpoint);
        }

#pragma warning disable OPENAI001 // The constructor with a token policy is marked as new; Azure's tokens need it.
        return options is { Provider: ModelOptions.AzureOpenAi, ApiKey: null or "" }
            ? new OpenAIClient(new BearerTokenPolicy(new DefaultAzureCredential(), AzureScope), settings)
            : new OpenAIClient(
                new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey), settings);
#pragma warning restore OPENAI001
    }
}
