using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using CleanFte.StandIns;
using Dapper;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Integration.Faults;

/// <summary>
/// The parts of one process, without its background work: tests claim, run and end work step by step, and move the clock.
/// </summary>
internal sealed class Workshop : IAsyncDisposable
{
    public const string Tenant = "default";
    public const string Line = "line";

    private readonly ServiceProvider _services;

    private Workshop(ServiceProvider services, MovableClock clock)
    {
        _services = services;
        Clock = clock;
    }

    public MovableClock Clock { get; }

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public InboxQueue Inbox => Get<InboxQueue>();

    public OutboxQueue Outbox => Get<OutboxQueue>();

    public GroupCommit Commit => Get<GroupCommit>();

    public ChannelAccount Account => Get<IChannels>().Find(Line)!;

    /// <param name="connectionString">A database with the schema.</param>
    /// <param name="twilio">The provider; none when nothing is sent.</param>
    /// <param name="more">Further registrations, which replace the usual ones.</param>
    public static Task<Workshop> Open(
        string connectionString, TwilioStandIn? twilio = null, Action<IServiceCollection>? more = null,
        params (string Key, string Value)[] settings) => Open(connectionString, twilio, more, [], settings);

    /// <summary>The same with a mailbox beside the line.</summary>
    public static Task<Workshop> Open(string connectionString, TwilioStandIn twilio, GmailStandIn mail) => Open(
        connectionString, twilio, null, [new ChannelOptions("mail", "gmail", mail.Address, mail.Settings)], []);

    /// <summary>The sandbox's line with another account beside it.</summary>
    public static Task<Workshop> Open(string connectionString, ChannelOptions other) =>
        Open(connectionString, null, null, [other], []);

