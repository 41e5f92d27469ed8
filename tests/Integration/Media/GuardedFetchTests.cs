using System.Net;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Integration.Media;

public sealed class GuardedFetchTests : IAsyncLifetime
{
    private const string Credential = "Basic c2VjcmV0";

    private MediaServer _server = null!;

    public async Task InitializeAsync() => _server = await MediaServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_file_is_fetched_with_the_credential()
    {
        var file = (await Fetch("/photo?name=attachment;filename=\"../../hole.jpg\""))
            .ShouldBeOfType<MediaDownload.Fetched>();

        file.Content.ToArray().ShouldBe(MediaServer.Photo);
        file.DeclaredType.ShouldBe("image/jpeg");
        file.FileName.ShouldBe("hole.jpg");
        _server.Requests.ShouldBe([("127.0.0.1", "/photo", Credential)]);
    }

    [Fact]
    public async Task A_redirect_within_the_origin_keeps_the_credential()
    {
        (await Fetch("/to?code=307&address=/photo")).ShouldBeOfType<MediaDownload.Fetched>();
        _server.Requests.ShouldBe([("127.0.0.1", "/to", Credential), ("127.0.0.1", "/photo", Credential)]);
    }

    [Fact]
    public async Task Another_host_never_sees_the_credential_nor_does_the_first_one_again()
    {
        var back = _server.At("127.0.0.1", "/photo");
        var other = _server.At("localhost", $"/to?code=302&address={Uri.EscapeDataString(back.ToString())}");

        (await FetchVia(other.ToString())).ShouldBeOfType<MediaDownload.Fetched>();

        _server.Requests.ShouldBe(
            [("127.0.0.1", "/to", Credential), ("localhost", "/to", null), ("127.0.0.1", "/photo", null)]);
    }

    [Fact]
    public async Task Three_redirects_are_followed() =>
        (await Fetch("/loop/2")).ShouldBeOfType<MediaDownload.Fetched>();

    [Theory]
    [InlineData("/loop/3")]
    [InlineData("/loop/1000")]
    public async Task More_are_not(string path)
    {
        (await Fetch(path)).ShouldBe(new MediaDownload.Refused("too_many_redirects"));
        _server.Requests.Count.ShouldBe(1 + GuardedMediaSource.MaxRedirects);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://inside.example/")]
    [InlineData("https://mixed.example/")]
    public async Task A_redirect_to_an_address_that_is_not_public_is_refused(string address) =>
        (await FetchVia(address)).ShouldBe(new MediaDownload.Refused("address_not_public"));

    [Theory]
    [InlineData("http://8.8.8.8/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://8.8.8.8/")]
    [InlineData("gopher://8.8.8.8/")]
    public async Task A_redirect_away_from_https_is_refused(string address) =>
        (await FetchVia(address)).ShouldBe(new MediaDownload.Refused("redirect_not_https"));

    [Fact]
    public async Task An_allowed_name_that_leads_inside_is_refused()
    {
        using var source = Source(allowed: "inside.example");
        (await source.Fetch(new(new Uri("https://inside.example/photo"), Credential), default))
            .ShouldBe(new MediaDownload.Refused("address_not_public"));
    }

    [Fact]
    public async Task A_host_that_is_not_named_is_not_asked()
    {
        using var source = Source(allowed: "api.twilio.com");
        (await source.Fetch(new(_server.At("127.0.0.1", "/photo"), Credential), default))
            .ShouldBe(new MediaDownload.Refused("host_not_allowed"));
        (await source.Fetch(new(new Uri("/photo", UriKind.Relative), Credential), default))
            .ShouldBe(new MediaDownload.Refused("host_not_allowed"));
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_largest_file_is_fetched()
    {
        (await Fetch($"/declared/{GuardedMediaSource.MaxBytes}")).ShouldBeOfType<MediaDownload.Fetched>();
        (await Fetch($"/chunked/{GuardedMediaSource.MaxBytes}"))
            .ShouldBeOfType<MediaDownload.Fetched>().Content.Length.ShouldBe(GuardedMediaSource.MaxBytes);
    }

    [Theory]
    [InlineData("/declared/16777217")]
    [InlineData("/declared/9999999999")]
    [InlineData("/chunked/16777217")]
    [InlineData("/chunked/9999999999")]
    public async Task A_larger_one_is_refused(string path) =>
        (await Fetch(path)).ShouldBe(new MediaDownload.Refused("too_large"));

    [Theory]
    [InlineData(204, "empty")]
    [InlineData(200, "empty")]
    [InlineData(400, "http_400")]
    [InlineData(304, "http_304")]
    [InlineData(302, "http_302")]
    [InlineData(401, "forbidden")]
    [InlineData(403, "forbidden")]
    [InlineData(410, "not_found")]
    public async Task What_another_try_cannot_change_is_refused(int status, string reason) =>
        (await Fetch($"/status/{status}")).ShouldBe(new MediaDownload.Refused(reason));

    [Theory]
    [InlineData(404, "http_404")]
    [InlineData(408, "http_408")]
    [InlineData(429, "http_429")]
    [InlineData(500, "http_5xx")]
    [InlineData(503, "http_5xx")]
    public async Task What_may_pass_has_failed_for_now(int status, string reason) =>
        (await Fetch($"/status/{status}")).ShouldBe(new MediaDownload.Failed(reason));

    [Fact]
    public async Task A_body_that_breaks_off_has_failed() =>
        (await Fetch("/broken")).ShouldBe(new MediaDownload.Failed("interrupted"));

    [Fact]
    public async Task A_body_that_never_ends_runs_into_the_cap()
    {
        using var source = Source(maxDuration: TimeSpan.FromMilliseconds(200));
        (await source.Fetch(new(_server.At("127.0.0.1", "/stuck"), null), default))
            .ShouldBe(new MediaDownload.Failed("timeout"));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_has_failed() =>
        (await FetchVia("https://unknown.example/")).ShouldBe(new MediaDownload.Failed("unreachable"));

    [Fact]
    public async Task The_callers_own_stop_is_no_result()
    {
        using var source = Source();
        using var stop = new CancellationTokenSource();
        var fetch = source.Fetch(new(_server.At("127.0.0.1", "/stuck"), null), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => fetch);
    }

    private Task<MediaDownload> FetchVia(string address) =>
        Fetch($"/to?code=302&address={Uri.EscapeDataString(address)}");

    private async Task<MediaDownload> Fetch(string pathAndQuery)
    {
        using var source = Source();
        return await source.Fetch(new(_server.At("127.0.0.1", pathAndQuery), Credential), default);
    }

    private GuardedMediaSource Source(string? allowed = null, TimeSpan? maxDuration = null)
    {
        string[] origins = [$"http://127.0.0.1:{_server.Port}", $"http://localhost:{_server.Port}"];
        var options = new MediaOptions { AllowedHosts = allowed is null ? origins : [allowed] };
        return new GuardedMediaSource(
            options, TimeProvider.System, maxDuration ?? GuardedMediaSource.MaxDuration, Resolve);
    }

    private static Task<IPAddress[]> Resolve(string host, CancellationToken ct) => host switch
    {
        "localhost" or "inside.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        "mixed.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]),
        "unknown.example" => Task.FromResult<IPAddress[]>([]),
        _ => Dns.GetHostAddressesAsync(host, ct),
    };
}
