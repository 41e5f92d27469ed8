using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.Integration.Media;

/// <summary>A provider's media host, with its bad days and an attacker's ideas.</summary>
internal sealed class MediaServer : IAsyncDisposable
{
    public static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    private readonly WebApplication _app;

    private MediaServer(WebApplication app) => _app = app;

    /// <summary>What was asked, in order: host, path and the credential shown.</summary>
    public ConcurrentQueue<(string Host, string Path, string? Authorization)> Requests { get; } = new();

    public int Port { get; private set; }

    public static async Task<MediaServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new MediaServer(builder.Build());
        server._app.Use((context, next) =>
        {
            var request = context.Request;
            server.Requests.Enqueue((request.Host.Host, request.Path, (string?)request.Headers.Authorization));
            return next(context);
        });
        server.Map();
        await server._app.StartAsync();
        server.Port = new Uri(server._app.Urls.Single()).Port;
        return server;
    }

    /// <summary>An address of this server under one of its names.</summary>
    public Uri At(string host, string pathAndQuery) => new($"http://{host}:{Port}{pathAndQuery}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/photo", (HttpContext context, string? name) =>
        {
            if (name is not null)
                context.Response.Headers.ContentDisposition = name;
            return Results.Bytes(Photo, "image/jpeg");
        });
        _app.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
        _app.MapGet("/to", (HttpContext context, string address, int code) =>
        {
            context.Response.Headers.Location = address;
            return Results.StatusCode(code);
        });
        _app.MapGet("/loop/{count:int}", (HttpContext context, int count) =>
        {
            context.Response.Headers.Location = count == 0 ? "/photo" : $"/loop/{count - 1}";
            return Results.StatusCode(302);
        });
        _app.MapGet("/declared/{length:long}", async (HttpContext context, long length) =>
        {
            context.Response.ContentLength = length;
            await WriteZeros(context, length);
        });
        _app.MapGet("/chunked/{length:long}", WriteZeros);
        _app.MapGet("/broken", async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.Body.WriteAsync(Photo);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        _app.MapGet("/stuck", async context =>
        {
            await context.Response.Body.WriteAsync(Photo);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
    }

    private static async Task WriteZeros(HttpContext context, long length)
    {
        var zeros = new byte[64 * 1024];
        for (var left = length; left > 0 && !context.RequestAborted.IsCancellationRequested; left -= zeros.Length)
            await context.Response.Body.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)));
    }
}
