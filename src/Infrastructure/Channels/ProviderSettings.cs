using CleanFte.Application.Ports;
using CleanFte.Domain.Customers;

namespace CleanFte.Infrastructure.Channels;

/// <summary>What an account of a provider is made of.</summary>
/// <param name="Name">The provider's name in configuration.</param>
/// <param name="Channel">The channel its accounts serve.</param>
/// <param name="Id">The setting that holds the provider's own id of the account, as payloads have it; null without one.</param>
/// <param name="Settings">Its keys beside the common ones.</param>
internal sealed record ProviderSettings(string Name, string Channel, string? Id, IReadOnlyList<ProviderSetting> Settings)
{
    /// <summary>Messages a second that may be sent; 0 leaves pacing to the provider.</summary>
    public const string MaxPerSecond = "MaxPerSecond";

    /// <summary>The provider's address, other than its public one.</summary>
    public const string ApiBaseUrl = "ApiBaseUrl";

    private static readonly ProviderSetting[] Windowed =
    [
        new(ChannelAccount.ReminderTemplate, "An approved template with one place, the tracking number: a name, or en_US=A,es=B"),
        new(ChannelAccount.QuietHours, "Local times between which it is not sent: 21:00-08:00"),
    ];

    private static readonly ProviderSetting Pace = new(MaxPerSecond, "Messages a second that may be sent") { Default = "0" };

    /// <summary>Every provider that can be configured.</summary>
    public static readonly IReadOnlyList<ProviderSettings> All =
    [
        new("twilio", "whatsapp", "AccountSid",
        [
            new("AccountSid", "The account's SID; Twilio's console shows it") { IsRequired = true },
            new("AuthToken", "Its auth token, beside the SID") { IsRequired = true, IsSecret = true },
            new(ApiBaseUrl, "Twilio's address") { Default = "https://api.twilio.com" },
            .. Windowed,
            Pace,
        ]),
        new("sandbox", "whatsapp", "AccountSid",
        [
            new("AccountSid", "Any word") { Default = "ACsandbox" },
            new("AuthToken", "Signs its webhooks") { IsRequired = true, IsSecret = true },
            Pace,
        ]),
        new("meta", "whatsapp", "PhoneNumberId",
        [
            new("PhoneNumberId", "The number's id; the app's WhatsApp page shows it") { IsRequired = true },
            new("AccessToken", "A system user's permanent token") { IsRequired = true, IsSecret = true },
            new("AppSecret", "Signs webhooks; in the app's basic settings") { IsRequired = true, IsSecret = true },
            new("PreviousAppSecret", "Still accepted while the secret is changed") { IsSecret = true },
            new("VerifyToken", "Any long word; entered at Meta beside the webhook's address") { IsRequired = true, IsSecret = true },
            new("ApiVersion", "Of the Graph API") { Default = "v23.0" },
            new(ApiBaseUrl, "The Graph API's address") { Default = "https://graph.facebook.com" },
            .. Windowed,
            new("MediaBaseUrl", "Where Meta keeps files") { Default = "https://lookaside.fbsbx.com" },
            Pace,
        ]),
        new("360dialog", "whatsapp", "PhoneNumberId",
        [
            new("ApiKey", "The number's API key; 360dialog's hub makes it") { IsRequired = true, IsSecret = true },
            new("WebhookSecret", "Any long word; the webhook is registered with it as a header") { IsRequired = true, IsSecret = true },
            new("WebhookHeader", "The header that carries it") { Default = "X-Webhook-Secret" },
            new("PhoneNumberId", "The number's id in payloads; empty compares the number alone"),
            new(ApiBaseUrl, "360dialog's address") { Default = "https://waba-v2.360dialog.io" },
            .. Windowed,
            Pace,
        ]),
        new("waha", "whatsapp", "Session",
        [
            new(ApiBaseUrl, "Where WAHA runs") { IsRequired = true },
            new("ApiKey", "WAHA's API key") { IsRequired = true, IsSecret = true },
            new("HmacKey", "Signs its webhooks; the same as in the session's configuration") { IsRequired = true, IsSecret = true },
            new("PreviousHmacKey", "Still accepted while the key is changed") { IsSecret = true },
            new("Session", "The session's name") { Default = "default" },
            Pace,
        ]),
        new("gmail", "email", null,
        [
            new("ClientId", "Of the OAuth client in Google's console") { IsRequired = true },
            new("ClientSecret", "Beside it") { IsRequired = true, IsSecret = true },
            new("RefreshToken", "Of the mailbox, with the scope gmail.modify") { IsRequired = true, IsSecret = true },
            new("SenderName", "The name beside the address on what is sent"),
            new("Topic", "projects/P/topics/T; empty only polls"),
            new("ServiceAccount", "The e-mail address that Pub/Sub signs its pushes as"),
            new("Audience", "What the pushes' tokens are made out to; empty is the webhook's own address"),
            new("KeysUrl", "Where Google's keys are") { Default = "https://www.googleapis.com/oauth2/v3/certs" },
            new("TokenUrl", "Where access tokens come from") { Default = "https://oauth2.googleapis.com/token" },
            new(ApiBaseUrl, "The Gmail API's address") { Default = "https://gmail.googleapis.com" },
            Pace,
        ]),
    ];

    public static ProviderSettings? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>How long WhatsApp takes free text after the citizen wrote; WAHA is not bound by it.</summary>
    public TimeSpan? Window => Settings.Any(s => s.Key == ChannelAccount.ReminderTemplate) ? TimeSpan.FromHours(24) : null;

    /// <summary>Where it delivers to an account; null where it does not.</summary>
    public string? WebhookPath(string account) => Name switch
    {
        "gmail" => $"/api/v1/webhooks/gmail/{account}",
        "sandbox" => null,
        _ => $"/api/v1/webhooks/whatsapp/{Name}/{account}",
    };

    /// <summary>Whether the provider limits how often one person is written to.</summary>
    public bool HasPairRate => Name is "meta" or "360dialog";

    /// <summary>Whether citizens could write to such an address.</summary>
    public bool IsAddress(string address) => Channel == "email"
        ? EmailAddress.TryParse(address, out _)
        : address.StartsWith(Scheme, StringComparison.Ordinal) && PhoneNumber.TryParse(address[Scheme.Length..], out _);

    /// <summary>Whether the provider's id belongs to one number; else several accounts may have the same one.</summary>
    public bool IdIsOfNumber => Id == "PhoneNumberId";

    public string ExampleAddress => Channel == "email" ? "help@example.org" : "whatsapp:+14155238886";

    private const string Scheme = "whatsapp:";
}

/// <param name="Key">Its name in configuration, behind <c>Channels__N__</c>.</param>
/// <param name="Meaning">What it is and where to find it.</param>
internal sealed record ProviderSetting(string Key, string Meaning)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether it is never shown again.</summary>
    public bool IsSecret { get; init; }

    public string Default { get; init; } = "";

    public bool IsUrl => Key.EndsWith("Url", StringComparison.Ordinal);
}
