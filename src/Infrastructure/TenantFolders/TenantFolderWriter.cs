using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using static CleanFte.Infrastructure.TenantFolders.YamlText;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Writes what <see cref="TenantFolderReader"/> reads: the same tenant always gives the same files.</summary>
internal static class TenantFolderWriter
{
    /// <summary>The files by their paths; those that would be empty are left out.</summary>
    public static SortedDictionary<string, string> Files(TenantFolder folder)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(folder.Profile.TimeZone);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [TenantFolder.ProfileFile] = Profile(folder.Profile),
            [TenantFolder.ServicesFile] = Services(folder.Services, zone),
        };
        foreach (var article in folder.Articles)
        {
            files[article.Source!] = Article(article, zone);
        }

        if (folder.Profile.Voice.Length > 0)
        {
            files[TenantFolder.VoiceFile] = $"{folder.Profile.Voice}\n";
        }

        if (folder.Profile.Channels.Count > 0)
        {
            files[TenantFolder.ChannelsFile] = Channels(folder.Profile);
        }

        if (folder.Samples.Count > 0)
        {
            files[TenantFolder.SamplesFile] = SamplesWriter.Write(folder.Samples);
        }

        return files;
    }

    private static string Profile(TenantProfile profile)
    {
        var yaml = new YamlText();
        yaml.Line(0, "name", Quote(profile.Name));
        yaml.Line(0, "languages", List(profile.Languages));
        yaml.Line(0, "timeZone", profile.TimeZone);
        yaml.Line(0, "escalation");
        yaml.Line(1, "pricing", WireName.Of(profile.Escalation.Pricing));
        yaml.Line(1, "refund", WireName.Of(profile.Escalation.Refund));
        yaml.Line(0, "sessionIdleMinutes", Number(profile.SessionIdleMinutes));
        if (profile.RetentionDays is { } days)
        {
            yaml.Line(0, "retentionDays", Number(days));
        }

        if (!profile.Handover.SaysSameAs(HandoverRules.Usual))
        {
            yaml.Line(0, "handover");
            yaml.Line(1, "claimMinutes", Number(profile.Handover.ClaimMinutes));
            Texts(yaml, 1, "text", profile.Handover.Texts, Quote);
        }

        if (profile.Hours.Days.Count > 0)
        {
            yaml.Line(0, "businessHours");
            foreach (var (day, times) in profile.Hours.Days.OrderBy(d => ((int)d.Key + 6) % 7))
            {
                yaml.Line(1, WireName.Of(day), Quote(string.Join(", ", times.Select(ProfileReader.Write))));
            }
        }

        yaml.Line(0, "holidays", List(profile.Hours.Holidays.Select(LocalTimes.Write)));
        yaml.Line(0, "contacts", List(profile.Contacts.Select(Quote)));
        return yaml.ToString();
    }

    private static string Channels(TenantProfile profile)
    {
        var yaml = new YamlText();
        foreach (var (name, format) in profile.Channels.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            yaml.Line(0, name);
            yaml.Line(1, "tone", WireName.Of(format.Tone));
            Optional(yaml, 1, "maxWords", format.MaxWords is { } words ? Number(words) : null);
            Optional(yaml, 1, "preferredCharacters", format.PreferredCharacters is { } most ? Number(most) : null);
            Texts(yaml, 1, "greeting", format.Greeting, Quote);
            Texts(yaml, 1, "signature", format.Signature, Quote);
        }

        return yaml.ToString();
    }

    private static string Services(IReadOnlyList<ServiceDefinition> services, TimeZoneInfo zone)
    {
        var yaml = new YamlText();
        foreach (var service in services)
        {
            yaml.Item().Line(1, "code", service.Code);
            yaml.Line(1, "group", service.Group);
            yaml.Line(1, "kind", WireName.Of(service.Kind));
            yaml.Line(1, "public", Flag(service.Public));
            yaml.Line(1, "roles", List(service.Roles.Select(Quote)));
            yaml.Line(1, "severity", WireName.Of(service.Severity));
            yaml.Line(1, "asksPlace", Flag(service.AsksPlace));
            yaml.Line(1, "asksPhoto", Flag(service.AsksPhoto));
            yaml.Line(1, "texts");
            foreach (var (language, text) in Ordered(service.Texts))
            {
                yaml.Line(2, language);
                yaml.Line(3, "name", Quote(text.Name));
                yaml.Line(3, "description", Quote(text.Description));
                yaml.Line(3, "triggers", List(text.Triggers.Select(Quote)));
            }

            Items(yaml, service.Items, zone);
            Steps(yaml, service.Steps);
        }

        return yaml.ToString();
    }

    private static void Items(YamlText yaml, IReadOnlyList<ServiceItem> items, TimeZoneInfo zone)
    {
        if (items.Count > 0)
        {
            yaml.Line(1, "items");
        }

        foreach (var item in items)
        {
            yaml.Item();
            Optional(yaml, 3, "validFrom", item.ValidFrom is { } from ? LocalTimes.WriteFrom(from, zone) : null);
            Optional(yaml, 3, "validTo", item.ValidTo is { } to ? LocalTimes.WriteTo(to, zone) : null);
            Texts(yaml, 3, "texts", item.Texts, t => Map(("title", Quote(t.Title)), ("text", Quote(t.Text))));
        }
    }

    private static void Steps(YamlText yaml, IReadOnlyList<ServiceStep> steps)
    {
        if (steps.Count > 0)
        {
            yaml.Line(1, "steps");
        }

        foreach (var step in steps)
        {
            yaml.Item().Line(3, "name", step.Name);
            yaml.Line(3, "input", WireName.Of(step.Input));
            Optional(yaml, 3, "codes", step.Codes.Count > 0 ? List(step.Codes.Select(Quote)) : null);
            Optional(yaml, 3, "choices", step.Choices.Count > 0 ? List(step.Choices.Select(Quote)) : null);
            yaml.Line(3, "maxAttempts", Number(step.MaxAttempts));
            Texts(yaml, 3, "texts", step.Texts, t => Map(("ask", Quote(t.Ask)), ("wrong", Quote(t.Wrong))));
        }
    }

    private static string Article(ArticleContent article, TimeZoneInfo zone)
    {
        var front = new YamlText();
        front.Line(0, "title", Quote(article.Title));
        Optional(front, 0, "service", article.ServiceCode);
        Optional(front, 0, "validFrom", article.ValidFrom is { } from ? LocalTimes.WriteFrom(from, zone) : null);
        Optional(front, 0, "validTo", article.ValidTo is { } to ? LocalTimes.WriteTo(to, zone) : null);
        return $"---\n{front}---\n{article.Body.ReplaceLineEndings("\n")}\n";
    }

    private static void Texts<T>(
        YamlText yaml, int depth, string key, IReadOnlyDictionary<string, T> texts, Func<T, string> written)
    {
        if (texts.Count > 0)
        {
            yaml.Line(depth, key);
        }

        foreach (var (language, text) in Ordered(texts))
        {
            yaml.Line(depth + 1, language, written(text));
        }
    }

    private static void Optional(YamlText yaml, int depth, string key, string? written)
    {
        if (written is not null)
        {
            yaml.Line(depth, key, written);
        }
    }

    private static IEnumerable<KeyValuePair<string, T>> Ordered<T>(IReadOnlyDictionary<string, T> texts) =>
        texts.OrderBy(t => t.Key, StringComparer.Ordinal);
}
