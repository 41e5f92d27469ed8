namespace CleanFte.Domain.Sentiment;

/// <summary>"Sooo baaad" is "so bad", said louder.</summary>
internal static class DrawnOutLetters
{
    /// <summary>No word of our languages has as many equal letters in a row.</summary>
    private const int Fewest = 3;

    /// <summary>Writes every run of equal letters as one letter.</summary>
    /// <param name="text">What is read.</param>
    /// <param name="shortened">Room for as many characters.</param>
    /// <param name="runs">How many runs there were.</param>
    /// <returns>The characters written.</returns>
    public static int Shorten(ReadOnlySpan<char> text, Span<char> shortened, out int runs)
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
}
