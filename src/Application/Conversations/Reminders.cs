using CleanFte.Application.Ports;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Which approved text tells somebody to write: a name for every language, or one for each, as the provider spells the
/// language: <c>en_US=A,es=B</c>.
/// </summary>
internal static class Reminders
{
    /// <summary>The text in his language, else in the tenant's first, else in any; null where there is none.</summary>
    public static MessageTemplate? Of(string setting, string language, string tenants)
    {
        if (setting.Length == 0)
        {
            return null;
        }

        if (!setting.Contains('='))
        {
            return new MessageTemplate(setting, language, []);
        }

        var known = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair is [{ Length: > 0 }, { Length: > 0 }])
            .ToArray();
        var chosen = known.FirstOrDefault(pair => IsIn(pair[0], language))
            ?? known.FirstOrDefault(pair => IsIn(pair[0], tenants)) ?? known.FirstOrDefault();
        return chosen is null ? null : new MessageTemplate(chosen[1], chosen[0], []);
    }

    private static bool IsIn(string locale, string language) =>
        locale.Split('_', '-')[0].Equals(language, StringComparison.OrdinalIgnoreCase);
}
