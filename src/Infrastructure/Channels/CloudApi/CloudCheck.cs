using System.Net;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Asks the provider what it knows of the account, and says what to do about what is wrong.</summary>
internal sealed class CloudCheck(HttpClient http)
{
    public async Task<IReadOnlyList<ChannelFinding>> Look(
        string provider, CloudAccount account, CancellationToken limit, CancellationToken ct)
    {
        using var request = account.Get(account.Probe);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
            using var json = await CloudAnswer.ReadJson(response, limit);
            var answer = json?.RootElement ?? default;
            if (!response.IsSuccessStatusCode)
                return [new("credentials", false, Wrong(provider, response.StatusCode, answer))];
            return provider == CloudAccount.Dialog360 ? Dialog360(account, answer) : Meta(account, answer);
        }
        catch (HttpRequestException failure)
        {
            return [Unreachable(ProviderHttp.CodeOf(failure))];
        }
        catch (IOException)
        {
            return [Unreachable("connection_broken")];
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [Unreachable("timeout")];
        }
    }

    private static ChannelFinding Unreachable(string code) =>
        new("credentials", false, $"The provider could not be asked ({code}). Look at ApiBaseUrl and the network, and try again.");

    private static string Wrong(string provider, HttpStatusCode status, JsonElement answer)
    {
        var said = answer.Member("error"u8).Text("message"u8) is { } message ? $" It says: {message}" : "";
        return (provider, (int)status) switch
        {
            (CloudAccount.Dialog360, 401 or 403) => $"360dialog does not take ApiKey; its hub makes a new one.{said}",
            (CloudAccount.Dialog360, var code) => $"360dialog answered {code}. Try again.{said}",
            (_, 401) => $"Meta does not take AccessToken; make a system user's permanent token with whatsapp_business_messaging.{said}",
            (_, 400 or 403 or 404) => "Meta does not know PhoneNumberId, or the token's system user may not use it; give him the "
                + $"WhatsApp account in the business settings.{said}",
            (_, var code) => $"Meta answered {code}. Try again.{said}",
        };
    }

    private static ChannelFinding[] Meta(CloudAccount account, JsonElement answer)
    {
        var number = Digits(answer.Text("display_phone_number"u8));
        return
        [
            new("credentials", true, $"Meta takes AccessToken for {answer.Text("verified_name"u8) ?? "the number"}."),
            number == Digits(account.Address)
                ? new("address", true, "Address is the number of PhoneNumberId.")
                : new("address", false, $"PhoneNumberId is the number +{number}; let Address be {CloudIdentity.Scheme}+{number}."),
            account.WebhookUrl.Length > 0
                ? new("webhook", true, $"In the app's WhatsApp configuration, let the callback URL be {account.WebhookUrl} with "
                    + "VerifyToken, and subscribe to messages.")
                : new("webhook", false, "PublicUrl is not set, so Meta cannot reach the webhook."),
        ];
    }

    private static ChannelFinding[] Dialog360(CloudAccount account, JsonElement answer)
    {
        var url = answer.Text("url"u8);
        return
        [
            new("credentials", true, "360dialog takes ApiKey."),
            account.WebhookUrl.Length == 0
                ? new("webhook", false, "PublicUrl is not set, so 360dialog cannot reach the webhook.")
                : url == account.WebhookUrl
                    ? new("webhook", true, "360dialog delivers to this account.")
                    : new("webhook", false, $"360dialog delivers to {url ?? "nowhere"}; register {account.WebhookUrl} with the header "
                        + "of WebhookHeader and WebhookSecret (POST /v1/configs/webhook)."),
        ];
    }

    private static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsAsciiDigit));
}
