using System.Globalization;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Tenants;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads tenant.yaml, brand.md and channels.yaml.</summary>
internal static class ProfileReader
{
    private const string Minute = "HH:mm";

    private static readonly MapNode Nothing = new(0, []);

    /// <param name="profile">The root of tenant.yaml.</param>
    /// <param name="channels">The root of channels.yaml, where there is one.</param>
    /// <param name="voice">brand.md, where there is one.</param>
    /// <param name="shape">The rules.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static TenantProfile Read(
        Node profile, Node? channels, string? voice, FolderShape shape, FolderErrors errors)
    {
        var before = errors.Count;
        var fields = Fields.Of(profile, TenantFolder.ProfileFile, errors);
        fields.Require("languages");
        var read = new TenantProfile(
            fields.Text("name"),
            fields.Texts("languages"),
            fields.Text("timeZone"),
            voice?.Trim() ?? "",
            Escalation(fields.Part("escalation")),
            fields.Number("sessionIdleMinutes") ?? TenantProfile.DefaultSessionIdleMinutes,
            new BusinessHours(Days(fields.Part("businessHours")), Holidays(fields)),
            fields.Texts("contacts"),
            Channels(channels ?? Nothing, errors))
        {
            Handover = Handover(fields.Part("handover")),
            RetentionDays = fields.Number("retentionDays"),
        };
        fields.NothingElse();
        if (errors.Count == before)
        {
            shape.Check(new ConfigureTenant(read), (path, message) => Tell(path, message, profile, channels, errors));
        }

        return read;
    }

    /// <summary>One profile, three files: which one a rule was broken in.</summary>
    private static void Tell(string path, string message, Node profile, Node? channels, FolderErrors errors)
    {
        const string OfChannels = "channels.";
        if (path == "voice")
        {
            errors.Add(TenantFolder.VoiceFile, 1, message);
        }
        else if (path.StartsWith(OfChannels, StringComparison.Ordinal) && channels is not null)
        {
            var place = path[OfChannels.Length..];
            errors.Add(TenantFolder.ChannelsFile, channels.LineOf(place), $"{place}: {message}");
        }
        else
        {
            errors.Add(TenantFolder.ProfileFile, profile.LineOf(path), $"{path}: {message}");
        }
    }

    private static EscalationRules Escalation(Fields? fields)
    {
        var rules = new EscalationRules(
            fields?.Word("pricing", QuestionRule.Escalate) ?? QuestionRule.Escalate,
            fields?.Word("refund", QuestionRule.Escalate) ?? QuestionRule.Escalate);
        fields?.NothingElse();
        return rules;
    }

    private static HandoverRules Handover(Fields? fields)
    {
        var rules = new HandoverRules(
            fields?.Number("claimMinutes") ?? HandoverRules.DefaultClaimMinutes,
            fields is null ? HandoverRules.Usual.Texts : Frame(fields, "text"));
        fields?.NothingElse();
        return rules;
    }

    private static Dictionary<DayOfWeek, IReadOnlyList<OpenHours>> Days(Fields? fields)
    {
        var days = new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>();
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (fields?.Optional(WireName.Of(day)) is { } times)
            {
                days[day] = [.. times.Split(',').Select(time => Hours(time.Trim(), WireName.Of(day), fields))];
            }
        }

        fields?.NothingElse();
        return days;
    }

    private static OpenHours Hours(string text, string day, Fields fields) =>
        text.Split('-') is [var from, var to] && TryMinute(from, out var start) && TryMinute(to, out var end)
            ? new OpenHours(start, end)
            : fields.Wrong(day, $"Write opening hours as \"08:30-14:00, 16:00-18:00\", not as \"{Shorten(text)}\".",
                new OpenHours(default, default));

    public static string Write(OpenHours hours) =>
        string.Create(CultureInfo.InvariantCulture, $"{hours.From:HH':'mm}-{hours.To:HH':'mm}");

    private static bool TryMinute(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), Minute, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    private static List<DateOnly> Holidays(Fields fields)
    {
        var holidays = new List<DateOnly>();
        foreach (var node in fields.List("holidays"))
        {
            if (node is TextNode text && LocalTimes.TryReadDate(text.Text, out var date))
            {
                holidays.Add(date);
            }
            else
            {
                fields.WrongAt(node.Line, "A holiday is a date such as 2026-12-25.", false);
            }
        }

        return holidays;
    }

    private static Dictionary<string, ChannelFormat> Channels(Node node, FolderErrors errors)
    {
        var channels = new Dictionary<string, ChannelFormat>();
        foreach (var entry in Fields.Of(node, TenantFolder.ChannelsFile, errors).Map.Entries)
        {
            var fields = Fields.Of(entry.Value, TenantFolder.ChannelsFile, errors);
            channels[entry.Key] = new ChannelFormat(
                fields.Word<Tone>("tone"),
                fields.Number("maxWords"),
                fields.Number("preferredCharacters"),
                Frame(fields, "greeting"),
                Frame(fields, "signature"));
            fields.NothingElse();
        }

        return channels;
    }

    private static IReadOnlyDictionary<string, string> Frame(Fields fields, string key) => fields.ByLanguage(
        key, entry => entry.Value is TextNode text ? text.Text : fields.WrongAt(entry.Line, "Write a text here.", ""));
}
