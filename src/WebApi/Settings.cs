using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Integrators;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Models;
using CleanFte.Infrastructure.Secrets;
using CleanFte.Infrastructure.Tenants;

namespace CleanFte.WebApi;

/// <summary>The configuration, read and checked once at start.</summary>
internal sealed partial record Settings(InfrastructureOptions Infrastructure, MediaOptions Media, bool Api, bool Worker)
{
    /// <summary>The sandbox channels' numbers but for the last digit; reserved for fiction.</summary>
    private const string SandboxAddress = "whatsapp:+1555010000";

    private const string AllowedOrigins = $"{ChannelOptions.Section}:AllowedOrigins";

    /// <summary>Reads everything; throws with one sentence per wrong or missing key.</summary>
    public static Settings Read(IConfiguration configuration, IHostEnvironment environment, string connectionString)
    {
        var publicUrl = (configuration["PublicUrl"] ?? "").TrimEnd('/');
        var unreadable = new List<string>();
        // One by one: of a list, the framework leaves out in silence what it cannot read.
        var channels = configuration.GetSection(ChannelOptions.Section).GetChildren()
            .Where(account => account.Path != AllowedOrigins)
            .Select(ChannelOptions.From)
            .ToList();
        var messaging = Bound<MessagingOptions>(configuration.GetSection(MessagingOptions.Section), unreadable);
        var archive = Bound<ArchiveOptions>(configuration.GetSection(ArchiveOptions.Section), unreadable);
        var models = new TenantModelOptions(
            Bound<ModelOptions>(configuration.GetSection(ModelOptions.Section), unreadable),
            configuration.GetSection("Tenants").GetChildren()
                .Where(tenant => tenant.GetSection(ModelOptions.Section).Exists())
                .ToDictionary(
                    tenant => tenant.Key,
                    tenant => Bound<ModelOptions>(tenant.GetSection(ModelOptions.Section), unreadable)));
        var sandboxEnabled = SandboxEnabled(configuration, unreadable);
        if ((environment.IsDevelopment() || sandboxEnabled) && !channels.Exists(c => c.Provider == SandboxGateway.Name))
        {
            channels.AddRange(Sandboxes(environment));
        }

        if (unreadable.Count > 0)
        {
            // What could not be read would only be complained of a second time below.
            throw new SettingsException(unreadable);
        }

        var masterKey = configuration[MasterKey.Setting] ?? DevelopmentKey(environment);
        var media = configuration.GetSection(MediaOptions.Section).Get<MediaOptions>() ?? new();
        var webhooks = configuration.GetSection(WebhookOptions.Section).Get<WebhookOptions>() ?? new();
        var roles = (configuration["Roles"] ?? "api,worker")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] errors =
        [
            .. ChannelOptions.Validate(channels, publicUrl),
            .. media.Validate(),
            .. messaging.Validate(),
            .. webhooks.Validate(),
            .. archive.Validate(),
            .. models.Validate(),
            .. MasterKey.Validate(masterKey),
            .. BootstrapKey.Validate(configuration[BootstrapKey.Setting]),
            .. Limits.Validate(configuration),
            .. Cors.Validate(configuration),
            .. roles.Length > 0 && roles.All(r => r is "api" or "worker")
                ? Array.Empty<string>()
                : ["Roles must be api, worker or api,worker."],
        ];
        if (errors.Length > 0)
        {
            throw new SettingsException(errors);
        }

        return new Settings(
            new InfrastructureOptions(connectionString, publicUrl, channels, messaging)
            {
                Models = models,
                Webhooks = webhooks,
                Archive = archive,
                MasterKey = new MasterKey(masterKey),
                AllowedApiOrigins = configuration.GetSection(AllowedOrigins).Get<string[]>() ?? [],
            },
            media,
            roles.Contains("api"),
            roles.Contains("worker"));
    }

    /// <summary>A section; a value that is no number, where one is due, is an error that names its key.</summary>
    private static T Bound<T>(IConfigurationSection section, List<string> errors)
        where T : new()
    {
        try
        {
            return section.Get<T>() ?? new();
        }
        catch (InvalidOperationException e) when (PathIn().Match(e.Message) is { Success: true } path)
        {
            errors.Add($"{path.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)} cannot be read; write a number.");
            return new();
        }
    }

    [GeneratedRegex("at '([^']+)'")]
    private static partial Regex PathIn();

    /// <summary>In development a key of its own lies beside the data; elsewhere whoever operates it chooses one.</summary>
    private static string DevelopmentKey(IHostEnvironment environment) =>
        environment.IsDevelopment() ? Drawn(environment, "master.key", 32) : "";

    /// <summary>What was drawn at random once and is kept in a file that only its owner can read.</summary>
    private static string Drawn(IHostEnvironment environment, string name, int bytes)
    {
        var file = Path.Combine(environment.ContentRootPath, ".data", name);
        if (!File.Exists(file))
        {
            SecretFile.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes)), default).GetAwaiter()
                .GetResult();
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>The default tenant's, and in development one for each tenant that ships as a demonstration.</summary>
    private static IEnumerable<ChannelOptions> Sandboxes(IHostEnvironment environment)
    {
        var settings = new Dictionary<string, string> { ["AuthToken"] = Drawn(environment, "sandbox.token", 16) };
        yield return new ChannelOptions(SandboxGateway.Name, SandboxGateway.Name, $"{SandboxAddress}0", settings);
        foreach (var (tenant, i) in environment.IsDevelopment() ? DemoTenant.Others.Select((t, i) => (t, i)) : [])
        {
            yield return new ChannelOptions(
                $"{SandboxGateway.Name}-{tenant}", SandboxGateway.Name,
                string.Create(CultureInfo.InvariantCulture, $"{SandboxAddress}{i + 1}"), settings)
            {
                Tenant = tenant,
            };
        }
    }

    private static bool SandboxEnabled(IConfiguration configuration, List<string> errors)
    {
        if (configuration["Sandbox:Enabled"] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var enabled))
        {
            errors.Add($"Sandbox__Enabled is '{text}'; write true or false.");
        }

        return enabled;
    }
}

/// <summary>The configuration is wrong; the message says which keys and what to do.</summary>
internal sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join('\n', errors));
