using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.Channels;

public sealed class RecoveryTests : TestDatabase, ILedger, IChannels
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedGateway _gateway = new();

    private readonly List<IReadOnlyList<InboundElement>> _recorded = [];

    private readonly List<ChannelAccount> _accounts = [Account("mail")];

    [Fact]
    public async Task What_came_before_a_failure_is_stored_with_its_position_and_nothing_behind_it_is_claimed()
    {
        using var recovery = Create();
        _gateway.Missed = (_, _) => Failing([Element(1), InboundElement.At("7"), Element(2)]);

        await Should.ThrowAsync<HttpRequestException>(() => recovery.Recover(_accounts[0], CancellationToken.None));

        _recorded.ShouldHaveSingleItem().Select(e => e.Key).ShouldBe(["m:1", "m:2"]);
        (await Lines("select position from recovery_cursors")).ShouldBe(["7"]);
    }

    [Fact]
    public async Task A_batch_ends_by_its_bytes_as_well_as_by_its_number()
    {
        using var recovery = Create();
        _gateway.Missed = (_, _) => Enumerable.Range(0, 10).Select(i => Element(i, 3 * 1024 * 1024)).ToAsyncEnumerable();
        await recovery.Recover(_accounts[0], CancellationToken.None);
        _recorded.Select(b => b.Count).ShouldBe([3, 3, 3, 1]);

        _recorded.Clear();
        _gateway.Missed = (_, _) => Enumerable.Range(0, 450).Select(i => Element(i)).ToAsyncEnumerable();
        await recovery.Recover(_accounts[0], CancellationToken.None);
        _recorded.Select(b => b.Count).ShouldBe([200, 200, 50]);
    }

    [Fact]
    public async Task A_provider_that_hangs_or_fails_delays_no_other_and_a_request_returns_at_once()
    {
        using var recovery = Create();
        _accounts.AddRange([Account("hanging"), Account("faulty")]);
        using var asked = new SemaphoreSlim(0);
        _gateway.Missed = (account, ct) =>
        {
            if (account.Name == "mail")
                asked.Release();
            return account.Name switch
            {
                "hanging" => Hanging(ct),
                "faulty" => throw new InvalidOperationException("a fault of the gateway"),
                _ => AsyncEnumerable.Empty<InboundElement>(),
            };
        };

        await recovery.StartAsync(CancellationToken.None);
        (await asked.WaitAsync(Patience)).ShouldBeTrue();
        recovery.Request(_accounts[1]);
        recovery.Request(_accounts[0]);
        (await asked.WaitAsync(Patience)).ShouldBeTrue();
        await recovery.StopAsync(CancellationToken.None);
    }

    Task ILedger.Record(
        ChannelAccount account, IReadOnlyList<InboundElement> elements, string? correlationId, CancellationToken ct)
    {
        _recorded.Add(elements);
        return Task.CompletedTask;
    }

    Task<bool> ILedger.Settled(ChannelAccount account, string key, TimeSpan atMost, CancellationToken ct) =>
        throw new NotSupportedException();

    IReadOnlyCollection<ChannelAccount> IChannels.Accounts => _accounts;

    ChannelAccount? IChannels.Find(string name) => _accounts.Find(a => a.Name == name);

    ChannelAccount? IChannels.Find(string name, string tenant) => _accounts.Find(a => a.Name == name && a.Tenant == tenant);

    Task<ChannelAccount?> IChannels.FindNow(string name, string tenant, CancellationToken ct) =>
        Task.FromResult(((IChannels)this).Find(name, tenant));

    ChannelAccount? IChannels.FirstConfigured(string provider) => _accounts.Find(a => a.Provider == provider);

    IChannelGateway IChannels.GatewayOf(ChannelAccount account) => _gateway;

    private Recovery Create() => new(
        Database, this, this, new Instance(Database, null!, NullLogger<Instance>.Instance), TimeProvider.System,
        NullLogger<Recovery>.Instance);

    private static ChannelAccount Account(string name) =>
        new("town", name, "scripted", "", "email", new Dictionary<string, string>());

    private static InboundElement Element(int number, int bytes = 1) => new($"m:{number}", "lane", new byte[bytes]);

    private static async IAsyncEnumerable<InboundElement> Failing(InboundElement[] before)
    {
        foreach (var element in before)
        {
            await Task.Yield();
            yield return element;
        }

        throw new HttpRequestException("No further.");
    }

    private static async IAsyncEnumerable<InboundElement> Hanging(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Delay(Timeout.Infinite, ct);
        yield break;
    }

    /// <summary>Tells what was missed; nothing else is asked of it.</summary>
    private sealed class ScriptedGateway : IChannelGateway
    {
        public Func<ChannelAccount, CancellationToken, IAsyncEnumerable<InboundElement>> Missed { get; set; } = null!;

        public string Provider => "scripted";

        public int MaxTextLength => 1;

        public FileRules Files => throw new NotSupportedException();

        IAsyncEnumerable<InboundElement> IChannelGateway.Missed(
            ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) => Missed(account, ct);

        public Inbound Decode(ReadOnlyMemory<byte> payload) => throw new NotSupportedException();

        public Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<LookupResult> LookUp(
            ChannelAccount account, OutgoingMessage message, DateTimeOffset since, IReadOnlySet<string> others,
            CancellationToken ct) => throw new NotSupportedException();

        public Task<MediaDownload> Fetch(
            ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
