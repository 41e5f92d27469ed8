using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Team;

/// <summary>Somebody of the team, with a key of his own.</summary>
internal sealed class Colleague
{
    private readonly RunningHost _host;

    private Colleague(RunningHost host, Guid id, string key) => (_host, Id, Key) = (host, id, key);

    public Guid Id { get; }

    public string Key { get; }

    public static async Task<Colleague> Join(
        RunningHost host, string name, string[]? skills = null, string[]? languages = null, string tenant = "default")
    {
        var admin = await host.Key(ApiRole.Admin, tenant);
        var joined = await host.Post("/api/v1/admin/team", new { name, skills, languages }, admin);
        joined.Status.ShouldBe(201, joined.Text);
        var id = joined["id"].GetGuid();
        var key = await host.Post("/api/v1/admin/api-keys", new { role = "staff", label = name, memberId = id }, admin);
        key.Status.ShouldBe(201, key.Text);
        return new Colleague(host, id, key["key"].GetString()!);
    }

    public Task<Answer> Comes() => Presence(true);

    public Task<Answer> Goes() => Presence(false);

    public Task<Answer> Presence(bool online) =>
        _host.Ask(HttpMethod.Put, "/api/v1/team/me/online", new { online }, Key);

    public Task<Answer> Inbox(string list = "mine", string more = "") => _host.Get($"/api/v1/inbox?list={list}{more}", Key);

    public Task<Answer> Reads(Guid conversation) => _host.Get($"/api/v1/conversations/{conversation}", Key);

    public Task<Answer> TakesOver(Guid conversation) =>
        _host.Post($"/api/v1/conversations/{conversation}/takeover", null, Key);

    public Task<Answer> HandsBack(Guid conversation) =>
        _host.Post($"/api/v1/conversations/{conversation}/handback", null, Key);

    public Task<Answer> Closes(Guid conversation, string? resolution = null) =>
        _host.Post($"/api/v1/conversations/{conversation}/close", new { resolution }, Key);

    /// <summary>Answers to what he reads now.</summary>
    public async Task<Answer> Answers(Guid conversation, string text, params (string, string)[] headers) =>
        await Answers(conversation, text, (await Reads(conversation)).Header("ETag")!, headers);

    public Task<Answer> Answers(Guid conversation, string text, string etag, params (string, string)[] headers) =>
        _host.Post($"/api/v1/conversations/{conversation}/messages", new { text }, Key, [.. headers, ("If-Match", etag)]);
}
