using System.Collections.Frozen;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Tells mail that nobody waits for an answer to, or that would answer our answer: machines, lists, bounces, ourselves.
/// </summary>
internal static class AutomaticMail
{
    private static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["SENT"] = "own_message",
        ["SPAM"] = "spam",
        ["TRASH"] = "trash",
        ["DRAFT"] = "draft",
        ["CHAT"] = "chat",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Bouncers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "mailer-daemon", "postmaster");

    private static readonly FrozenSet<string> NoReplies = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "no-reply", "noreply", "no_reply", "no.reply", "do-not-reply", "donotreply", "do_not_reply", "not-reply");

    /// <summary>Why a mail is ignored, as a stable word, or null when a person wrote it.</summary>
    public static string? ReasonOf(MailMessage message, MailHeaders headers, MailSender sender, string mailbox) =>
        (message.LabelIds ?? []).Select(label => Labels.GetValueOrDefault(label ?? "")).FirstOrDefault(r => r is not null)
        ?? BySender(headers, sender, mailbox)
        ?? ByHeaders(headers);

    private static string? BySender(MailHeaders headers, MailSender sender, string mailbox)
    {
        if (string.Equals(sender.Address, mailbox, StringComparison.OrdinalIgnoreCase))
            return "own_message";
        var returnPath = headers.First("Return-Path")?.Replace(" ", "", StringComparison.Ordinal);
        if (returnPath == "<>" || Bouncers.Contains(sender.LocalPart))
            return "bounce";
        return NoReplies.Contains(sender.LocalPart) ? "no_reply" : null;
    }

    private static string? ByHeaders(MailHeaders headers)
    {
        // Ours or another installation's: two of them would write to each other for ever.
        if (headers.Has(OutgoingMail.LoopHeader))
            return "loop";
        if (headers.Has("Auto-Submitted") && headers.Word("Auto-Submitted") != "no")
            return "auto_submitted";
        if (headers.Has("X-Autoreply") || headers.Has("X-Autorespond"))
            return "auto_submitted";
        if (headers.Has("List-Id"))
            return "mailing_list";
        return headers.Word("Precedence") is "bulk" or "list" or "auto_reply" or "junk" ? "bulk" : null;
    }
}
