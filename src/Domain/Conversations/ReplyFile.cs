using System.Collections.Frozen;

namespace CleanFte.Domain.Conversations;

/// <summary>A file of the ticket that goes out with a part of a reply.</summary>
/// <param name="Media">Its id among the ticket's files.</param>
/// <param name="Key">Where the media store has what is sent: of a picture the copy without metadata.</param>
/// <param name="ContentType">By its own bytes.</param>
/// <param name="Size">Bytes of what is sent.</param>
public sealed record ReplyFile(
    Guid Media, [property: PersonalData] string Key, string ContentType, long Size, [property: PersonalData] string? Name)
{
    /// <summary>Files of one reply.</summary>
    public const int MaxFiles = 10;

    public const string Image = "image";

    public const string Video = "video";

    public const string Audio = "audio";

    /// <summary>Whatever is neither picture nor film nor sound.</summary>
    public const string Document = "document";

    /// <summary>How it is shown: <see cref="Image"/>, <see cref="Video"/>, <see cref="Audio"/> or <see cref="Document"/>.</summary>
    public string Kind() => ContentType.Split('/', 2)[0] is var kind and (Image or Video or Audio) ? kind : Document;

    /// <summary>Its name, or one made of what it is.</summary>
    public string NameOrKind() => Name ?? $"{Media:N}.{ContentType[(ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
}

/// <summary>What files a channel's messages take.</summary>
/// <param name="PerMessage">Files of one message.</param>
/// <param name="MaxCaption">Characters beside files.</param>
/// <param name="MaxImage">Bytes of a picture.</param>
/// <param name="MaxOther">Bytes of any other file.</param>
/// <param name="MaxTogether">Bytes of all files of one message.</param>
public sealed record FileRules(int PerMessage, int MaxCaption, long MaxImage, long MaxOther, long MaxTogether)
{
    /// <summary>WhatsApp shows no text beside a sound.</summary>
    public static readonly FrozenSet<string> WhatsAppCaptioned = FrozenSet.Create(
        ReplyFile.Image, ReplyFile.Video, ReplyFile.Document);

    /// <summary>What WhatsApp shows; its businesses may send no other kinds.</summary>
    public static readonly FrozenSet<string> WhatsAppTypes = FrozenSet.Create(
        "image/jpeg", "image/png", "video/mp4", "video/3gpp", "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg",
        "application/pdf");

    /// <summary>The content types that it takes; null for all.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>The kinds of files beside which a text may stand; null for all.</summary>
    public IReadOnlySet<string>? Captioned { get; init; }

    /// <summary>Bytes of a file of that kind; 0 where it is not taken.</summary>
    public long LimitOf(ReplyFile file) => Types?.Contains(file.ContentType) == false
        ? 0
        : Math.Min(file.Kind() == ReplyFile.Image ? MaxImage : MaxOther, MaxTogether);

    /// <summary>Whether one message may carry all of them.</summary>
    public bool Carries(IReadOnlyList<ReplyFile> files) =>
        files.Count <= PerMessage && files.All(f => f.Size <= LimitOf(f)) && files.Sum(f => f.Size) <= MaxTogether;

    /// <summary>
    /// Which message carries which files, in order: as few messages as the rules allow, the last text as the first files'
    /// caption where it fits.
    /// </summary>
    /// <param name="texts">The messages without files.</param>
    /// <param name="files">Each within <see cref="LimitOf"/>.</param>
    public IReadOnlyList<(string Text, IReadOnlyList<ReplyFile> Files)> Distribute(
        IReadOnlyList<string> texts, IReadOnlyList<ReplyFile> files)
    {
        var groups = Groups(files);
        var hasCaption = texts.Count > 0 && groups.Count > 0 && texts[^1].Length <= MaxCaption
            && groups[0].All(f => Captioned?.Contains(f.Kind()) != false);
        var messages = texts.Select(text => (text, (IReadOnlyList<ReplyFile>)[])).ToList();
        if (hasCaption)
        {
            messages[^1] = (texts[^1], groups[0]);
        }

        messages.AddRange(groups.Skip(hasCaption ? 1 : 0).Select(group => ("", group)));
        return messages;
    }

    private List<IReadOnlyList<ReplyFile>> Groups(IReadOnlyList<ReplyFile> files)
    {
        var groups = new List<IReadOnlyList<ReplyFile>>();
        var group = new List<ReplyFile>();
        foreach (var file in files)
        {
            if (group.Count == PerMessage || (group.Count > 0 && group.Sum(f => f.Size) + file.Size > MaxTogether))
            {
                groups.Add(group);
                group = [];
            }

            group.Add(file);
        }

        if (group.Count > 0)
        {
            groups.Add(group);
        }

        return groups;
    }
}
