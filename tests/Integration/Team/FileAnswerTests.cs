using System.Net.Http.Headers;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Team;

/// <summary>A colleague sends files of the citizen's tickets.</summary>
[Collection(nameof(PeopleHost))]
public sealed class FileAnswerTests(PeopleHost host) : PeopleTests(host)
{
    private static readonly byte[] Photo = Pictures.TellingJpeg();

    private static readonly byte[] Permit = [.. "%PDF-1.7 the permit"u8];

    [Fact]
    public async Task The_citizen_gets_the_files_without_what_they_tell_of_their_maker()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var ticket = await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);
        var file = await Upload(ana, ticket);

        var answered = await Answers(ana, talk, "This is the form.", file);

        answered.Status.ShouldBe(201, answered.Text);
        await Wait.Until(() => citizen.Replies.Count == 2, "he gets it");
        citizen.Replies[^1].Body.ShouldBe("This is the form.");
        var address = citizen.Replies[^1].MediaUrl[RunningHost.PublicUrl.Length..];
        var fetched = await Host.Get(address);
        fetched.Status.ShouldBe(200, fetched.Text);
        fetched.Header("Content-Type").ShouldBe("image/jpeg");
        fetched.Bytes.Length.ShouldBeInRange(1, Photo.Length - 1);
        fetched.Bytes.AsSpan(0, 2).SequenceEqual(Photo.AsSpan(0, 2)).ShouldBeTrue();
        Pictures.Tells(fetched.Bytes).ShouldBeFalse("it has no Exif");
        (await Host.Get(address.Replace("signature=", "signature=x", StringComparison.Ordinal))).ShouldBeProblem(403, "link.expired");
        (await Host.Get(address.Replace("expires=", "expires=9", StringComparison.Ordinal))).ShouldBeProblem(403, "link.expired");
        var said = (await ana.Reads(talk))["messages"].EnumerateArray().Last();
        said.GetProperty("mediaCount").GetInt32().ShouldBe(1);
        said.GetProperty("files")[0].GetProperty("id").GetGuid().ShouldBe(file);
        said.GetProperty("files")[0].GetProperty("size").GetInt64().ShouldBe(fetched.Bytes.Length, "the size of what was sent");
    }

    [Fact]
    public async Task Beside_a_document_the_text_comes_by_itself()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var ticket = await HandedOver(citizen);
        var file = await Upload(ana, ticket, Permit);

        (await Answers(ana, await Host.TalkWith(citizen), "This is the permit.", file)).Status.ShouldBe(201);

        await Wait.Until(() => citizen.Replies.Count == 3, "he gets both");
        citizen.Replies.Skip(1).Select(r => (r.Body, r.MediaUrl.Length > 0)).ShouldBe([("This is the permit.", false), ("", true)]);
    }

    [Fact]
    public async Task What_the_channel_does_not_take_is_refused_when_it_is_posted()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var ticket = await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);

        (await Refused(Pictures.TellingWebP())).ShouldContain("takes no image/webp");
        (await Refused([.. Photo[..^2], .. new byte[5 * 1024 * 1024], 0xFF, 0xD9])).ShouldContain("this channel takes 5242880");
        (await Refused(Photo[..^20])).ShouldContain("could not be cleaned");
        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(1);

        async Task<string> Refused(byte[] content)
        {
            var refused = await Answers(ana, talk, "Look", await Upload(ana, ticket, content));
            refused.ShouldBeProblem(400, "request.malformed");
            return refused["errors"].GetProperty("files")[0].GetString()!;
        }
    }

    [Fact]
    public async Task An_integrator_reads_the_copy_and_a_colleague_the_original()
    {
        var ana = await Comes("Ana");
        var file = await Upload(ana, await HandedOver(new Citizen(Host)));

        var shown = await Host.Get($"/api/v1/media/{file}", await Host.Key(ApiRole.Integrator));
        shown.Status.ShouldBe(200, shown.Text);
        Pictures.Tells(shown.Bytes).ShouldBeFalse();
        (await Host.Get($"/api/v1/media/{file}", ana.Key)).Bytes.ShouldBe(Photo);
        (await Host.Get($"/api/v1/media/{file}", await Host.Key(ApiRole.Admin))).Bytes.ShouldBe(Photo);
    }

    [Fact]
    public async Task An_integrator_finds_the_files_in_the_customer_s_history()
    {
        var ana = await Comes("Ana");
        var key = await Host.Key(ApiRole.Integrator);
        var person = $"person-{Guid.NewGuid():N}";
        var posted = await Host.Post("/api/v1/messages", new { externalId = person, text = "I want to talk to a human" }, key);
        var asked = posted;
        await Wait.Until(
            async () => (asked = await Host.Get(posted.Header("Location")!, key))["state"].GetString() == "processed", "it is processed");
        var talk = Guid.Parse((await Host.Lines($"select id::text from conversations where reply_address = '{person}'")).Single());
        var file = await Upload(ana, asked["trackingNumber"].GetString()!);

        (await Answers(ana, talk, "This is the form.", file)).Status.ShouldBe(201);

        await Wait.Until(
            async () => (await ana.Reads(talk))["messages"].EnumerateArray().Last().GetProperty("delivery").GetString() == "sent",
            "it is there for him");
        var customer = (await Host.Lines($"select customer_id::text from conversations where id = '{talk}'")).Single();
        var told = (await Host.Get($"/api/v1/customers/{customer}/history", key)).Items
            .Single(i => i.GetProperty("text").GetString() == "This is the form.");
        told.GetProperty("files")[0].GetProperty("id").GetGuid().ShouldBe(file);
        Pictures.Tells((await Host.Get($"/api/v1/media/{file}", key)).Bytes).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_need_no_text()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var ticket = await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);
        var (one, two) = (await Upload(ana, ticket), await Upload(ana, ticket));

        (await Answers(ana, talk, "", one, two)).Status.ShouldBe(201);

        await Wait.Until(() => citizen.Replies.Count == 3, "he gets both, each in a message of its own");
        citizen.Replies.Skip(1).ShouldAllBe(r => r.Body.Length == 0 && r.MediaUrl.Length > 0);
    }

    [Fact]
    public async Task What_is_none_of_his_is_refused_and_nothing_sent()
    {
        var ana = await Comes("Ana");
        var (citizen, other) = (new Citizen(Host), new Citizen(Host));
        await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);
        var others = await Upload(ana, await HandedOver(other));

        foreach (var file in new[] { others, Guid.NewGuid() })
        {
            var refused = await Answers(ana, talk, "This is the form.", file);
            refused.ShouldBeProblem(400, "request.malformed");
            refused["errors"].GetProperty("files")[0].GetString()!.ShouldContain("none of this citizen's tickets");
        }

        (await Answers(ana, talk, "")).ShouldBeProblem(400, "request.malformed");
        (await Answers(ana, talk, "x", others, others)).ShouldBeProblem(400, "request.malformed");
        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_gone_from_the_store_is_no_endless_trial()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var ticket = await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);
        var file = await Upload(ana, ticket, Permit);
        foreach (var stored in Directory.GetFiles(Host.MediaFolder, $"{file:N}*", SearchOption.AllDirectories))
        {
            File.Delete(stored);
        }

        (await Answers(ana, talk, "This is the form.", file)).Status.ShouldBe(201);

        await Wait.Until(
            async () => (await ana.Reads(talk))["messages"].EnumerateArray().Last().GetProperty("delivery").GetString() == "failed",
            "its failure is told");
        (await Host.Lines("select reason from outbox where state = 3 and reason = 'file_missing'")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_the_same_person_sent_elsewhere_is_his_too()
    {
        var ana = await Comes("Ana");
        var (citizen, also) = (new Citizen(Host), new Citizen(Host));
        await HandedOver(citizen);
        var talk = await Host.TalkWith(citizen);
        var file = await Upload(ana, await HandedOver(also));
        (await Answers(ana, talk, "This is the form.", file)).ShouldBeProblem(400, "request.malformed");
        var (root, other) = (await CustomerOf(citizen), await CustomerOf(also));
        (await Host.Post($"/api/v1/customers/{other}/merge", new { customerId = root }, ana.Key)).Status.ShouldBe(200);

        (await Answers(ana, talk, "This is the form.", file)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task While_the_media_store_is_away_it_is_told_so()
    {
        var ana = await Comes("Ana");
        var citizen = new Citizen(Host);
        var file = await Upload(ana, await HandedOver(citizen));
        var talk = await Host.TalkWith(citizen);
        foreach (var stored in Directory.GetFiles(Host.MediaFolder, $"{file:N}*", SearchOption.AllDirectories))
        {
            // A folder in its place cannot be read as a file.
            File.Delete(stored);
            Directory.CreateDirectory(stored);
        }

        var measured = await Answers(ana, talk, "This is the form.", file);
        var read = await Host.Get($"/api/v1/media/{file}", ana.Key);

        foreach (var answer in new[] { measured, read })
        {
            answer.ShouldBeProblem(503, "service.unavailable");
            answer["detail"].GetString()!.ShouldContain("media store");
            answer.Header("Retry-After").ShouldNotBeNull();
        }
    }

    private async Task<Guid> CustomerOf(Citizen citizen) => Guid.Parse(
        (await Host.Lines($"select customer_id::text from customer_identifiers where value = '{citizen.Phone}'")).Single());

    private static async Task<string> HandedOver(Citizen citizen) =>
        Citizen.NumberIn(await citizen.Asks("I want to talk to a human"));

    private async Task<Guid> Upload(Colleague colleague, string ticket, byte[]? file = null)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(file ?? Photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "files", "form.jpg");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Host.Url}/api/v1/tickets/{ticket}/media") { Content = form };
        request.Headers.Add("X-Api-Key", colleague.Key);
        var answer = await Host.Send(request);
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Items[0].GetProperty("id").GetGuid();
    }

    private async Task<Answer> Answers(Colleague colleague, Guid talk, string text, params Guid[] files) =>
        await Host.Post(
            $"/api/v1/conversations/{talk}/messages", new { text, files }, colleague.Key,
            ("If-Match", (await colleague.Reads(talk)).Header("ETag")!));
}
