using Microsoft.Extensions.AI;

namespace CleanFte.Application.Ports;

/// <summary>The language models of this installation.</summary>
public interface IModels
{
    /// <summary>The model that answers for a tenant; null where the agent works without one.</summary>
    TenantModel? Of(string tenant);

    /// <summary>
    /// Another model of the provider that answers for a tenant, by its name there; null where the agent works without one.
    /// </summary>
    TenantModel? Named(string tenant, string name) => null;

    /// <summary>What turns a tenant's texts into vectors; null where its knowledge is searched by words alone.</summary>
    TenantEmbeddings? EmbeddingsOf(string tenant);
}

/// <param name="Client">
/// Repeats and times out by itself, and throws nothing but <see cref="ModelUnavailableException"/> or, when told to stop,
/// <see cref="OperationCanceledException"/>.
/// </param>
/// <param name="Name">Provider and model, for the record: <c>openai/gpt-5-mini</c>.</param>
public sealed record TenantModel(IChatClient Client, string Name);

/// <param name="Generator">
/// One vector per text, in their order, all of one length and none of them zero. Fails as <see cref="TenantModel"/>'s client.
/// </param>
/// <param name="Name">Provider and model; vectors of different models are never compared.</param>
/// <param name="Threshold">The cosine below which two texts are not about the same, 0 to 1; each model has its own.</param>
public sealed record TenantEmbeddings(IEmbeddingGenerator<string, Embedding<float>> Generator, string Name, double Threshold);
