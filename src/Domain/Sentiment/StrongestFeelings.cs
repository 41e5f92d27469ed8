using System.Runtime.CompilerServices;

namespace CleanFte.Domain.Sentiment;

/// <summary>
/// The strongest feelings found, so that a long message is not angrier than a short one only because it has more words.
/// </summary>
internal struct StrongestFeelings
{
    private const int MaxKept = 6;

    /// <summary>What the next weaker feeling adds to the stronger ones.</summary>
    private const double Share = 0.65;

    private Kept _kept;

    /// <summary>The strongest in full, every weaker one with a smaller share.</summary>
    public readonly double Sum
    {
        get
        {
            var sum = 0.0;
            var share = 1.0;
            foreach (var feeling in _kept)
            {
                sum += feeling * share;
                share *= Share;
            }

            return sum;
        }
    }

    /// <param name="feeling">Its strength; zero is none.</param>
    public void Add(double feeling)
    {
        for (var i = 0; i < MaxKept; i++)
        {
            if (feeling > _kept[i])
            {
                (feeling, _kept[i]) = (_kept[i], feeling);
            }
        }
    }

    [InlineArray(MaxKept)]
    private struct Kept
    {
        private double _first;
    }
}
