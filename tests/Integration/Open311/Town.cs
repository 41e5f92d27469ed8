using System.Text.Json;
using System.Xml.Linq;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>A tenant of a test's own, as a client of GeoReport meets it.</summary>
internal sealed class Town(RunningHost host, string tenant, string key)
{
    public string Tenant => tenant;

    public string Key => key;

    /// <summary>A new one with the town hall's catalogue.</summary>
    public static async Task<Town> Found(RunningHost host)
    {
        var tenant = $"town-{Guid.NewGuid():N}"[..20];
        var made = await host.Post("/api/v1/admin/tenants", new { id = tenant, name = "Town" }, RunningHost.Bootstrap);
        made.Status.ShouldBe(201, made.Text);
        return new Town(host, tenant, await host.Key(ApiRole.Integrator, tenant));
    }

    /// <summary>How many tickets there are.</summary>
    public Task<long> Tickets() => host.Scalar<long>($"select count(*) from tickets where tenant_id = '{tenant}'");

    public Task<Answer> Get(string path) => host.Get($"/open311/v2/{Asked(path)}");

    /// <summary>A list in JSON, which is a bare array.</summary>
    public async Task<IReadOnlyList<JsonElement>> List(string path)
    {
        var answer = await Get(path);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        answer.Json.ValueKind.ShouldBe(JsonValueKind.Array);
        return [.. answer.Json.EnumerateArray()];
    }

    public async Task<XElement> Xml(string path) => Xml(await Get(path));

    public static XElement Xml(Answer answer, int status = 200)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.Header("Content-Type").ShouldBe("text/xml; charset=utf-8");
        return XDocument.Parse(answer.Text).Root!;
    }

    public Task<Answer> Post(string path, Dictionary<string, string> fields, params (string, string)[] headers) =>
        host.Post(
            $"/open311/v2/{path}",
            new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["api_key"] = fields.GetValueOrDefault("api_key", key) }),
            null, headers);

    /// <summary>Reports something, and returns its id.</summary>
    public async Task<string> Report(params (string Name, string Value)[] differences)
    {
        var answer = await Post("requests.json", Pothole(differences));
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json[0].GetProperty("service_request_id").GetString()!;
    }

    public async Task<JsonElement> Show(string id, string more = "") => (await List($"requests/{id}.json{more}"))[0];

    /// <summary>Posts an update, and returns what it is called here.</summary>
    public async Task<string> Update(string id, string updateId, params (string Name, string Value)[] fields)
    {
        var answer = await Post("servicerequestupdates.json", UpdateOf(id, updateId, fields));
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json[0].GetProperty("update_id").GetString()!;
    }

    public static Dictionary<string, string> UpdateOf(
        string id, string updateId, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string> { ["service_request_id"] = id, ["update_id"] = updateId };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

    /// <summary>A report, each a little elsewhere, for the same one again is no new one.</summary>
    public static Dictionary<string, string> Pothole(params (string Name, string Value)[] differences)
    {
        var form = new Dictionary<string, string>
        {
            ["service_code"] = "pothole",
            ["lat"] = "40.4168",
            ["long"] = (Random.Shared.NextDouble() - 3).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["description"] = "A deep hole in the road",
        };
        foreach (var (name, value) in differences)
        {
            form[name] = value;
        }

        return form;
    }

    /// <summary>Works on the ticket as staff do.</summary>
    public async Task Staff(string id, string command, object body)
    {
        var staff = await host.Key(ApiRole.Staff, tenant);
        var shown = await host.Get($"/api/v1/tickets/{id}", staff);
        var answer = await host.Post(
            $"/api/v1/tickets/{id}/{command}", body, staff, ("If-Match", shown.Header("ETag") ?? "\"0\""));
        answer.Status.ShouldBe(200, answer.Text);
    }

    /// <summary>Puts a service into the catalogue.</summary>
    public async Task Define(string code, string kind = "report", bool isPublic = true, params object[] steps)
    {
        var answer = await host.Ask(
            HttpMethod.Put, $"/api/v1/admin/services/{code}",
            new
            {
                group = "parks",
                kind,
                @public = isPublic,
                roles = Array.Empty<string>(),
                severity = "minor",
                asksPlace = true,
                asksPhoto = false,
                texts = new { en = new { name = "A thing", description = "Of a park.", triggers = new[] { "thing" } } },
                items = Array.Empty<object>(),
                steps,
            },
            await host.Key(ApiRole.Admin, tenant), ("If-None-Match", "*"));
        answer.Status.ShouldBe(201, answer.Text);
    }

    public static object Question(string name, string input, params string[] choices) => new
    {
        name,
        input,
        codes = Array.Empty<string>(),
        choices,
        maxAttempts = 3,
        texts = new { en = new { ask = $"Which {name}?", wrong = "Another one, please." } },
    };

    private string Asked(string path) => $"{path}{(path.Contains('?') ? '&' : '?')}jurisdiction_id={tenant}";
}

internal static class Open311Assertions
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>Whether it is GeoReport's error in both formats, and says that.</summary>
    public static void ShouldBeError(this Answer answer, int code, string says)
    {
        answer.Status.ShouldBe(code, answer.Text);
        if (answer.Header("Content-Type")!.StartsWith("text/xml", StringComparison.Ordinal))
        {
            var error = XDocument.Parse(answer.Text).Root!;
            error.Name.LocalName.ShouldBe("errors");
            error.Element("error")!.Element("code")!.Value.ShouldBe($"{code}");
            answer.Text.ShouldContain(says);
            return;
        }

        answer.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        answer.Json[0].GetProperty("code").GetInt32().ShouldBe(code);
        string.Join('\n', answer.Json.EnumerateArray().Select(e => e.Text("description"))).ShouldContain(says);
    }
}
