using System.Text.Json.Serialization;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What the ledger holds of a mail or a push, together with the mailbox it came to.</summary>
internal sealed record GmailPayload(string? Mailbox, MailMessage? Message, PushNotice? Notice);

/// <summary>A message of the Gmail API, as far as it is kept.</summary>
internal sealed record MailMessage(
    string? Id, string? ThreadId, IReadOnlyList<string?>? LabelIds, string? Snippet, MailPart? Payload);

/// <summary>A part of its MIME tree; Gmail has undone the transfer encoding.</summary>
internal sealed record MailPart(
    string? PartId, string? MimeType, string? Filename, IReadOnlyList<MailHeader?>? Headers, MailBody? Body,
    IReadOnlyList<MailPart?>? Parts);

internal sealed record MailHeader(string? Name, string? Value);

/// <param name="Data">The content in base64url, or null when it is fetched by <paramref name="AttachmentId"/>.</param>
internal sealed record MailBody(string? AttachmentId, string? Data, long? Size);

/// <summary>What a push says: something changed in that mailbox.</summary>
internal sealed record PushNotice(string? EmailAddress, ulong? HistoryId);

internal sealed record PushEnvelope(PushMessage? Message);

internal sealed record PushMessage(string? Data);

internal sealed record HistoryPage(IReadOnlyList<HistoryRecord?>? History, ulong? HistoryId, string? NextPageToken);

internal sealed record HistoryRecord(ulong? Id, IReadOnlyList<AddedMessage?>? MessagesAdded);

internal sealed record AddedMessage(MailMessage? Message);

internal sealed record MessageList(IReadOnlyList<MailMessage?>? Messages, string? NextPageToken);

internal sealed record MailboxProfile(string? EmailAddress, ulong? HistoryId);

internal sealed record SentMail(string? Id);

internal sealed record WatchRequest(string TopicName, IReadOnlyList<string> LabelIds, string LabelFilterBehavior);

internal sealed record SendRequest(string Raw, string? ThreadId);

internal sealed record UploadRequest(string? ThreadId);

internal sealed record GmailErrorAnswer(GmailError? Error);

internal sealed record GmailError(string? Message, string? Status, IReadOnlyList<GmailErrorDetail?>? Errors);

internal sealed record GmailErrorDetail(string? Reason);

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn);

internal sealed record KeySetAnswer(IReadOnlyList<PublicKey?>? Keys);

internal sealed record PublicKey(string? Kid, string? Kty, string? N, string? E);

internal sealed record PushTokenHeader(string? Alg, string? Kid);

internal sealed record PushTokenClaims(
    string? Iss, string? Aud, string? Email, [property: JsonPropertyName("email_verified")] bool? EmailVerified,
    long? Exp, long? Iat);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GmailPayload))]
[JsonSerializable(typeof(PushEnvelope))]
[JsonSerializable(typeof(PushNotice))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(MailboxProfile))]
[JsonSerializable(typeof(MailBody))]
[JsonSerializable(typeof(MailMessage))]
[JsonSerializable(typeof(SentMail))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(GmailErrorAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(KeySetAnswer))]
[JsonSerializable(typeof(PushTokenHeader))]
[JsonSerializable(typeof(PushTokenClaims))]
internal sealed partial class GmailJson : JsonSerializerContext;
