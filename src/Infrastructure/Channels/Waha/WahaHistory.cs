using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// Asks WAHA what stands in its chats: whether a message of ours arrived, and what citizens wrote meanwhile.
/// </summary>
internal sealed class WahaHistory(WahaHttp http)
{
    private const int MessagePageSize = 50;

    /// <summary>
    /// A thousand messages of one person since the cursor; more is an error to be seen, not to be worked off
    /// silently.
    /// </summary>
    private const int MaxMessagePages = 20;

    private const int ChatPageSize = 100;

    /// <summary>Ten thousand persons who wrote since the cursor.</summary>
    private const int MaxChatPages = 100;

    /// <summary>WhatsApp dates in whole seconds, by its own clock.</summary>
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromSeconds(5);

    /// <summary>Among the newest messages of the chat: a look-up follows its attempt within minutes.</summary>
    public async Task<LookupResult> LookUp(
        WahaAccount account, WahaChat chat, string text, bool hasFile, DateTimeOffset since, IReadOnlySet<string> others,
        CancellationToken ct)
    {
        try
        {
            using var page = await http.Get(
                account, account.Messages(chat.Id, MessagePageSize, 0, withMedia: false), ct);
            var found = page.RootElement.Items()
                .Where(m => IsOurs(m) && !(At(m) < since - ClockAllowance) && IsThat(m, text, hasFile))
                .Select(m => m.Member("id"u8).Id())
                .OfType<string>()
                .Select(WahaMessageId.Known)
                .FirstOrDefault(id => !others.Contains(id));
            return found is null ? new LookupResult.Absent() : new LookupResult.Found(found);
        }
        catch (HttpRequestException failure)
        {
            return new LookupResult.Unanswered(ProviderHttp.CodeOf(failure));
        }
    }

    /// <summary>What persons wrote since then, chat by chat, the oldest first.</summary>
    public async IAsyncEnumerable<InboundElement> Missed(
        WahaAccount account, DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var oldest = since - ClockAllowance;
        for (var read = 0; read < MaxChatPages; read++)
        {
            var chats = await Chats(account, read * ChatPageSize, ct);
            foreach (var chat in chats.Where(c => !(c.At < oldest)).Select(c => c.Chat).Where(c => c.IsPerson))
            {
                foreach (var element in await MissedOf(account, chat, oldest, ct))
                    yield return element;
            }

            // The newest first: behind a chat that is older nothing newer comes.
            if (chats.Count < ChatPageSize || chats[^1].At < oldest)
                yield break;
        }

        throw new HttpRequestException($"There are more than {MaxChatPages} pages of chats.");
    }

    private async Task<List<(WahaChat Chat, DateTimeOffset? At)>> Chats(
        WahaAccount account, int offset, CancellationToken ct)
    {
        using var page = await http.Get(account, account.Chats(ChatPageSize, offset), ct);
        return
        [
            .. page.RootElement.Items().Select(chat => (
                WahaChat.Of(chat.Member("id"u8).Id()),
                chat.Member("timestamp"u8).Moment() ?? chat.Member("conversationTimestamp"u8).Moment()
                    ?? At(chat.Member("lastMessage"u8)))),
        ];
    }

    private async Task<IReadOnlyList<InboundElement>> MissedOf(
        WahaAccount account, WahaChat chat, DateTimeOffset oldest, CancellationToken ct)
    {
        var missed = new List<(DateTimeOffset? At, InboundElement Element)>();
        for (var read = 0; read < MaxMessagePages; read++)
        {
            using var page = await Messages(account, chat, read * MessagePageSize, ct);
            JsonElement[] messages = page is null ? [] : [.. page.RootElement.Items()];
            missed.AddRange(messages
                .Where(m => !WahaParty.Of(m).FromMe && !(At(m) < oldest))
                .Select(m => (At(m), WahaWebhook.Element(account.Session, m))));
            if (messages.Length < MessagePageSize || Array.Exists(messages, m => At(m) < oldest))
                return [.. missed.OrderBy(m => m.At).Select(m => m.Element)];
        }

        throw new HttpRequestException($"A chat has more than {MaxMessagePages} pages of missed messages.");
    }

    /// <summary>Null for a chat that is gone since the list was read.</summary>
    private async Task<JsonDocument?> Messages(WahaAccount account, WahaChat chat, int offset, CancellationToken ct)
    {
        try
        {
            return await http.Get(account, account.Messages(chat.Id, MessagePageSize, offset, withMedia: true), ct);
        }
        catch (HttpRequestException gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static bool IsOurs(JsonElement message) => WahaParty.Of(message).FromMe;

    private static bool IsThat(JsonElement message, string text, bool hasFile) =>
        (message.Text("body"u8) ?? "").AsSpan().Trim().SequenceEqual(text.AsSpan().Trim())
        && message.Member("hasMedia"u8).ValueKind == JsonValueKind.True == hasFile;

    private static DateTimeOffset? At(JsonElement message) => message.Member("timestamp"u8).Moment();
}
