using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Conversations;

/// <summary>Finds the files a colleague wants to send among those of the citizen's tickets: all that he is as one person.</summary>
internal sealed class AnswerFiles(IEventSession session, ITicketQueries tickets, Persons persons, IMediaStore store)
{
    private const int Block = 64 * 1024;

    /// <summary>What is sent, in the order asked for; refused where one is not to be had or too large for the channel.</summary>
    public async Task<Outcome<IReadOnlyList<ReplyFile>>> Find(
        Conversation talk, IReadOnlyList<Guid> media, FileRules rules, CancellationToken ct)
    {
        var files = new List<ReplyFile>(media.Count);
        foreach (var id in media)
        {
            if (await tickets.FindMedia(session.Tenant, id, ct) is not { Key: not null } kept
                || await session.Load<Ticket>(kept.TicketId, ct) is not { } ticket
                || !await IsHis(talk, ticket, ct))
            {
                return Malformed($"The file {id} is none of this citizen's tickets. Upload it first: POST /tickets/{{ticket}}/media.");
            }

            var found = await Sent(kept, ct);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }

            var file = found.Value!;
            if (file.Size > rules.LimitOf(file))
            {
                return Malformed(rules.LimitOf(file) == 0
                    ? $"This channel takes no {file.ContentType}; the file {id} is one."
                    : $"The file {id} has {file.Size} bytes; this channel takes {rules.LimitOf(file)} of its kind.");
            }

            files.Add(file);
        }

        return files;
    }

    private async Task<bool> IsHis(Conversation talk, Ticket ticket, CancellationToken ct) =>
        ticket.Customer == talk.Customer || ticket.Conversation == talk.Id
        || (await persons.Of(talk.Customer, ct)).Any(c => c.Id == ticket.Customer);

    /// <summary>
    /// Of a picture the copy without metadata: where it was taken, and by whom, is nobody's business. The log has the
    /// original's size only, so the copy is measured.
    /// </summary>
    private async Task<Outcome<ReplyFile>> Sent(MediaRow kept, CancellationToken ct)
    {
        var file = new ReplyFile(kept.Id, kept.Key!, kept.ContentType!, kept.Size!.Value, kept.FileName);
        if (!Evidence.IsCleaned(file.ContentType))
        {
            return file;
        }

        if (kept.PublicKey is not { } copy)
        {
            return Malformed(
                $"The picture {file.Media} could not be cleaned of what it tells of its maker, so it is not sent. Upload another.");
        }

        return await Measure(copy, ct) is { } size
            ? file with { Key = copy, Size = size }
            : Malformed($"The file {file.Media} is no longer in the media store. Upload it again.");
    }

    /// <summary>Null where it is gone. Not every store tells the length, so it is read.</summary>
    private async Task<long?> Measure(string key, CancellationToken ct)
    {
        await using var content = await store.Open(key, ct);
        if (content is null or { CanSeek: true })
        {
            return content?.Length;
        }

        var size = 0L;
        var block = new byte[Block];
        try
        {
            while (await content.ReadAsync(block, ct) is > 0 and var read)
            {
                size += read;
            }
        }
        catch (IOException broken)
        {
            throw new MediaStoreUnavailableException(broken);
        }

        return size;
    }

    private static Refusal Malformed(string problem) =>
        Refusal.Malformed(new Dictionary<string, string[]> { ["files"] = [problem] });
}
