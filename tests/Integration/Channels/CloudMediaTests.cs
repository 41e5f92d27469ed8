using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class CloudMediaTests
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 1, 2, 3];

    private readonly SettableClock _clock = new() { Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_fetched_by_its_id(bool is360)
    {
        await using var fixture = await CloudGatewayFixture.Start(is360);
        var id = fixture.Cloud.AddFile("image/jpeg", Photo);

        var fetched = (await Fetch(fixture, id)).ShouldBeOfType<MediaDownload.Fetched>();

        fetched.Content.ToArray().ShouldBe(Photo);
        fetched.DeclaredType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task An_id_is_asked_for_anew_when_its_address_has_expired_and_gone_after_a_week()
    {
        await using var fixture = await CloudGatewayFixture.Start(clock: _clock);
        var id = fixture.Cloud.AddFile("image/jpeg", Photo);
        await Fetch(fixture, id);

        _clock.Now += TimeSpan.FromMinutes(6);
        (await Fetch(fixture, id)).ShouldBeOfType<MediaDownload.Fetched>();
        _clock.Now += TimeSpan.FromDays(7);
        (await Fetch(fixture, id)).ShouldBe(new MediaDownload.Refused("not_found"));
    }

    [Fact]
    public async Task What_does_not_work_now_is_tried_again()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        var id = fixture.Cloud.AddFile("image/jpeg", Photo);

        (await Fetch(fixture, id, fixture.With("AccessToken", "wrong"))).ShouldBe(new MediaDownload.Failed("credentials"));
        (await Fetch(fixture, id, fixture.With("AccessToken", ""))).ShouldBe(new MediaDownload.Failed("settings"));
        await fixture.Cloud.DisposeAsync();
        (await Fetch(fixture, id)).ShouldBe(new MediaDownload.Failed("unreachable"));
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("../../me")]
    [InlineData("file:///etc/passwd")]
    public async Task No_other_host_sees_the_credential(string reference)
    {
        await using var fixture = await CloudGatewayFixture.Start();
        var source = new AskedSource();
        await fixture.Gateway.Fetch(fixture.Account, reference, source, CancellationToken.None);
        (source.Asked?.Authorization).ShouldBeNull();
        (source.Asked?.Trusted).ShouldBeNull();
    }

    [Fact]
    public async Task Through_360dialog_every_address_leads_to_its_own_host()
    {
        await using var fixture = await CloudGatewayFixture.Start(is360: true);
        var source = new AskedSource();
        await fixture.Gateway.Fetch(fixture.Account, "https://lookaside.fbsbx.com/a/b?mid=1", source, CancellationToken.None);

        var asked = source.Asked.ShouldNotBeNull();
        asked.ShouldBe(new MediaRequest(
            new Uri($"{fixture.Cloud.BaseUrl}/a/b?mid=1"), fixture.Cloud.Token, "D360-API-KEY", new Uri(fixture.Cloud.BaseUrl)));
    }

    private static async Task<MediaDownload> Fetch(CloudGatewayFixture fixture, string id, ChannelAccount? account = null)
    {
        using var source = new GuardedMediaSource(new MediaOptions(), TimeProvider.System);
        return await fixture.Gateway.Fetch(account ?? fixture.Account, id, source, CancellationToken.None);
    }

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class AskedSource : IMediaSource
    {
        public MediaRequest? Asked { get; private set; }

        public Task<MediaDownload> Fetch(MediaRequest request, CancellationToken ct)
        {
            Asked = request;
            return Task.FromResult<MediaDownload>(new MediaDownload.Refused("not_asked"));
        }
    }
}
