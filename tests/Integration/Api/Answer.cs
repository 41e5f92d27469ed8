using System.Text.Json;

namespace CleanFte.Integration.Api;

/// <summary>What the service answered.</summary>
internal sealed record Answer(int Status, string Text, byte[] Bytes, ILookup<string, string> Headers)
{
    private JsonElement? _json;

    public JsonElement Json => _json ??= JsonDocument.Parse(Text).RootElement;

    /// <summary>The stable code of a problem.</summary>
    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>The fields a refusal complains about, in order.</summary>
    public string[] ErrorFields =>
        [.. Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)];

    public JsonElement this[string property] => Json.GetProperty(property);

    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    public string? Header(string name) => Headers[name].FirstOrDefault();

    /// <summary>Whether it is a problem with that status and code.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        Header("Content-Type").ShouldBe("application/problem+json");
        Code.ShouldBe(code);
        this["correlationId"].GetString().ShouldBe(Header("X-Correlation-Id"));
    }

    /// <summary>All that is told; the correlation id tells nothing.</summary>
    public string Shape() =>
        string.Join(' ', Json.EnumerateObject().Where(p => p.Name != "correlationId").Select(p => p.ToString()));

    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        // A stream of events does not end.
        var bytes = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? []
            : await response.Content.ReadAsByteArrayAsync();
        return new Answer(
            (int)response.StatusCode,
            System.Text.Encoding.UTF8.GetString(bytes),
            bytes,
            response.Headers.Concat(response.Content.Headers)
                .SelectMany(h => h.Value.Select(v => (h.Key, Value: v)))
                .ToLookup(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
    }
}
