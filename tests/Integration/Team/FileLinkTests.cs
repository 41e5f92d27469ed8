using System.Net.Http.Headers;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.Integration.Api;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Team;

/// <summary>The addresses from which Twilio fetches what is sent.</summary>
[Collection(nameof(PeopleHost))]
public sealed class FileLinkTests(PeopleHost host) : PeopleTests(host)
{
    private static readonly byte[] Permit = [.. "%PDF-1.7 the permit"u8];

    [Fact]
    public async Task A_link_works_for_a_day()
    {
        var file = await Upload();
        var now = DateTimeOffset.UtcNow;

        var fetched = await Host.Get(Link("main", file, now.AddHours(-23.9)));
        fetched.Status.ShouldBe(200, fetched.Text);
        fetched.Bytes.ShouldBe(Permit);
        (await Host.Get(Link("main", file, now.AddHours(-24.1)))).ShouldBeProblem(403, "link.expired");
        (await Host.Get(Link("main", file, now).Split('?')[0])).ShouldBeProblem(403, "link.expired");
    }

    [Fact]
    public async Task Its_head_tells_the_type_and_the_size_and_nothing_else()
    {
        var head = await Host.Ask(HttpMethod.Head, Link("main", await Upload(), DateTimeOffset.UtcNow), null);
        head.Status.ShouldBe(200);
        head.Header("Content-Type").ShouldBe("application/pdf");
        head.Header("Content-Length").ShouldBe($"{Permit.Length}");
        head.Bytes.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_account_s_link_is_none_of_another_s()
    {
        var file = await Upload();
        var now = DateTimeOffset.UtcNow;

        (await Host.Get(Link("main", file, now).Replace("/main/", "/north/", StringComparison.Ordinal)))
            .ShouldBeProblem(403, "link.expired");
        (await Host.Get(Link("main", file, now).Replace("/main/", "/nobody/", StringComparison.Ordinal)))
            .ShouldBeProblem(404, "channel.not_found");
        (await Host.Get(Link("north", file, now))).ShouldBeProblem(404, "media.not_found");
        (await Host.Get(Link("main", Guid.NewGuid(), now))).ShouldBeProblem(404, "media.not_found");
    }

    private string Link(string account, Guid media, DateTimeOffset now) => TwilioFileLink.Of(
        $"/api/v1/webhooks/whatsapp/twilio/{account}", Host.Host.App.Services.GetRequiredService<IChannels>().Find(account)!, media, now);

    private async Task<Guid> Upload()
    {
        var ana = await Comes("Ana");
        var ticket = Citizen.NumberIn(await new Citizen(Host).Asks("I want to talk to a human"));
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(Permit);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(content, "files", "permit.pdf");
        var answer = await Host.Post($"/api/v1/tickets/{ticket}/media", form, ana.Key);
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Items[0].GetProperty("id").GetGuid();
    }
}
