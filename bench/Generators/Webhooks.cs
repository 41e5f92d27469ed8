using System.Globalization;
using System.Text;
using CleanFte.StandIns;

namespace CleanFte.Bench.Generators;

/// <summary>Signed webhooks as whole HTTP requests, ready to be written to a socket.</summary>
internal static class Webhooks
{
    private static readonly string[] Texts =
    [
        "There is a deep pothole at the corner of Oak Street and Third Avenue, a bicycle fell",
        "The street light in front of number 14 has been out for a week and the corner is very dark",
        "Hay basura tirada en la esquina de la calle Mayor desde hace varios dias",
        "Une fuite d'eau devant le numero 7 de la rue des Lilas depuis ce matin",
    ];

    public static string Address(int sender) =>
        string.Create(CultureInfo.InvariantCulture, $"whatsapp:+52155{sender:D8}");

    /// <summary>The number in an address made by <see cref="Address"/>.</summary>
    public static int NumberOf(string address) =>
        int.Parse(address.AsSpan("whatsapp:+52155".Length), CultureInfo.InvariantCulture);

    public static byte[] Message(Laboratory laboratory, Product product, int sender) =>
        Message(laboratory, product, sender, Texts[sender % Texts.Length]);

    public static byte[] Message(Laboratory laboratory, Product product, int sender, string text)
    {
        var twilio = laboratory.Twilio;
        return Request(
            product.WebhookUrl, twilio.AuthToken,
            TwilioWebhooks.Message(twilio.AccountSid, twilio.Address, Address(sender), text));
    }

    /// <param name="callback">The status callback the product gave with the message; carries its reply id.</param>
    public static byte[] Status(Laboratory laboratory, string callback, string sid, string to, string status)
    {
        var twilio = laboratory.Twilio;
        return Request(
            callback, twilio.AuthToken, TwilioWebhooks.Status(twilio.AccountSid, twilio.Address, sid, to, status));
    }

    /// <summary>A body of usual size, for references that only store it.</summary>
    public static byte[] SampleBody() => TwilioWebhooks.Body(TwilioWebhooks.Message(
        "AC00000000000000000000000000000000", "whatsapp:+14155238886", Address(1), Texts[0]));

    private static byte[] Request(string url, string token, Dictionary<string, string> fields)
    {
        var uri = new Uri(url);
        var body = TwilioWebhooks.Body(fields);
        var head = $"POST {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n"
            + "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            + $"{TwilioWebhooks.SignatureHeader}: {TwilioWebhooks.Sign(token, url, fields)}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
