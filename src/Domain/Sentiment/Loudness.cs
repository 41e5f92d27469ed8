namespace CleanFte.Domain.Sentiment;

/// <summary>How loud a message is written: shouted words, marks in a row, letters drawn out, angry faces.</summary>
/// <remarks>It makes bad feelings worse, and never good ones better: a loud neutral message is slightly impatient.</remarks>
internal static class Loudness
{
    public const double Loudest = 4;

    private const int ShortestShout = 3;
    private const int FewestShouts = 2;
    private const int MarksInARow = 2;

    /// <param name="text">As it was written.</param>
    /// <param name="drawnOut">Words with drawn out letters.</param>
    /// <returns>0 for a calm message, at most <see cref="Loudest"/>.</returns>
    public static double Of(ReadOnlySpan<char> text, int drawnOut)
    {
        var shouts = Shouts(text);
        var loudness = Math.Min(Marks(text), 2) + Math.Min(drawnOut, 1) + (shouts >= FewestShouts ? 1 : 0);
        return Math.Min(loudness, Loudest);
    }

    /// <summary>Words of capitals only; codes and short abbreviations are none.</summary>
    private static int Shouts(ReadOnlySpan<char> text)
    {
        var shouts = 0;
        var capitals = 0;
        var calm = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            if (char.IsLetterOrDigit(c))
            {
                calm |= !char.IsUpper(c);
                capitals++;
            }
            else
            {
                shouts += !calm && capitals >= ShortestShout ? 1 : 0;
                calm = false;
                capitals = 0;
            }
        }

        return shouts;
    }

    /// <summary>How often "!" and "?" stand in a row; many of them count as two.</summary>
    private static int Marks(ReadOnlySpan<char> text)
    {
        var rows = 0;
        var row = 0;
        foreach (var c in text)
        {
            row = c is '!' or '?' or '¡' or '¿' ? row + 1 : c is ' ' or '\u00A0' or '\u202F' ? row : 0;
            rows += row == MarksInARow || row == MarksInARow * 2 ? 1 : 0;
        }

        return rows;
    }
}
