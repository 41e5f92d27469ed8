using System.Numerics.Tensors;
using CleanFte.Application.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>The vectors of one tenant, model and language as they were at one revision; never changed.</summary>
/// <param name="Revision">Up to which every change is in here.</param>
/// <param name="Omitted">There is more than may be kept in memory; nothing is in here.</param>
internal sealed record VectorSet(long Revision, IReadOnlyList<(VectorKey Key, float[] Vector)> Vectors, bool Omitted = false)
{
    /// <summary>Passages that are ranked, as many as of each list of words.</summary>
    public const int MaxNear = QuestionHits.MaxRanked;

    /// <summary>
    /// What is nearest to a question among what may be told about it, nearest first: every vector is compared, none is
    /// passed over for speed.
    /// </summary>
    public IReadOnlyList<NearPassage> Nearest(ReadOnlySpan<float> asked, KnowledgeQuestion question, double threshold)
    {
        var best = new PriorityQueue<VectorKey, double>(MaxNear);
        var least = threshold;
        foreach (var (key, vector) in Vectors)
        {
            if (vector.Length != asked.Length || !MayBeTold(key, question)
                || TensorPrimitives.Dot(asked, vector) is var cosine && cosine < least)
            {
                continue;
            }

            if (best.Count < MaxNear)
            {
                best.Enqueue(key, cosine);
            }
            else
            {
                best.EnqueueDequeue(key, cosine);
                best.TryPeek(out _, out least);
            }
        }

        return [.. best.UnorderedItems.Select(i => new NearPassage(i.Element, Math.Min(i.Priority, 1)))
            .OrderByDescending(n => n.Cosine).ThenBy(n => n.Key.Article).ThenBy(n => n.Key.Position)];
    }

    private static bool MayBeTold(VectorKey key, KnowledgeQuestion question) =>
        !(key.ValidFrom > question.Moment) && !(key.ValidTo <= question.Moment)
        && (question.Service is null || key.Service == question.Service)
        && (key.Service is null || !question.Closed.Contains(key.Service));
}

internal sealed record NearPassage(VectorKey Key, double Cosine);
