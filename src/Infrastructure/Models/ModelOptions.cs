namespace CleanFte.Infrastructure.Models;

/// <summary>Which language model answers.</summary>
public sealed record ModelOptions
{
    public const string Section = "Model";

    public const string Offline = "offline";

    public const string OpenAi = "openai";

    public const string AzureOpenAi = "azure-openai";

    public const string Claude = "anthropic";

    private static readonly string[] Providers = [Offline, OpenAi, AzureOpenAi, Claude];

    /// <summary><c>offline</c> (no model), <c>openai</c> (and whatever speaks its API), <c>azure-openai</c> or
    /// <c>anthropic</c>.</summary>
    public string Provider { get; init; } = Offline;

    /// <summary>The model's name at its provider; with Azure the deployment's.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The API's address; null is the provider's own. With Azure: <c>https://{resource}.openai.azure.com/openai/v1/</c>.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>The provider's key. Without one, Azure is asked for a token of the machine's identity.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Seconds for one answer, repetitions included.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>
    /// The model that turns texts into vectors, at the same provider; null to search knowledge by words alone.
    /// </summary>
    public string? EmbeddingName { get; init; }

    /// <summary>
    /// The cosine below which a passage does not answer a question. Models differ: what are strangers to one has 0.2, what
    /// are strangers to another 0.7.
    /// </summary>
    public double EmbeddingThreshold { get; init; } = 0.4;

    /// <summary>One sentence for each setting that is wrong, naming its environment key.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Providers.Contains(Provider))
        {
            yield return $"Model__Provider must be one of {string.Join(", ", Providers)}.";
        }
        else if (Provider != Offline)
        {
            if (string.IsNullOrWhiteSpace(Name))
            {
                yield return "Model__Name is missing; write the model's name at its provider.";
            }

            if (Provider == AzureOpenAi && Endpoint is null)
            {
                yield return "Model__Endpoint is missing; write https://RESOURCE.openai.azure.com/openai/v1/.";
            }

            // Servers of one's own behind another address often know no key.
            if (string.IsNullOrEmpty(ApiKey) && (Provider == Claude || (Provider == OpenAi && Endpoint is null)))
            {
                yield return $"Model__ApiKey is missing; {Provider} needs a key.";
            }
        }

        if (!string.IsNullOrEmpty(EmbeddingName) && Provider is not (OpenAi or AzureOpenAi))
        {
            yield return Provider == Claude
                ? "Model__EmbeddingName must be empty; Anthropic offers no embeddings."
                : $"Model__EmbeddingName needs Model__Provider to be {OpenAi} or {AzureOpenAi}.";
        }

        if (EmbeddingThreshold is not (>= 0.05 and <= 0.95))
        {
            yield return "Model__EmbeddingThreshold must be 0.05 to 0.95.";
        }

        if (Endpoint is not null
            && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            yield return "Model__Endpoint must be a web address such as https://api.example.org/v1/.";
        }

        if (TimeoutSeconds is not (>= 1 and <= 300))
        {
            yield return "Model__TimeoutSeconds must be 1 to 300.";
        }
    }
}
