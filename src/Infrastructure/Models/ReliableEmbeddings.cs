using CleanFte.Application.Ports;
using Microsoft.Extensions.AI;

namespace CleanFte.Infrastructure.Models;

/// <summary>
/// Turns texts into vectors in time or throws <see cref="ModelUnavailableException"/>, whatever the provider's library does.
/// </summary>
internal sealed class ReliableEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, TimeSpan timeout)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ModelFailures.Guard(ct => base.GenerateAsync(values, options, ct), timeout, cancellationToken);
}
