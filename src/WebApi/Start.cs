using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Tenants;
using MediatR;

namespace CleanFte.WebApi;

/// <summary>What a start makes sure of, and what it tells whoever started it.</summary>
internal static class Start
{
    /// <summary>
    /// The tenants that channels are configured for exist, every tenant has a catalogue, there is an operator key.
    /// </summary>
    public static async Task Prepare(WebApplication app, Settings settings, CancellationToken ct)
    {
        var tenants = app.Services.GetRequiredService<ITenants>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        foreach (var tenant in settings.Infrastructure.Channels.Select(c => c.Tenant).Append(
            ITenants.Default).Distinct())
        {
            if (await tenants.Find(tenant, ct) is null)
            {
                await tenants.Create(new Tenant(tenant, tenant, null, clock.GetUtcNow()), ct);
            }
        }

        foreach (var tenant in await tenants.List(ct))
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new SeedCatalogue(tenant.Id), ct);
        }

        var keyFile = Path.Combine(app.Environment.ContentRootPath, ".data", "operator.key");
        var drawn = await app.Services.GetRequiredService<BootstrapKey>().Ensure(keyFile, ct);
        app.Lifetime.ApplicationStarted.Register(
            () => Welcome(app, settings, drawn ?? (File.Exists(keyFile) ? keyFile : null)));
    }

    private static void Welcome(WebApplication app, Settings settings, string? keyFile)
    {
        var url = app.Urls.FirstOrDefault() ?? "http://localhost:8080";
        var text = new System.Text.StringBuilder()
            .AppendLine()
            .AppendLine(System.Globalization.CultureInfo.InvariantCulture,
                $"CleanFte is running. Portal: {url}/ API page: {url}/docs");
        if (keyFile is not null)
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture,
                $"The first operator key is in {keyFile}");
        }

        if (settings.Infrastructure.Channels.FirstOrDefault(c => c.Provider == SandboxGateway.Name) is { } sandbox
            && app.Environment.IsDevelopment())
        {
            var token = sandbox.Settings["AuthToken"];
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $$"""

                Try it on a phone in your browser: {{url}}/try

                Play a citizen who writes on WhatsApp:

                  curl -s {{url}}/api/v1/sandbox/messages -H 'X-Sandbox-Token: {{token}}' \
                    -H 'Content-Type: application/json' -d '{"from": "+34600111222", "text": "Hay un bache enorme en la calle 5"}'

                Ask the demo town hall something:

                  curl -s {{url}}/api/v1/sandbox/messages -H 'X-Sandbox-Token: {{token}}' \
                    -H 'Content-Type: application/json' -d '{"from": "+34600333444", "text": "When is the library open?"}'

                Read what was answered:

                  curl -s '{{url}}/api/v1/sandbox/messages?from=%2B34600111222' -H 'X-Sandbox-Token: {{token}}'
                """);
        }

        Console.Out.WriteLine(text);
    }
}
