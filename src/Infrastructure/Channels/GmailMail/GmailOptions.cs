namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What the gateway needs besides the account's settings.</summary>
/// <param name="PublicUrl">Where Google reaches us, without path; empty when it cannot.</param>
internal sealed record GmailOptions(string PublicUrl)
{
    /// <summary>How long one request may take. The outbox's lease must outlast it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a mail or a file may take to arrive.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
