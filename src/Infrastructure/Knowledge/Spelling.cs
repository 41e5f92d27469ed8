namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// How far a word is from another: a letter too much or left out, two that changed places; another letter counts twice,
/// because it mostly makes another word. A hand that slips seldom does so at a word's first letter, so words that begin
/// otherwise are other words.
/// </summary>
internal static class Spelling
{
    /// <summary>Letters from which on a word can be told from others that resemble it.</summary>
    public const int Shortest = 5;

    /// <summary>Letters from which on two slips leave enough of a word.</summary>
    public const int Long = 7;

    /// <summary>Letters of a word that are compared; longer ones are not misspelt but made up.</summary>
    public const int Longest = 40;

    private const int Exchange = 2;

    /// <summary>Slips that a word of so many letters may have.</summary>
    public static int Allowed(int letters) => letters switch
    {
        < Shortest or > Longest => 0,
        < Long => 1,
        _ => 2,
    };

    /// <summary>Slips between two words; more than allowed when there are more.</summary>
    public static int Distance(string one, string other, int allowed)
    {
        if (Math.Abs(one.Length - other.Length) > allowed || one.Length > Longest || other.Length > Longest)
        {
            return allowed + 1;
        }

        Span<int> rows = stackalloc int[3 * (Longest + 1)];
        var before = rows[..(Longest + 1)];
        var last = rows.Slice(Longest + 1, Longest + 1);
        var now = rows[(2 * (Longest + 1))..];
        for (var j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            var least = now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                now[j] = Math.Min(
                    Math.Min(now[j - 1], last[j]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : Exchange));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }

                least = Math.Min(least, now[j]);
            }

            if (least > allowed)
            {
                return allowed + 1;
            }

            var free = before;
            before = last;
            last = now;
            now = free;
        }

        return last[other.Length];
    }
}
