using CleanFte.Application.Tenants;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>Files that a reporter or an integrator adds, and how they are read again.</summary>
[Collection(nameof(SharedHost))]
public sealed class MediaUploadTests(SharedHost host)
{
    private static readonly byte[] Photo = Pictures.TellingJpeg();

    [Fact]
    public async Task The_reporter_adds_a_file_with_his_access_code()
    {
        var (ticket, code) = await Report();

        var answer = await Upload(ticket, Photo, "image/jpeg", null, ("X-Access-Code", code));

        answer.Status.ShouldBe(201, answer.Text);
        var kept = answer.Items.ShouldHaveSingleItem();
        kept.GetProperty("status").GetString().ShouldBe("attached");
        kept.GetProperty("size").GetInt64().ShouldBe(Photo.Length);
    }

    [Fact]
    public async Task A_file_is_read_as_an_attachment_that_no_browser_runs()
    {
        var (ticket, _) = await Report();
        var key = await host.Key(ApiRole.Integrator);
        var id = (await Upload(ticket, Photo, "image/jpeg", key)).Items[0].GetProperty("id");

        var file = await host.Get($"/api/v1/media/{id}", await host.Key(ApiRole.Staff));

        file.Status.ShouldBe(200);
        file.Bytes.ShouldBe(Photo);
        file.Header("Content-Type").ShouldBe("image/jpeg");
        file.Header("Content-Disposition")!.ShouldStartWith("attachment;");
        file.Header("X-Content-Type-Options").ShouldBe("nosniff");
        (await host.Get($"/api/v1/media/{id}", await host.Key(ApiRole.Integrator, RunningHost.OtherTenant)))
            .ShouldBeProblem(404, "media.not_found");
        (await host.Get($"/api/v1/media/{id}")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_wrong_access_code_or_none_is_refused()
    {
        var (ticket, _) = await Report();
        var (_, others) = await Report();

        (await Upload(ticket, Photo, "image/jpeg")).ShouldBeProblem(403, "ticket.bad_access_code");
        (await Upload(ticket, Photo, "image/jpeg", null, ("X-Access-Code", others)))
            .ShouldBeProblem(403, "ticket.bad_access_code");
        (await Upload(ticket, Photo, "image/jpeg", await host.Key(ApiRole.Analyst)))
            .ShouldBeProblem(403, "ticket.bad_access_code");
    }

    [Theory]
    [InlineData("MZ, a program", "application/pdf", "unknown_type")]
    [InlineData("%PDF-1.7", "image/png", "type_mismatch")]
    public async Task A_file_that_is_not_what_it_claims_is_refused_on_the_ticket(
        string content, string type, string reason)
    {
        var (ticket, code) = await Report();

        var answer = await Upload(
            ticket, System.Text.Encoding.ASCII.GetBytes(content), type, null, ("X-Access-Code", code));

        answer.Status.ShouldBe(422, answer.Text);
        var listed = (await host.Get($"/api/v1/tickets/{ticket}/media", await host.Key(ApiRole.Staff))).Items;
        listed.ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_too_large()
    {
        var (ticket, code) = await Report();
        byte[] large = [.. Photo, .. new byte[16 * 1024 * 1024]];

        var answer = await Upload(ticket, large, "image/jpeg", null, ("X-Access-Code", code));

        answer.Status.ShouldBe(413, answer.Text);
        (await host.Get($"/api/v1/tickets/{ticket}/media", await host.Key(ApiRole.Staff))).Items
            .ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("too_large");
    }

    [Fact]
    public async Task Something_else_than_a_form_of_files_is_refused()
    {
        var (ticket, code) = await Report();
        var path = $"/api/v1/tickets/{ticket}/media";

        (await host.Post(path, new { file = "photo" }, null, ("X-Access-Code", code)))
            .ShouldBeProblem(415, "request.unsupported_media_type");
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        (await host.Post(path, empty, null, ("X-Access-Code", code))).ShouldBeProblem(400, "request.malformed");
        using var broken = new ByteArrayContent("--nonsense"u8.ToArray());
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=frontier");
        (await host.Post(path, broken, null, ("X-Access-Code", code))).ShouldBeProblem(400, "request.malformed");
    }

    private async Task<(string Ticket, string Code)> Report()
    {
        var answer = await host.Post(FormTests.Path, FormTests.Report());
        return (answer["trackingNumber"].GetString()!, answer["accessCode"].GetString()!);
    }

    private Task<Answer> Upload(
        string ticket, byte[] content, string type, string? key = null, params (string Name, string Value)[] headers) =>
        host.Post($"/api/v1/tickets/{ticket}/media", TextAssertions.Upload(content, type), key, headers);
}
