using System.Net;

namespace CleanFte.WebApi.Mcp;

/// <summary>
/// Pages from which a browser may speak to the tools. A name that an attacker points at this machine is, to the browser, the
/// page's own host; so being the host of the request is enough only for hosts that no such name can be.
/// </summary>
internal sealed class McpOrigins
{
    public const string Setting = "Mcp:AllowedOrigins";

    private readonly HashSet<string> _allowed;

    public McpOrigins(IConfiguration configuration)
    {
        _allowed = new HashSet<string>(Allowed(configuration).Select(o => o.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);
        if (Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url))
        {
            _allowed.Add(url.GetLeftPart(UriPartial.Authority));
        }
    }

    public static string[] Allowed(IConfiguration configuration) => configuration.GetSection(Setting).Get<string[]>() ?? [];

    /// <summary>Whether the request comes from no page, or from one that may.</summary>
    public bool Admits(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin is [{ } one]
                && (_allowed.Contains(one)
                    || (Uri.TryCreate(one, UriKind.Absolute, out var page)
                        && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
                        && (page.Host == "localhost" || IPAddress.TryParse(page.Host.Trim('[', ']'), out _)))));
    }
}
