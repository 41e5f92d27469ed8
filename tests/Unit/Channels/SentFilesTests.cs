using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.CloudApi;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.Infrastructure.Channels.Waha;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Unit.Channels;

/// <summary>Files are read when it is the message's turn, a few messages at a time.</summary>
public sealed class SentFilesTests
{
    private static readonly byte[] Content = [1, 2, 3];

    /// <summary>Longer than an answer takes that waits for nothing.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    private readonly Shelf _shelf = new();

    [Fact]
    public async Task A_message_leaves_with_its_files()
    {
        var gateway = new Provider();

        (await Send(gateway)).ShouldBeOfType<SendResult.Accepted>();

        gateway.Sent.ShouldHaveSingleItem().Files.Select(f => f.Content.ToArray()).ShouldBe([Content, Content]);
    }

    [Fact]
    public async Task Where_they_are_fetched_from_here_nothing_is_loaded()
    {
        var gateway = new Provider { SendsContent = false };

        (await Send(gateway)).ShouldBeOfType<SendResult.Accepted>();
        _shelf.BytesRead.ShouldBe(0);

        _shelf.IsEmpty = true;
        (await Send(gateway)).ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("file_missing");
        gateway.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_away_is_tried_again_and_then_it_is_sent()
    {
        var gateway = new Provider();
        _shelf.Failure = new IOException("The store is away.");
        (await Send(gateway)).ShouldBe(new SendResult.TryLater("media_store", null));

        _shelf.Failure = null;
        (await Send(gateway)).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task All_files_are_read_within_one_limit()
    {
        _shelf.IsSlow = true;
        (await Send(new Provider(), Files(TimeSpan.FromMilliseconds(20)))).ShouldBe(new SendResult.TryLater("media_store", null));
        _shelf.Opened.ShouldBe(1, "the first took all the time");
    }

    [Fact]
    public async Task Whoever_stops_is_not_told_that_the_store_is_away()
    {
        using var stop = new CancellationTokenSource();
        _shelf.IsSlow = true;
        var sending = Paced(new Provider(), Files()).Send(Account("a"), Message(), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Two_of_an_account_and_four_in_all_are_under_way()
    {
        var files = Files();
        var gateway = new Provider { Gate = new TaskCompletionSource() };
        var underWay = new[] { "a", "a", "b", "c" }.Select(a => Paced(gateway, files).Send(Account(a), Message(), default)).ToList();

        var other = await Paced(gateway, files).Send(Account("d"), Message(), default).WaitAsync(AtOnce);
        var later = other.ShouldBeOfType<SendResult.TryLater>();
        later.Code.ShouldBe("files_under_way");
        later.CountsAsTry.ShouldBeFalse();
        later.After!.Value.ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

        gateway.Gate.SetResult();
        (await Task.WhenAll(underWay)).ShouldAllBe(r => r is SendResult.Accepted);
        (await Paced(gateway, files).Send(Account("d"), Message(), default)).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task One_account_leaves_room_for_another()
    {
        var files = Files();
        var gateway = new Provider { Gate = new TaskCompletionSource() };
        var underWay = new[] { "a", "a" }.Select(a => Paced(gateway, files).Send(Account(a), Message(), default)).ToList();

        (await Paced(gateway, files).Send(Account("a"), Message(), default).WaitAsync(AtOnce)).ShouldBeOfType<SendResult.TryLater>();
        var other = Paced(gateway, files).Send(Account("b"), Message(), default);

        gateway.Gate.SetResult();
        (await other).ShouldBeOfType<SendResult.Accepted>();
        await Task.WhenAll(underWay);
    }

    [Fact]
    public async Task Room_is_given_back_after_an_exception()
    {
        var files = Files();
        var gateway = new Provider { Failure = new InvalidOperationException("A bug.") };
        for (var i = 0; i <= SentFiles.AtOnce; i++)
        {
            await Should.ThrowAsync<InvalidOperationException>(() => Send(gateway, files));
        }

        gateway.Failure = null;
        (await Send(gateway, files)).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task Nothing_is_read_for_a_disabled_account_or_before_its_turn()
    {
        var pairs = new PairRate(TimeProvider.System, TimeSpan.FromHours(1), 1);
        var paced = Paced(new Provider(), Files(), pairs: pairs);
        (await paced.Send(Account("a") with { IsEnabled = false }, Message(), default))
            .ShouldBeOfType<SendResult.TryLater>().Code.ShouldBe("channel_disabled");
        _shelf.Opened.ShouldBe(0);

        (await paced.Send(Account("a"), Message(), default)).ShouldBeOfType<SendResult.Accepted>();
        (await paced.Send(Account("a"), Message(), default)).ShouldBeOfType<SendResult.TryLater>().Code.ShouldBe("pair_rate");
        _shelf.Opened.ShouldBe(2, "those of the first");
    }

    [Fact]
    public async Task Whose_turn_does_not_come_soon_is_tried_later()
    {
        var paced = new PacedGateway(new Provider(), 1, null, Files()) { MaxWait = TimeSpan.FromMilliseconds(20) };
        (await paced.Send(Account("a"), Message(), default)).ShouldBeOfType<SendResult.Accepted>();

        (await paced.Send(Account("a"), Message(), default))
            .ShouldBe(new SendResult.TryLater("paced", TimeSpan.FromSeconds(1), CountsAsTry: false));
        (await paced.Send(Account("a"), Message() with { Files = [] }, default)).ShouldBeOfType<SendResult.TryLater>();
        _shelf.Opened.ShouldBe(2, "those of the first");
    }

    [Fact]
    public void What_a_send_may_take_is_less_than_its_lease()
    {
        var request = new[] { WahaGateway.FileTimeout, GmailSending.FileTimeout, CloudUpload.Timeout + TimeSpan.FromSeconds(10) }.Max();

        (PacedGateway.FilePatience + Files().Patience + request).ShouldBeLessThan(OutboxQueue.Lease);
        (PacedGateway.TextPatience + TimeSpan.FromSeconds(10)).ShouldBeLessThan(OutboxQueue.Lease);
    }

    private Task<SendResult> Send(Provider gateway, SentFiles? files = null) =>
        Paced(gateway, files ?? Files()).Send(Account("a"), Message(), CancellationToken.None);

    private SentFiles Files(TimeSpan? patience = null) =>
        new(() => _shelf, NullLogger<SentFiles>.Instance) { Patience = patience ?? SentFiles.MaxPatience };

    private static PacedGateway Paced(Provider gateway, SentFiles files, PairRate? pairs = null) => new(gateway, 0, pairs, files);

    private static ChannelAccount Account(string name) => new("town", name, "scripted", "", "email", new Dictionary<string, string>());

    private static OutgoingMessage Message() => new(Guid.NewGuid(), "ana@example.org", "See below")
    {
        Files = [File(), File()],
    };

    private static OutgoingFile File() =>
        new(new ReplyFile(Guid.NewGuid(), "evidence/town/ticket/file", "image/jpeg", Content.Length, null), default);

    private sealed class Shelf : IMediaStore
    {
        public bool IsEmpty { get; set; }

        public bool IsSlow { get; set; }

        public Exception? Failure { get; set; }

        public int Opened { get; private set; }

        public int BytesRead { get; set; }

        public Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) =>
            throw new NotSupportedException();

        public async Task<Stream?> Open(string key, CancellationToken ct)
        {
            Opened++;
            await (IsSlow ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask);
            return Failure is not null ? throw Failure : IsEmpty ? null : new CountedStream(this);
        }

        public Task Delete(string key, CancellationToken ct) => throw new NotSupportedException();
    }

    private sealed class CountedStream(Shelf shelf) : MemoryStream(Content)
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            shelf.BytesRead += Content.Length;
            return base.CopyToAsync(destination, bufferSize, cancellationToken);
        }
    }

    private sealed class Provider : IChannelGateway
    {
        public List<OutgoingMessage> Sent { get; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public Exception? Failure { get; set; }

        public bool SendsContent { get; init; } = true;

        string IChannelGateway.Provider => "scripted";

        public int MaxTextLength => 1;

        public FileRules Files => throw new NotSupportedException();

        public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
        {
            await (Gate?.Task ?? Task.CompletedTask);
            if (Failure is not null)
            {
                throw Failure;
            }

            Sent.Add(message);
            return new SendResult.Accepted("1");
        }

        public Inbound Decode(ReadOnlyMemory<byte> payload) => throw new NotSupportedException();

        public Task<LookupResult> LookUp(
            ChannelAccount account, OutgoingMessage message, DateTimeOffset since, IReadOnlySet<string> others,
            CancellationToken ct) => throw new NotSupportedException();

        public IAsyncEnumerable<InboundElement> Missed(ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<MediaDownload> Fetch(
            ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
