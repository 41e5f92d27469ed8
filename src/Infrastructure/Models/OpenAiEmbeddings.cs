using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace CleanFte.Infrastructure.Models;

/// <summary>OpenAI's embeddings as an <see cref="IEmbeddingGenerator"/>, in requests of bounded size.</summary>
internal sealed class OpenAiEmbeddings(EmbeddingClient client) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts of one request: with passages as long as they get, a tenth of what the API takes at once.</summary>
    public const int MaxInputs = 96;

    /// <summary>Numbers of one vector, beyond every model that is on offer.</summary>
    public const int MaxDimensions = 4_096;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var texts in values.Chunk(MaxInputs))
        {
            var answer = (await client.GenerateEmbeddingsAsync(texts, null, cancellationToken)).Value;
            all.AddRange(Checked(answer, texts.Length, all.Count > 0 ? all[0].Dimensions : null));
        }

        return all;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    /// <summary>A vector that is missing, or has another one's place or length, would be compared with the wrong text.</summary>
    private static IEnumerable<Embedding<float>> Checked(OpenAIEmbeddingCollection answer, int asked, int? length)
    {
        var vectors = answer.OrderBy(e => e.Index).Select(e => e.ToFloats()).ToArray();
        if (vectors.Length != asked || answer.Select(e => e.Index).Distinct().Count() != asked)
        {
            throw new InvalidDataException($"{vectors.Length} vectors came for {asked} texts.");
        }

        length ??= vectors[0].Length;
        foreach (var vector in vectors)
        {
            if (vector.Length != length || length is 0 or > MaxDimensions
                || !(TensorPrimitives.Norm(vector.Span) is > 0 and < float.PositiveInfinity))
            {
                throw new InvalidDataException("A vector is of another length than the rest, too long, or no direction.");
            }

            yield return new Embedding<float>(vector);
        }
    }
}
