using System.Text.RegularExpressions;

namespace CleanFte.Infrastructure.Media;

/// <summary>The form of a key: <c>evidence/{tenant}/{ticket}/{media}</c>.</summary>
internal static partial class MediaKey
{
    /// <summary>
    /// The key itself. Throws <see cref="ArgumentException"/> for one that could leave the store or that two spellings
    /// could reach: keys are made by our own code, so a wrong one is a bug.
    /// </summary>
    public static string Checked(string key) =>
        Form().IsMatch(key) && !key.Contains("..", StringComparison.Ordinal)
            ? key
            : throw new ArgumentException($"'{key}' is no media key.", nameof(key));

    // A segment of a single dot would name its parent a second time.
    [GeneratedRegex(@"^[a-z0-9_-]+(/(?!\.(/|\z))[A-Za-z0-9_.-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
