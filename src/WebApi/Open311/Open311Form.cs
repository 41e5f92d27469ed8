using CleanFte.Application.Open311;
using Microsoft.Extensions.Primitives;

namespace CleanFte.WebApi.Open311;

/// <summary>Reads GeoReport's forms; a field that is empty was not sent.</summary>
internal sealed class Open311Form(HttpContext http)
{
    private const string AttributePrefix = "attribute[";

    private const string MediaField = "media_url";

    /// <summary>What makes the form the same when it is sent again: everything but who sends it, in any order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; } =
    [
        .. Form(http).Where(f => f.Key != "api_key")
            .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))
            .OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal),
    ];

    /// <summary>A file would be left lying; it is said rather than lost.</summary>
    public bool HasFiles => http.Request.HasFormContentType && http.Request.Form.Files.Count > 0;

    public PostServiceRequest Request() => new(
        One("service_code"),
        new ReportedPlace(One("lat"), One("long"), One("address_string"), One("address_id")),
        Attributes(),
        One("description"),
        new Reporter(
            One("email"), One("phone"), One("first_name"), One("last_name"), One("account_id"), One("device_id")),
        Many(MediaField));

    public PostRequestUpdate Update() => new(
        One("service_request_id"), One("update_id") ?? One("update_id_ext"), One("status"), One("description"), One("updated_datetime"),
        Many(MediaField));

    private string? One(string name) => Many(name).FirstOrDefault();

    private string[] Many(string name) =>
        http.Request.HasFormContentType
            ? [.. http.Request.Form[name].Select(v => v?.Trim() ?? "").Where(v => v.Length > 0)]
            : [];

    /// <summary><c>attribute[code]=v</c>, or with several values <c>attribute[code][]=v</c>.</summary>
    private Dictionary<string, IReadOnlyList<string>> Attributes()
    {
        var attributes = new Dictionary<string, List<string>>();
        foreach (var (name, values) in Form(http))
        {
            if (CodeIn(name) is { } code)
            {
                var all = attributes.TryGetValue(code, out var known) ? known : attributes[code] = [];
                all.AddRange(values.Select(v => v?.Trim() ?? "").Where(v => v.Length > 0));
            }
        }

        return attributes.Where(a => a.Value.Count > 0)
            .ToDictionary(a => a.Key, IReadOnlyList<string> (a) => a.Value);
    }

    private static string? CodeIn(string name)
    {
        if (!name.StartsWith(AttributePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var end = name.IndexOf(']', StringComparison.Ordinal);
        return end < 0 ? name[AttributePrefix.Length..] : name[AttributePrefix.Length..end];
    }

    private static IEnumerable<KeyValuePair<string, StringValues>> Form(HttpContext http) =>
        http.Request.HasFormContentType ? http.Request.Form : [];
}