    private static async Task<Workshop> Open(
        string connectionString, TwilioStandIn? twilio, Action<IServiceCollection>? more, ChannelOptions[] others,
        (string Key, string Value)[] settings)
    {
        var clock = new MovableClock();
        var known = (twilio?.Settings ?? new Dictionary<string, string> { ["AuthToken"] = "token" })
            .Concat(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)))
            .ToDictionary();
        var line = new ChannelOptions(
            Line, twilio is null ? SandboxGateway.Name : "twilio", twilio?.Address ?? "whatsapp:+15550100000", known);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(clock)
            .AddApplication()
            .AddInfrastructure(new InfrastructureOptions(
                connectionString, "https://127.0.0.1:1", [line, .. others], new MessagingOptions { LookupPauseSeconds = 0 }))
            .AddMedia(new MediaOptions());
        more?.Invoke(services);
        var workshop = new Workshop(services.BuildServiceProvider(), clock);
        await workshop._services.PrepareDatabase(CancellationToken.None);
        await workshop.Get<Instance>().StartAsync(CancellationToken.None);
        return workshop;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A background service of the product, as a new process has it: one that stopped does not start again.</summary>
    public T Worker<T>()
        where T : class => ActivatorUtilities.CreateInstance<T>(_services);

    /// <summary>A unit of work of its own.</summary>
    public EventSession Session() => new(
        new Caller { Tenant = Tenant }, Get<Infrastructure.EventStore.StreamReader>(), Get<StreamCache>(), Commit,
        Get<LaneHash>(), Clock, Get<Signals>());

    public async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = Tenant;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>Records elements of one lane under these keys.</summary>
    public Task Record(string lane, params string[] keys) => Get<ILedger>().Record(
        Account, [.. keys.Select(key => new InboundElement(key, lane, "x=1"u8.ToArray()))], null, CancellationToken.None);

    public async Task<IReadOnlyList<ClaimedUnit>> Claim(int lanes = 100) =>
        (await Inbox.Claim(lanes, CancellationToken.None)).Units;

    /// <summary>A customer who is known by a phone number.</summary>
    public async Task<Guid> Register(string phone)
    {
        var now = Clock.GetUtcNow();
        var id = CustomerId.New(now);
        var session = Session();
        session.Start<Customer>(id, CustomerDecider.Register(
            null, id, null, [new Identifier(IdentifierKind.Phone, phone, Verification.Verified)], Line, now));
        await session.Save(CancellationToken.None);
        return id;
    }

    /// <summary>Records what came in from somebody, and claims it.</summary>
    public async Task<LedgerRow> RecordAndClaim(string lane, string key)
    {
        await Record(lane, key);
        return (await Claim()).Single().Rows.Single();
    }

    /// <summary>Takes in what the citizen with a phone number writes.</summary>
    public async Task<Outcome> TakeIn(
        string phone, string text, string? replyAddress = null, params SenderIdentity[] alsoKnownAs)
    {
        var message = new Inbound.Message(
            $"m{Guid.NewGuid():N}", new SenderIdentity("phone", phone), replyAddress ?? $"whatsapp:{phone}", Account.Address, null,
            null, text, null, [], null)
        {
            AlsoKnownAs = alsoKnownAs,
        };
        var row = await RecordAndClaim(phone, $"m:{message.ProviderMessageId}");
        return await Send(new ProcessInboundMessage(Account, [new ReceivedMessage(row, message)]));
    }

    /// <summary>A conversation with a customer of its own.</summary>
    public async Task<ConversationId> OpenConversation(string recipient = "whatsapp:+5215550000001", string? mail = null)
    {
        var now = Clock.GetUtcNow();
        var customer = CustomerId.New(now);
        var phone = new Identifier(IdentifierKind.Phone, $"+{Random.Shared.NextInt64(1L << 40)}", Verification.Verified);
        var id = ConversationId.New(now);
        var session = Session();
        session.Start<Customer>(customer, CustomerDecider.Register(null, customer, null, mail is null ? [phone] : [phone, new Identifier(IdentifierKind.Email, mail, Verification.Verified)], Line,
            now));
        session.Start<Conversation>(
            id, ConversationDecider.Open(null, new ConversationOpened(id, customer, Channel.Whatsapp, Line, recipient, now)));
        await session.Save(CancellationToken.None);
        return id;
    }

    /// <summary>Decides replies in a conversation, each a part to be sent, and returns the parts' ids.</summary>
    public async Task<Guid[]> Reply(ConversationId id, ReplyAuthor author, params string[] texts)
    {
        var now = Clock.GetUtcNow();
        var session = Session();
        var conversation = (await session.Load<Conversation>(id, CancellationToken.None))!;
        var parts = Array.ConvertAll(texts, text => new ReplyPart(Guid.CreateVersion7(now), text));
        var reply = new ReplyDecided(
            Guid.CreateVersion7(now), author, [], parts, conversation.AgentEpoch, null, null, now);
        session.Append<Conversation>(id, ConversationDecider.Reply(conversation, reply));
        foreach (var part in parts)
        {
            session.Send(new OutboxMessage(
                part.Part, id, Line, "whatsapp", conversation.ReplyAddress, part.Text, WireName.Of(author),
                conversation.AgentEpoch, now));
        }

        await session.Save(CancellationToken.None);
        return Array.ConvertAll(parts, part => part.Part);
    }

    /// <summary>A colleague's reply of one part, with a file of that size that the store has.</summary>
    public async Task<ReplyFile> ReplyWithFile(ConversationId id, string text, byte[] content, long? size = null)
    {
        var now = Clock.GetUtcNow();
        var file = new ReplyFile(
            Guid.NewGuid(), $"evidence/{Tenant}/ticket/{Guid.NewGuid():N}", "application/pdf", size ?? content.Length, "permit.pdf");
        await Get<IMediaStore>().Put(file.Key, content, file.ContentType, CancellationToken.None);
        var session = Session();
        var conversation = (await session.Load<Conversation>(id, CancellationToken.None))!;
        session.Reply(
            conversation,
            new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.Human, [], [new ReplyPart(Guid.CreateVersion7(now), text, Files: [file])],
                conversation.AgentEpoch, null, null, now),
            null);
        await session.Save(CancellationToken.None);
        return file;
    }

    /// <summary>Claims what may be sent and sends it, as the worker does; returns how many rows there were.</summary>
    public async Task<int> SendDue()
    {
        var (rows, _) = await Outbox.Claim(100, CancellationToken.None);
        await Task.WhenAll(rows.Select(row => Send(new SendReply(row))));
        return rows.Count;
    }

    /// <summary>Sends until nothing may be sent any more.</summary>
    public async Task SendAll()
    {
        while (await SendDue() > 0)
        {
            await Ask<int>("update outbox set due = now() where state = 0 and lease is null returning 1");
        }
    }

    /// <summary>Names of a stream's events, in order.</summary>
    public Task<IReadOnlyList<string>> Events(Guid stream) =>
        Ask<string>("select type from mt_events where stream_id = @stream order by version", new { stream });

    public async Task<IReadOnlyList<T>> Ask<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async ValueTask DisposeAsync()
    {
        await Get<Instance>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}

/// <summary>A clock that goes on, from wherever it was moved to.</summary>
internal sealed class MovableClock : TimeProvider
{
    private TimeSpan _moved;

    public void Move(TimeSpan by) => _moved += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _moved;
}
