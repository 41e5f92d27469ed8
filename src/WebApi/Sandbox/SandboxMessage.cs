using System.Globalization;
using CleanFte.Application.Ports;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;

namespace CleanFte.WebApi.Sandbox;

/// <param name="From">The citizen's phone number.</param>
/// <param name="Account">Whom he writes to: an account of the sandbox; the first when left out.</param>
/// <param name="ByColleague">Whether a colleague writes to him instead, past us, as from the provider's own app.</param>
/// <param name="MediaUrls">Files, from hosts that Media__AllowedHosts permits.</param>
/// <param name="Photos">Files that were uploaded to the sandbox before, by their references.</param>
/// <param name="ButtonPayload">What stands behind the button that was pressed; the text is what it says.</param>
/// <param name="Id">What the phone calls the message: sent again under it, it is one message. Drawn when left out.</param>
internal sealed record SandboxMessage(
    string? From, string? Text, string? Name, double? Latitude, double? Longitude, IReadOnlyList<string>? MediaUrls,
    bool ByColleague = false, string? Account = null, IReadOnlyList<SandboxPhoto>? Photos = null,
    string? ButtonPayload = null, Guid? Id = null)
{
    /// <summary>The message as Twilio would post it.</summary>
    public Dictionary<string, string> Fields(ChannelAccount account, PhoneNumber phone, string sid)
    {
        var media = (MediaUrls ?? []).Select(url => new SandboxPhoto(url, ""))
            .Concat((Photos ?? []).Where(p => SandboxGateway.IsReference(p.Reference))).ToList();
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = sid,
            ["SmsStatus"] = "received",
            ["AccountSid"] = account.Setting("AccountSid"),
            ["From"] = $"whatsapp:{phone.Value}",
            ["To"] = account.Address,
            ["WaId"] = phone.Value[1..],
            ["ProfileName"] = Name ?? "",
            ["Body"] = Text ?? "",
            ["NumMedia"] = media.Count.ToString(CultureInfo.InvariantCulture),
        };
        if (ByColleague)
        {
            fields[SandboxGateway.ByColleague] = "1";
        }

        if (ButtonPayload is { Length: > 0 } payload)
        {
            fields["ButtonPayload"] = payload;
        }

        if (Latitude is { } latitude && Longitude is { } longitude)
        {
            fields["Latitude"] = latitude.ToString(CultureInfo.InvariantCulture);
            fields["Longitude"] = longitude.ToString(CultureInfo.InvariantCulture);
        }

        for (var i = 0; i < media.Count; i++)
        {
            fields[$"MediaUrl{i}"] = media[i].Reference;
            fields[$"MediaContentType{i}"] = media[i].ContentType;
        }

        return fields;
    }
}

/// <param name="ContentType">What whoever sent it says it is.</param>
internal sealed record SandboxPhoto(string Reference, string ContentType);
