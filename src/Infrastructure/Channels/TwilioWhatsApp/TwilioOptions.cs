namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>What the gateway needs besides the account's settings.</summary>
/// <param name="PublicUrl">Where Twilio reaches us, without path; empty when it cannot.</param>
internal sealed record TwilioOptions(string PublicUrl)
{
    /// <summary>How long one request may take. The outbox's lease must outlast it.</summary>
    public TimeSpan Timeout { get; init; } = TwilioGateway.MaxWait;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
