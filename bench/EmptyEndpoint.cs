using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.Bench;

/// <summary>R4: what the web server alone can do. Reads the body and answers; a process of its own, as the product is.</summary>
internal static class EmptyEndpoint
{
    public const string Verb = "empty-endpoint";

    public static async Task Run(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        await using var app = builder.Build();
        app.MapPost("/", async (HttpContext http) =>
        {
            var reader = http.Request.BodyReader;
            while (await reader.ReadAsync(http.RequestAborted) is var read)
            {
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            return Results.Text("<Response/>", "text/xml");
        });
        await app.RunAsync();
    }
}
