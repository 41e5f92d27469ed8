namespace CleanFte.Infrastructure.Integrators;

/// <summary>What the words for failed deliveries mean, and what to do.</summary>
internal static class WebhookErrors
{
    public static string? Explain(string? error) => error switch
    {
        null => null,
        "not_https" => "Webhooks go to https addresses only.",
        "address_not_public" =>
            "The address is not of the public internet. Whoever operates this service can allow an origin of its own network: "
            + "Webhooks__AllowedOrigins.",
        "name_resolution" => "The host name is not known. Check its spelling and its DNS record.",
        "redirect" => "It answers with a redirect, which is not followed. Subscribe with the address that it leads to.",
        "timeout" => "It did not answer within 10 seconds. Answer first, and work afterwards.",
        "unreachable" => "Nothing listens there, or a firewall is in between.",
        "tls" => "Its certificate is not trusted, or not for this host.",
        "gone" => "It answered 410: it wants no more webhooks.",
        "secret_unreadable" => "The secret cannot be read: Secrets__MasterKey is another than it was. Rotate the secret.",
        "internal_error" => "It could not be sent because of a mistake on our side; the log says which. It is tried again.",
        "not_told" => "The version that runs knows nothing of this event that it could tell. Has an older one been put back?",
        "connection_broken" => "The connection broke before the answer.",
        _ => "It refused. Whatever is not 2xx counts as a failure.",
    };
}
