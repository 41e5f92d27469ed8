using System.Globalization;
using CleanFte.Domain;

namespace CleanFte.Application.Open311;

/// <param name="Number">From 1.</param>
public sealed record Paging(int Number, int Size)
{
    /// <summary>Entries of one page, and what is given when nobody asks for less.</summary>
    public const int MaxSize = 1_000;

    /// <summary>The same where each entry has its answers, photos and notes with it, which are many times its size.</summary>
    public const int MaxExtended = 100;

    /// <summary>So that nobody makes the database count through millions of rows.</summary>
    public const int MaxNumber = 1_000;

    public int Skipped => (Number - 1) * Size;

    /// <param name="most">Entries of one page.</param>
    public static Paging? Read(string? page, string? size, Dictionary<string, string[]> errors, int most = MaxSize)
    {
        var number = Read("page", page, 1, MaxNumber, errors);
        var entries = Read("page_size", size, most, most, errors);
        return number is { } n && entries is { } e ? new Paging(n, e) : null;
    }

    private static int? Read(string name, string? text, int usual, int most, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most)
        {
            return value;
        }

        errors[name] = [$"Use 1 to {most:N0}."];
        return null;
    }
}
