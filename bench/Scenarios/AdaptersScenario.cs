using System.Globalization;
using System.Text;
using System.Text.Json;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.StandIns;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// Every provider's webhooks at 2,000 a second: verified over the raw bytes, split, recorded, answered. The workers are another
/// process's business here; beside them it is the soak that tells.
/// </summary>
internal static class AdaptersScenario
{
    private const int PerSecond = 2_000;

    private const int Connections = 64;

    private const string Report = "There is a deep pothole at the corner of Oak Street and Third Avenue, a bicycle fell";

    public static async Task Run(BenchRun bench)
    {
        await using var meta = await CloudStandIn.Start(lean: true);
        await using var dialog = await CloudStandIn.Start(is360: true, lean: true);
        await using var waha = await WahaStandIn.Start();
        await using var gmail = await GmailStandIn.Start();
        await using var product = await Product.Start(
            bench.Laboratory, bench.Stop, "api",
            more: [
                .. Account(1, "cloud", "meta", meta.Address, meta.Settings),
                .. Account(2, "dialog", "360dialog", dialog.Address, dialog.Settings),
                .. Account(3, "waha", "waha", waha.Address, waha.Settings),
                .. Account(4, "mail", "gmail", gmail.Address, gmail.Settings),
            ]);
        var (seconds, taken) = (bench.Options.TurnSeconds, 0L);
        var count = PerSecond * seconds;
        bench.Report.Title($"Each adapter at {PerSecond:N0} webhooks a second, {seconds} s");
        bench.Report.Line("| | p50 ms | p99 ms | max ms |\n|---|---:|---:|---:|");
        await Take("twilio", i => Webhooks.Message(bench.Laboratory, product, i % bench.Options.Senders));
        await Take("meta", i => Cloud("meta/cloud", meta, i));
        await Take("360dialog", i => Cloud("360dialog/dialog", dialog, i));
        await Take("waha", Waha);
        var token = gmail.Push.Token($"{product.PublicUrl}/api/v1/webhooks/gmail/mail");
        await Take("gmail, pushes", Push);
        bench.Report.Check("webhooks taken", taken, 5L * (count + PerSecond));
        bench.Report.Check(
            "webhooks answered are rows stored", await product.Store.Ask<long>("select count(*) from inbox"), taken);

        async Task Take(string name, Func<int, byte[]> make)
        {
            // The first second compiles what it needs and is not counted.
            var requests = Requests.Make(count + PerSecond, make);
            GC.Collect();
            var warm = await OpenLoop.Run(
                product.Port, Connections, PerSecond, TimeSpan.FromSeconds(1), i => requests[i], null, bench.Stop);
            var result = await OpenLoop.Run(
                product.Port, Connections, PerSecond, TimeSpan.FromSeconds(seconds), i => requests[PerSecond + i], null, bench.Stop);
            bench.Report.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {result.Latency.Ms(0.5):0.0} | {result.Latency.Ms(0.99):0.0} | {result.Latency.MaxMs:0.0} |"));
            taken += warm.Taken + result.Taken;
        }

        byte[] Cloud(string path, CloudStandIn cloud, int i)
        {
            var from = string.Create(CultureInfo.InvariantCulture, $"52155{i % bench.Options.Senders:D8}");
            var body = CloudWebhooks.Body(
                cloud.PhoneNumberId, cloud.Number,
                $$"""
                "contacts":[{"profile":{"name":"Ana"},"wa_id":"{{from}}"}],"messages":[{{CloudWebhooks.Text(from, $"wamid.{i:D20}", Report)}}]
                """);
            return Post(
                $"/whatsapp/{path}", body,
                cloud.Is360 ? (CloudWebhooks.SecretHeader, cloud.Secret)
                : (CloudWebhooks.SignatureHeader, CloudWebhooks.Sign(cloud.Secret, body)));
        }

        byte[] Waha(int i)
        {
            var chat = string.Create(CultureInfo.InvariantCulture, $"52155{i % bench.Options.Senders:D8}@c.us");
            var body = WahaWebhooks.Body(waha.Session, "message", WahaWebhooks.Message(chat, $"{i:X20}", Report));
            return Post(
                "/whatsapp/waha/waha", body, (WahaWebhooks.AlgorithmHeader, "sha512"),
                (WahaWebhooks.SignatureHeader, WahaWebhooks.Sign(waha.HmacKey, body)));
        }

        byte[] Push(int i)
        {
            var data = JsonSerializer.SerializeToUtf8Bytes(new { emailAddress = gmail.Address, historyId = 1_000_000L + i });
            return Post(
                "/gmail/mail",
                JsonSerializer.SerializeToUtf8Bytes(new
                {
                    message = new { data = Convert.ToBase64String(data), messageId = $"{i}" },
                    subscription = "projects/town/subscriptions/mail",
                }),
                ("Authorization", $"Bearer {token}"));
        }

        byte[] Post(string path, byte[] body, params ReadOnlySpan<(string Name, string Value)> headers)
        {
            var head = new StringBuilder(
                $"POST /api/v1/webhooks{path} HTTP/1.1\r\nHost: 127.0.0.1:{product.Port}\r\nContent-Type: application/json\r\n");
            foreach (var (name, value) in headers)
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }

            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
            return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Account(
        int index, string name, string provider, string address, IReadOnlyDictionary<string, string> settings) => settings
        .Append(new("Account", name))
        .Append(new("Provider", provider))
        .Append(new("Address", address))
        .Select(s => new KeyValuePair<string, string>($"Channels__{index}__{s.Key}", s.Value));
}
