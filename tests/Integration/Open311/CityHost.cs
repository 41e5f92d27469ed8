using System.Collections.Concurrent;
using CleanFte.Integration.Api;
using CleanFte.StandIns;
using CleanFte.Unit.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.Integration.Open311;

/// <summary>A service whose tenant has mail, beside a city app that keeps its users' photos.</summary>
public sealed class CityHost : RunningHost
{
    private WebApplication? _app;

    internal GmailStandIn Gmail { get; private set; } = null!;

    /// <summary>What was fetched from the app.</summary>
    internal ConcurrentQueue<string> Fetched { get; } = new();

    internal string PhotoUrl => $"{_app!.Urls.Single()}/photo.jpg";

    /// <summary>The same server under an address that is not allowed.</summary>
    internal string ForbiddenUrl => PhotoUrl.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal);

    protected override Dictionary<string, string?> Settings => new Dictionary<string, string>(Gmail.Settings)
    {
        ["Account"] = "mail",
        ["Provider"] = "gmail",
        ["Address"] = Gmail.Address,
    }.ToDictionary(s => $"Channels:2:{s.Key}", s => (string?)s.Value)
    .Append(new("Media:AllowedHosts:1", _app!.Urls.Single())).ToDictionary();

    public override async Task InitializeAsync()
    {
        Gmail = await GmailStandIn.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/photo.jpg", (HttpContext http) =>
        {
            Fetched.Enqueue(http.Request.Host.Host);
            return Results.Bytes(Pictures.TellingJpeg(), "image/jpeg");
        });
        await _app.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Gmail.DisposeAsync();
        await _app!.DisposeAsync();
    }
}
