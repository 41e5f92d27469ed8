using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>A provider account of a tenant.</summary>
internal sealed record Line(string Account, string Tenant, TwilioStandIn Twilio)
{
    public string Webhook => $"/api/v1/webhooks/whatsapp/twilio/{Account}";

    public IEnumerable<KeyValuePair<string, string?>> Settings(int index) => new Dictionary<string, string?>
    {
        [$"Channels:{index}:Account"] = Account,
        [$"Channels:{index}:Tenant"] = Tenant,
        [$"Channels:{index}:Provider"] = "twilio",
        [$"Channels:{index}:Address"] = Twilio.Address,
        [$"Channels:{index}:AccountSid"] = Twilio.AccountSid,
        [$"Channels:{index}:AuthToken"] = Twilio.AuthToken,
        [$"Channels:{index}:ApiBaseUrl"] = Twilio.BaseUrl,
    };
}

/// <summary>Somebody who writes to a line, and reads what comes back.</summary>
internal sealed partial class Citizen(RunningHost host, Line? line = null, string? address = null)
{
    private static int _last;

    public Line Line { get; } = line ?? host.Main;

    public string Address { get; } = address ?? $"whatsapp:+34600{Interlocked.Increment(ref _last):000000}";

    public string Phone => Address["whatsapp:".Length..];

    /// <summary>What the provider was given for him, oldest first.</summary>
    public IReadOnlyList<TwilioMessage> Replies =>
        [.. Line.Twilio.Messages.Where(m => m.Direction == "outbound-api" && m.To == Address)];

    /// <summary>Writes, as the provider delivers it.</summary>
    public async Task<Answer> Write(
        string text, Dictionary<string, string>? extra = null, string? sid = null, string? correlationId = null)
    {
        using var request = Line.Twilio.MessageWebhook(
            host.Url + Line.Webhook, Address, text, sid, extra, signedUrl: RunningHost.PublicUrl + Line.Webhook);
        if (correlationId is not null)
        {
            request.Headers.Add("X-Correlation-Id", correlationId);
        }

        return await host.Send(request);
    }

    /// <summary>Writes, and waits for the reply's text.</summary>
    public async Task<string> Asks(string text, Dictionary<string, string>? extra = null, string? sid = null)
    {
        var before = Replies.Count;
        (await Write(text, extra, sid)).Status.ShouldBe(200);
        await Wait.Until(() => Replies.Count > before, $"'{text}' is answered");
        return Replies[^1].Body;
    }

    /// <summary>Reports something, and returns the tracking number of the reply.</summary>
    public async Task<string> Reports(
        string text = "There is a huge pothole in Main Street", Dictionary<string, string>? extra = null,
        string? sid = null) =>
        NumberIn(await Asks(text, extra, sid));

    /// <summary>Delivers a status of a reply to the address that the reply was sent with.</summary>
    public async Task Delivers(TwilioMessage reply, string status, string? errorCode = null)
    {
        var callback = reply.StatusCallback.ShouldNotBeNull();
        using var request = Line.Twilio.StatusWebhook(
            callback.Replace(RunningHost.PublicUrl, host.Url, StringComparison.Ordinal), reply.Sid, reply.To, status,
            errorCode,
            signedUrl: callback);
        (await host.Send(request)).Status.ShouldBe(200);
    }

    /// <summary>Whether nothing that came in is left to do.</summary>
    public Task AllIsDone() => Wait.Until(
        async () => await host.Scalar<long>(
            $"select count(*) from inbox where account = '{Line.Account}' and state = 0") == 0,
        "all that came in is processed");

    public static string NumberIn(string text) => NumberPattern().Match(text).Value.ShouldNotBeEmpty(text);

    [GeneratedRegex("TKT-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{6}")]
    private static partial Regex NumberPattern();
}

internal static class TextAssertions
{
    public static string ShouldNotBeEmpty(this string text, string context)
    {
        text.Length.ShouldBeGreaterThan(0, context);
        return text;
    }

    /// <summary>A form with one file in it.</summary>
    public static MultipartFormDataContent Upload(byte[] content, string type, string name = "photo.jpg")
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new MultipartFormDataContent { { file, "file", name } };
    }
}
