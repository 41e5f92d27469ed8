using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Channels;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Unit.Media;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Sandbox;

/// <summary>The phone to try it on, where an administrator has it.</summary>
[Collection(nameof(SandboxHost))]
public sealed class SandboxTests(SandboxHost host)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private static int _citizens;

    private readonly string _from = $"+3460012{Interlocked.Increment(ref _citizens):0000}";

    /// <summary>The web application's client is made from this and from the whole document.</summary>
    [Fact]
    public async Task The_document_is_as_approved()
    {
        var document = JsonNode.Parse((await host.Get("/openapi/v1.json")).Text)!;
        var paths = document["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/v1/sandbox", StringComparison.Ordinal));
        var schemas = document["components"]!["schemas"]!.AsObject()
            .Where(s => s.Key == "IFormFile" || s.Key.StartsWith("Sandbox", StringComparison.Ordinal));
        var own = new JsonObject
        {
            ["openapi"] = document["openapi"]!.DeepClone(),
            ["paths"] = Sorted(paths),
            ["components"] = new JsonObject { ["schemas"] = Sorted(schemas) },
        };

        own.ToJsonString(Readable).ReplaceLineEndings("\n").ShouldMatchApproved();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ApiRole.Staff)]
    [InlineData(ApiRole.Integrator)]
    [InlineData(ApiRole.Operator)]
    public async Task Whoever_is_no_administrator_plays_nobody(ApiRole? role)
    {
        var key = role is { } known ? await host.Key(known) : null;

        (await host.Get("/api/v1/sandbox", key)).ShouldBeProblem(401, "sandbox.bad_token");
        (await host.Post("/api/v1/sandbox/messages", new { from = _from, text = "Hello" }, key))
            .ShouldBeProblem(401, "sandbox.bad_token");
        (await host.Post("/api/v1/sandbox/colleague", null, key)).ShouldBeProblem(401, "sandbox.bad_token");
    }

    [Fact]
    public async Task The_token_opens_nothing_outside_development()
    {
        var account = host.Host.App.Services.GetRequiredService<IChannels>().Accounts.First(a => a.IsSandbox);
        var token = account.Setting("AuthToken");
        token.ShouldNotBeEmpty();

        (await host.Get("/api/v1/sandbox", null, ("X-Sandbox-Token", token))).ShouldBeProblem(401, "sandbox.bad_token");
        (await host.Get($"/api/v1/sandbox/messages?from={Uri.EscapeDataString(_from)}", null, ("X-Sandbox-Token", token)))
            .ShouldBeProblem(401, "sandbox.bad_token");
    }

    [Fact]
    public async Task An_administrator_of_another_tenant_plays_nobody_here() =>
        (await host.Get("/api/v1/sandbox", await host.Key(ApiRole.Admin, RunningHost.OtherTenant)))
            .ShouldBeProblem(401, "sandbox.bad_token");

    [Fact]
    public async Task An_account_of_somebody_else_is_refused() =>
        (await Admin("/api/v1/sandbox/messages", new { from = _from, text = "Hello", account = "main" }))
            .ShouldBeProblem(400, "sandbox.unknown_account");

    [Fact]
    public async Task A_citizens_story_tells_the_message_the_run_the_ticket_and_the_reply()
    {
        (await Admin("/api/v1/sandbox/messages", new { from = _from, text = "There is a deep pothole at Calle Mayor 3" }))
            .Status.ShouldBe(202);

        var story = await Story(types => types.Contains("reply_sent"));

        story.ShouldContain(e => e.Stream == "conversation" && e.Type == "message_received");
        story.ShouldContain(e => e.Stream == "agent_run" && e.Type == "agent_ran");
        story.ShouldContain(e => e.Stream == "ticket" && e.Type == "ticket_created");
        story.Select(e => e.Sequence).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_message_sent_again_by_the_phone_is_one()
    {
        var message = new { from = _from, text = "There is a deep pothole at Calle Mayor 3", id = Guid.NewGuid() };
        var first = await Admin("/api/v1/sandbox/messages", message);
        var again = await Admin("/api/v1/sandbox/messages", message);

        again.Text.ShouldBe(first.Text);
        await Admin("/api/v1/sandbox/messages", new { from = _from, text = "It is dangerous" });
        var story = await Story(types => types.Contains("reply_sent"));
        await Wait.Until(
            async () => (story = await Story(_ => true)).Any(e => e.Data.ToString().Contains("It is dangerous")), "the message after it");
        story.Count(e => e.Type == "message_received" && e.Data.GetProperty("text").GetString() == message.text).ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_from_the_phone_becomes_evidence()
    {
        var kept = await Upload(Pictures.Png(), "image/png");
        kept.Status.ShouldBe(201, kept.Text);

        await Admin("/api/v1/sandbox/messages", new
        {
            from = _from,
            text = "There is a deep pothole at Calle Mayor 3",
            photos = new[] { new { reference = kept["reference"].GetString(), contentType = "image/png" } },
        });

        await Story(types => types.Contains("media_attached"));
    }

    [Fact]
    public async Task A_photo_from_the_phone_goes_with_whom_it_came_from()
    {
        var kept = await Upload(Pictures.Png(), "image/png");
        await Admin("/api/v1/sandbox/messages", new
        {
            from = _from,
            text = "There is a deep pothole at Calle Mayor 3",
            photos = new[] { new { reference = kept["reference"].GetString(), contentType = "image/png" } },
        });
        await Story(types => types.Contains("media_attached") && types.Contains("reply_sent"));
        await Wait.Until(
            async () => await host.Scalar<bool>("select not exists (select from inbox where state = 0 and account <> '@timers')"), "all is done");
        File.Exists(StoredAt(kept)).ShouldBeTrue();
        var found = await host.Get($"/api/v1/customers?identifier={Uri.EscapeDataString(_from)}", await host.Key(ApiRole.Admin));

        var erased = await Admin($"/api/v1/customers/{found.Items[0].GetProperty("id")}/erase", null);

        erased.Status.ShouldBe(200, erased.Text);
        File.Exists(StoredAt(kept)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_photo_from_the_phone_does_not_stay_for_ever()
    {
        var first = StoredAt(await Upload(Pictures.Png(), "image/png"));
        File.Exists(first).ShouldBeTrue();
        await host.Lines("update timers set due = now() - interval '1 second' where kind = 'erase_files' returning 1");

        // Setting its timer makes the service look at all of them.
        var second = StoredAt(await Upload(Pictures.Png(), "image/png"));

        await Wait.Until(() => Task.FromResult(!File.Exists(first)), "the photo is removed");
        File.Exists(second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_receipt_is_what_became_of_the_reply()
    {
        await Admin("/api/v1/sandbox/messages", new { from = _from, text = "There is a deep pothole at Calle Mayor 3" });
        var sent = (await Story(types => types.Contains("reply_sent"))).First(e => e.Type == "reply_sent");

        (await Admin("/api/v1/sandbox/receipts", new { part = sent.Data.GetProperty("part").GetGuid(), status = "read" }))
            .Status.ShouldBe(204);

        await Story(types => types.Contains("reply_read"));
    }

    [Fact]
    public async Task A_receipt_that_says_something_else_is_refused() =>
        (await Admin("/api/v1/sandbox/receipts", new { part = Guid.NewGuid(), status = "failed" }))
            .ShouldBeProblem(400, "request.malformed");

    [Fact]
    public async Task The_demo_colleague_works_with_a_key_of_his_own_and_is_one()
    {
        var first = await Admin("/api/v1/sandbox/colleague", null);
        first.Status.ShouldBe(201, first.Text);
        var second = await Admin("/api/v1/sandbox/colleague", null);

        second["memberId"].GetGuid().ShouldBe(first["memberId"].GetGuid());
        var me = await host.Get("/api/v1/team/me", second["key"].GetString());
        me["id"].GetGuid().ShouldBe(first["memberId"].GetGuid());
        (await host.Get("/api/v1/admin/team", second["key"].GetString())).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Staff_read_a_conversations_events_and_others_do_not()
    {
        await Admin("/api/v1/sandbox/messages", new { from = _from, text = "There is a deep pothole at Calle Mayor 3" });
        var conversation = (await Story(types => types.Contains("reply_sent"))).First(e => e.Stream == "conversation").StreamId;
        var path = $"/api/v1/conversations/{conversation}/events";

        (await host.Get(path, await host.Key(ApiRole.Staff))).Text.ShouldContain("agent_ran");
        (await host.Get(path, await host.Key(ApiRole.Staff, RunningHost.OtherTenant))).Status.ShouldBe(404);
        (await host.Get(path, await host.Key(ApiRole.Integrator))).Status.ShouldBe(403);
        (await host.Get($"/api/v1/conversations/{Guid.NewGuid()}/events", await host.Key(ApiRole.Staff))).Status.ShouldBe(404);
    }

    private async Task<Answer> Admin(string path, object? body) => await host.Post(path, body, await host.Key(ApiRole.Admin));

    private async Task<Answer> Upload(byte[] content, string type)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await Admin("/api/v1/sandbox/photos", new MultipartFormDataContent { { file, "file", "photo" } });
    }

    private string StoredAt(Answer kept) => Path.Combine(
        host.MediaFolder, SandboxGateway.KeyOf(ITenants.Default, kept["reference"].GetString()!));

    /// <summary>What happened to this test's citizen, once it has what is waited for.</summary>
    private async Task<List<Event>> Story(Func<HashSet<string>, bool> isThere)
    {
        var events = new List<Event>();
        await Wait.Until(
            async () =>
            {
                var answer = await host.Get(
                    $"/api/v1/sandbox/story?from={Uri.EscapeDataString(_from)}", await host.Key(ApiRole.Admin));
                events =
                [
                    .. answer["items"].EnumerateArray().Select(e => new Event(
                        e.GetProperty("sequence").GetInt64(), e.GetProperty("stream").GetString()!,
                        e.GetProperty("streamId").GetGuid(), e.GetProperty("type").GetString()!, e.GetProperty("data"))),
                ];
                return isThere([.. events.Select(e => e.Type)]);
            },
            "the citizen's story");
        return events;
    }

    private static JsonObject Sorted(IEnumerable<KeyValuePair<string, JsonNode?>> items) =>
        new(items.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private sealed record Event(long Sequence, string Stream, Guid StreamId, string Type, JsonElement Data);
}
