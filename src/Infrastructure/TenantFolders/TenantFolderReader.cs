using System.Text.RegularExpressions;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Tenants;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads a tenant's folder; nothing of it counts unless there are no errors.</summary>
public sealed partial class TenantFolderReader(FolderShape shape)
{
    private static readonly HashSet<string> Known =
    [
        TenantFolder.ProfileFile, TenantFolder.VoiceFile, TenantFolder.ChannelsFile, TenantFolder.ServicesFile,
        TenantFolder.SamplesFile, "README.md",
    ];

    [GeneratedRegex(@"^knowledge/(en|es|fr)/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.md\z")]
    internal static partial Regex ArticlePath();

    public TenantFolder Read(string path, FolderErrors errors)
    {
        var files = new FolderFiles(path, errors);
        var listed = files.List();
        foreach (var file in listed.Where(f => !Known.Contains(f) && !ArticlePath().IsMatch(f)))
        {
            errors.Add(file, 0, "This does not belong here: articles are knowledge/en/name.md, with en, es or fr.");
        }

        var profile = Profile(files, listed, errors);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(profile.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var services = Tree(files, TenantFolder.ServicesFile, errors) is { } list
            ? new ServicesReader(shape, zone, errors).Read(list)
            : [];
        var codes = services.Select(s => s.Code).ToHashSet();
        var paths = listed.Where(f => ArticlePath().IsMatch(f)).ToHashSet();
        var reader = new ArticleReader(shape, codes, zone, errors);
        var articles = paths.Order(StringComparer.Ordinal)
            .Select(file => files.Read(file) is { } text
                ? reader.Markdown(file, text, ArticlePath().Match(file).Groups[1].Value, mayChoose: false)
                : null)
            .OfType<ArticleContent>()
            .ToList();
        IReadOnlyList<SampleTicket> samples = listed.Contains(TenantFolder.SamplesFile)
            && Tree(files, TenantFolder.SamplesFile, errors) is { } tickets
            ? new SamplesReader(shape, codes, paths, errors).Read(tickets)
            : [];
        return new TenantFolder(profile, services, articles, samples);
    }

    private TenantProfile Profile(FolderFiles files, IReadOnlyList<string> listed, FolderErrors errors)
    {
        var voice = listed.Contains(TenantFolder.VoiceFile) ? files.Read(TenantFolder.VoiceFile) : null;
        var channels = listed.Contains(TenantFolder.ChannelsFile)
            ? Tree(files, TenantFolder.ChannelsFile, errors)
            : null;
        return Tree(files, TenantFolder.ProfileFile, errors) is { } profile
            ? ProfileReader.Read(profile, channels, voice, shape, errors)
            : TenantProfile.Default("");
    }

    private static Node? Tree(FolderFiles files, string file, FolderErrors errors)
    {
        if (files.Read(file) is not { } text)
        {
            return null;
        }

        try
        {
            return YamlTree.Read(text);
        }
        catch (UnreadableFileException e)
        {
            errors.Add(file, e.Line, e.Message);
            return null;
        }
    }
}
