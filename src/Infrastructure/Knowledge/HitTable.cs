using System.Buffers;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// How plainly each passage has each term of a question: at all, and in its own words besides the title's. Of those only
/// what names a thing counts: "day" stands in many a passage that does not tell the day.
/// </summary>
internal sealed class HitTable(int passages, int terms) : IDisposable
{
    /// <summary>How plainly a text, a heading and a title say what a passage is about.</summary>
    private static readonly float[] Plain = [0.7f, 0.95f, 1];

    private readonly float[] _strengths = Rent(passages * terms);

    private readonly float[] _own = Rent(passages * terms);

    public int Passages => passages;

    public void Note(int term, int passage, Place place, double fit, bool isDetail)
    {
        var at = (term * passages) + passage;
        _strengths[at] = Math.Max(_strengths[at], (float)fit * Plain[(int)place]);
        if (place != Place.Title && !isDetail)
        {
            _own[at] = Math.Max(_own[at], (float)fit);
        }
    }

    public Span<float> Of(int term) => _strengths.AsSpan(term * passages, passages);

    public double Strength(int term, int passage) => _strengths[(term * passages) + passage];

    public double Own(int term, int passage) => _own[(term * passages) + passage];

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_strengths);
        ArrayPool<float>.Shared.Return(_own);
    }

    private static float[] Rent(int length)
    {
        var rented = ArrayPool<float>.Shared.Rent(length);
        Array.Clear(rented, 0, length);
        return rented;
    }
}
