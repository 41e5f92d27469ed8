namespace CleanFte.Infrastructure.Integrators;

/// <summary>The section <c>Webhooks</c> of the configuration.</summary>
public sealed record WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Origins such as <c>http://127.0.0.1:5005</c> that are asked for neither https nor a public address: a receiver in the
    /// same network, or the developer's own.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>One sentence for each setting that is wrong, naming its environment key.</summary>
    public IEnumerable<string> Validate() => AllowedOrigins.Index()
        .Where(o => !(Uri.TryCreate(o.Item, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && uri.GetLeftPart(UriPartial.Authority) == o.Item))
        .Select(o => $"Webhooks__AllowedOrigins__{o.Index} is '{o.Item}'; write an origin such as http://127.0.0.1:5005.");

    internal bool Allows(Uri uri) => AllowedOrigins.Contains(uri.GetLeftPart(UriPartial.Authority));
}
