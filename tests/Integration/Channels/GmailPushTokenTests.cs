using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class GmailPushTokenTests : IAsyncLifetime
{
    private const string Audience = "https://fte.example.org/api/v1/webhooks/gmail/mail";

    private readonly GmailGatewayFixture.SettableClock _clock = new();

    private static readonly HttpClient Http = new();

    private GmailStandIn _google = null!;

    private PushTokens _tokens = null!;

    public async Task InitializeAsync()
    {
        _google = await GmailStandIn.Start();
        _tokens = new PushTokens(new GoogleKeys(Http, _clock), _clock);
    }

    public async Task DisposeAsync()
    {
        await _google.DisposeAsync();
    }

    [Fact]
    public async Task Googles_token_for_us_is_valid()
    {
        (await IsValid(_google.Push.Token(Audience))).ShouldBeTrue();
        (await IsValid(_google.Push.Token(Audience, c => c["iss"] = "accounts.google.com"))).ShouldBeTrue();
        _google.KeyRequests.ShouldBe(1);
    }

    public static TheoryData<string, JsonNode?> Wrong => new()
    {
        { "aud", "https://elsewhere.example.org" },
        { "aud", null },
        { "iss", "https://accounts.evil.example" },
        { "email", "other@town.iam.gserviceaccount.com" },
        { "email_verified", false },
        { "email_verified", null },
        { "exp", DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() },
        { "exp", null },
        { "iat", DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds() },
        { "iat", null },
        { "exp", "soon" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_token_with_a_wrong_claim_is_not(string claim, JsonNode? value) =>
        (await IsValid(_google.Push.Token(Audience, c => c[claim] = value?.DeepClone()))).ShouldBeFalse();

    [Fact]
    public async Task A_token_signed_by_another_key_or_algorithm_is_not()
    {
        using var foreign = RSA.Create(2_048);
        (await IsValid(_google.Push.Token(Audience, key: foreign))).ShouldBeFalse();
        (await IsValid(_google.Push.Token(Audience, algorithm: "HS256"))).ShouldBeFalse();
        (await IsValid(_google.Push.Token(Audience, algorithm: "none"))).ShouldBeFalse();
        var token = _google.Push.Token(Audience);
        (await IsValid(token[..^2])).ShouldBeFalse();
        (await IsValid(token[..(token.LastIndexOf('.') + 1)])).ShouldBeFalse();
        (await IsValid(token.Replace('.', '/'))).ShouldBeFalse();
        (await IsValid("")).ShouldBeFalse();
        (await IsValid(new string('a', 100_000))).ShouldBeFalse();
    }

    [Fact]
    public async Task An_account_without_service_account_accepts_nothing() =>
        (await _tokens.IsValid(
            $"Bearer {_google.Push.Token(Audience, c => c["email"] = "")}", "", Audience, $"{_google.BaseUrl}/certs", default))
        .ShouldBeFalse();

    [Fact]
    public async Task A_new_key_is_fetched_and_an_invented_one_not_again_and_again()
    {
        (await IsValid(_google.Push.Token(Audience))).ShouldBeTrue();
        _google.Push.KeyId = "key-2";
        _clock.Ahead = TimeSpan.FromMinutes(2);
        (await IsValid(_google.Push.Token(Audience))).ShouldBeTrue();
        _google.KeyRequests.ShouldBe(2);

        var invented = _google.Push.Token(Audience).Split('.');
        invented[0] = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"RS256","kid":"invented"}"""u8);
        foreach (var _ in Enumerable.Range(0, 20))
            (await IsValid(string.Join('.', invented))).ShouldBeFalse();
        _google.KeyRequests.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_names_a_key_and_hangs_up_keeps_nobody_from_asking()
    {
        using var held = new HeldHandler();
        using var http = new HttpClient(held);
        var keys = new GoogleKeys(http, _clock);
        using var hangUp = new CancellationTokenSource();
        var url = $"{_google.BaseUrl}/certs";

        var first = keys.Find(url, "invented", hangUp.Token);
        await held.Asked.Task;
        await hangUp.CancelAsync();
        held.Go.SetResult();
        await Task.WhenAny(first);

        (await keys.Find(url, _google.Push.KeyId, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Keys_are_fetched_again_after_half_a_day()
    {
        await IsValid(_google.Push.Token(Audience));
        _clock.Ahead = TimeSpan.FromHours(12.1);
        await IsValid(_google.Push.Token(Audience));
        _google.KeyRequests.ShouldBe(2);
    }

    [Fact]
    public async Task Without_keys_nothing_is_valid()
    {
        var token = _google.Push.Token(Audience);
        await _google.DisposeAsync();
        (await IsValid(token)).ShouldBeFalse();
    }

    /// <summary>Lets a request leave only when it is told to.</summary>
    private sealed class HeldHandler() : DelegatingHandler(new HttpClientHandler())
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Go { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            Asked.TrySetResult();
            await Go.Task.WaitAsync(ct);
            return await base.SendAsync(request, ct);
        }
    }

    private Task<bool> IsValid(string token) => _tokens.IsValid(
        $"Bearer {token}", GooglePush.ServiceAccount, Audience, $"{_google.BaseUrl}/certs", CancellationToken.None);
}
