using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>
/// Files as Meta keeps them: an id for seven days, which gives an address for five minutes, which asks for the credential
/// again.
/// </summary>
internal sealed class CloudFiles(CloudStandIn cloud, TimeProvider clock)
{
    public const string Path = "/whatsapp_business/attachments/";

    private const int MaxImage = 5 * 1024 * 1024;

    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan IdLife = TimeSpan.FromDays(7);

    private static readonly TimeSpan AddressLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (string Type, byte[] Content, DateTimeOffset Added)> _files = new();

    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset Made)> _addresses = new();

    public string Add(string contentType, byte[] content)
    {
        var id = RandomNumberGenerator.GetString("0123456789", 16);
        _files[id] = (contentType, content, clock.GetUtcNow());
        return id;
    }

    public string? TypeOf(string id) => _files.TryGetValue(id, out var file) ? file.Type : null;

    public byte[] Content(string id) => _files[id].Content;

    /// <summary>What is to be sent: multipart, of the declared type, a picture of at most 5 MB.</summary>
    public async Task Upload(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await CloudAnswers.Error(context, 400, 100, "(#100) The parameter file is required.");
            return;
        }

        var form = await context.Request.ReadFormAsync();
        if (cloud.NextUploads.TryDequeue(out var fault))
        {
            await fault.Apply(context, cloud.Stopping, CloudAnswers.Error);
            return;
        }

        if (form["messaging_product"] != "whatsapp" || form.Files.GetFile("file") is not { } file
            || file.ContentType != form["type"] || file.FileName.Length == 0)
        {
            await CloudAnswers.Error(context, 400, 100, "(#100) messaging_product, type and a file of that type are required.");
            return;
        }

        var content = new MemoryStream();
        await file.CopyToAsync(content);
        if (content.Length is 0 or > MaxBytes || (content.Length > MaxImage && file.ContentType is "image/jpeg" or "image/png")
            || file.ContentType is "image/gif" or "image/webp")
        {
            await CloudAnswers.Error(context, 400, 131053, "Media upload error");
            return;
        }

        var id = Add(file.ContentType, content.ToArray());
        await Answers.Json(context, 200, json => json.WriteString("id", id));
    }

    public Task Locate(HttpContext context, string id)
    {
        if (!_files.TryGetValue(id, out var file) || clock.GetUtcNow() - file.Added > IdLife)
            return CloudAnswers.NotFound(context);
        var token = RandomNumberGenerator.GetHexString(16);
        _addresses[token] = (id, clock.GetUtcNow());
        // Both give Meta's own address; only 360dialog's must be asked for elsewhere.
        var host = cloud.Is360 ? "https://lookaside.fbsbx.com" : cloud.MediaBaseUrl;
        return Answers.Json(context, 200, json =>
        {
            json.WriteString("url", $"{host}{Path}?mid={token}");
            json.WriteString("mime_type", file.Type);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(file.Content)));
            json.WriteNumber("file_size", file.Content.Length);
            json.WriteString("id", id);
            json.WriteString("messaging_product", "whatsapp");
        });
    }

    public Task Download(HttpContext context)
    {
        if (!_addresses.TryGetValue(context.Request.Query["mid"].ToString(), out var address)
            || clock.GetUtcNow() - address.Made > AddressLife
            || context.Request.Headers.UserAgent.Count == 0
            || !_files.TryGetValue(address.Id, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content).AsTask();
    }
}
