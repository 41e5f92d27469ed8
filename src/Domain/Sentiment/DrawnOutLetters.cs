using System.Buffers;

namespace CleanFte.Domain.Sentiment;

/// <summary>"Sooo baaad" is "so bad", said louder.</summary>
internal static class DrawnOutLetters
{
    /// <summary>No word of our languages has as many equal letters in a row.</summary>
    private const int Fewest = 3;

    /// <summary>Writes every run of equal letters as one letter.</summary>
    /// <param name="text">What is read.</param>
    public static Shortened Shorten(ReadOnlySpan<char> text)
    {
        var shortened = ArrayPool<char>.Shared.Rent(text.Length);
        var length = Shorten(text, shortened, out var runs);
        return new(shortened, length, runs);
    }

    private static int Shorten(ReadOnlySpan<char> text, Span<char> shortened, out int runs)
    {
        var written = 0;
        runs = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && char.ToLowerInvariant(text[end]) == char.ToLowerInvariant(text[start]))
            {
                end++;
            }

            var drawnOut = end - start >= Fewest && char.IsLetter(text[start]) && !IsWebAddress(text[start..end]);
            runs += drawnOut ? 1 : 0;
            var kept = text[start..(drawnOut ? start + 1 : end)];
            kept.CopyTo(shortened[written..]);
            written += kept.Length;
            start = end;
        }

        return written;
    }

    private static bool IsWebAddress(ReadOnlySpan<char> run) => run is "www" or "WWW";

    /// <summary>A shortened text in a rented room.</summary>
    public readonly ref struct Shortened(char[] rented, int length, int runs)
    {
        public ReadOnlySpan<char> Text => rented.AsSpan(0, length);

        /// <summary>How many runs there were.</summary>
        public int Runs => runs;

        public void Dispose() => ArrayPool<char>.Shared.Return(rented);
    }
}
