using System.Net;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Channels;

namespace CleanFte.WebApi.Sandbox;

/// <summary>
/// Who may play citizens: administrators in their own tenant; and in development whoever has the sandbox's token or sits at this
/// machine. Elsewhere the token opens nothing: whoever plays citizens reads what is sent to them.
/// </summary>
internal static class SandboxAccess
{
    private const string TokenHeader = "X-Sandbox-Token";

    /// <summary>Refuses everybody else, and leaves for the route which accounts are his.</summary>
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var all = http.RequestServices.GetRequiredService<IChannels>().Accounts
            .Where(a => a.Provider == SandboxGateway.Name).ToList();
        var own = all.Where(a => MayUse(http, a)).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
        http.Features.Set(new SandboxAccounts(own));
        return own.Count > 0
            ? await next(context)
            : Problems.Of(401, "sandbox.bad_token",
                http.InDevelopment()
                    ? $"Send the sandbox's token in the header {TokenHeader}; the start prints it. Or an administrator's key."
                    : "Send an administrator's key.");
    }

    /// <summary>The account of that name among the caller's; the first when none is named.</summary>
    public static ChannelAccount? SandboxAccount(this HttpContext http, string? name) =>
        http.Features.Get<SandboxAccounts>()!.Own.FirstOrDefault(a => name is null || a.Name == name);

    public static IReadOnlyList<ChannelAccount> SandboxAccountsOf(this HttpContext http) =>
        http.Features.Get<SandboxAccounts>()!.Own;

    private static bool MayUse(HttpContext http, ChannelAccount account) =>
        http.Key() is { } key
            ? key.Role == ApiRole.Admin && key.Tenant == account.Tenant
            : http.InDevelopment()
                && (Tokens.Equal(http.Request.Headers[TokenHeader].ToString(), account.Setting("AuthToken")) || SitsHere(http));

    private static bool InDevelopment(this HttpContext http) =>
        http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment();

    /// <summary>
    /// A browser or a shell on this machine, by a name of it; not a page of somebody else that a browser here has open.
    /// </summary>
    private static bool SitsHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private sealed record SandboxAccounts(IReadOnlyList<ChannelAccount> Own);
}
