using CleanFte.Application.Channels;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Integrators;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Metrics;
using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.CloudApi;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.Infrastructure.Channels.Waha;
using CleanFte.Infrastructure.Conversations;
using CleanFte.Infrastructure.Customers;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Integrators;
using CleanFte.Infrastructure.Knowledge;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Metrics;
using CleanFte.Infrastructure.Models;
using CleanFte.Infrastructure.Open311;
using CleanFte.Infrastructure.Privacy;
using CleanFte.Infrastructure.Projections;
using CleanFte.Infrastructure.Schema;
using CleanFte.Infrastructure.Secrets;
using CleanFte.Infrastructure.Services;
using CleanFte.Infrastructure.Team;
using CleanFte.Infrastructure.TenantFolders;
using CleanFte.Infrastructure.Tenants;
using CleanFte.Infrastructure.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CleanFte.Infrastructure;

/// <summary>Registers what talks to the outside.</summary>
public static class InfrastructureServices
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, InfrastructureOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Messaging);
        services.AddSingleton(_ => Database.Open(options.ConnectionString));
        services.AddSingleton(options.Archive);
        AddEventStore(services);
        AddMessaging(services);
        AddChannels(services, options);
        AddReads(services);
        AddIntegrators(services, options);
        services.AddSingleton<IModels>(provider =>
            new ConfiguredModels(options.Models, provider.GetRequiredService<TimeProvider>()));
        AddTenantFolders(services);
        return services;
    }

    /// <summary>The background work of the role <c>worker</c>.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddHostedService<InboxWorker>();
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<DeliveryPlanner>();
        services.AddHostedService<DeliveryWorker>();
        services.AddHostedService<TimerLoop>();
        services.AddHostedService<Housekeeping>();
        services.AddHostedService(provider => provider.GetRequiredService<Recovery>());
        services.AddHostedService<PassageEmbedder>();
        services.AddSingleton<ChannelMetricsProjection>();
        services.AddHostedService<ProjectionDaemon>();
        return services;
    }

    /// <summary>Brings the database's schema up to date and reads what every process needs of it.</summary>
    public static async Task PrepareDatabase(this IServiceProvider services, CancellationToken ct)
    {
        await Migrations.Apply(services.GetRequiredService<NpgsqlDataSource>(), ct);
        await services.GetRequiredService<LaneHash>().Load(ct);
        await services.GetRequiredService<ChannelRegistry>().Load(ct);
        await services.GetRequiredService<EventFeed>().Load(ct);
    }

    /// <summary>Compares the read models with the log; 0 when they agree, 1 when not.</summary>
    public static Task<int> VerifyReadModels(this IServiceProvider services, TextWriter progress,
        CancellationToken ct) =>
        Verify.Run(services.GetRequiredService<NpgsqlDataSource>(), progress, ct);

    /// <summary>
    /// Makes the read models anew from the log, while the service goes on; 0 when they were swapped in.
    /// </summary>
    public static Task<int> RebuildReadModels(this IServiceProvider services, TextWriter progress,
        CancellationToken ct) =>
        Rebuild.Run(services.GetRequiredService<NpgsqlDataSource>(), progress, ct);

    private static void AddEventStore(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var cache = new StreamCache();
            provider.GetRequiredService<Signals>().Erased += cache.Clear;
            return cache;
        });
        services.AddSingleton<EventStore.StreamReader>();
        services.AddSingleton<Archive>();
        services.AddSingleton<GroupWriter>();
        services.AddSingleton<GroupCommit>();
        services.AddScoped<IEventSession, EventSession>();
    }

    private static void AddMessaging(IServiceCollection services)
    {
        services.AddSingleton<Signals>();
        services.AddSingleton<Precedence>();
        services.AddSingleton<LaneHash>();
        services.AddSingleton<SettledRows>();
        services.AddSingleton<ILedger, Ledger>();
        services.AddSingleton<InboxQueue>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<IRetryPauses, Pauses>();
        services.AddSingleton<ISenders, Senders>();
        services.AddSingleton<IDeliveries, Deliveries>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<IRecovery>(provider => provider.GetRequiredService<Recovery>());
        services.AddSingleton<Instance>();
        services.AddHostedService(provider => provider.GetRequiredService<Instance>());
    }

    private static void AddReads(IServiceCollection services)
    {
        services.AddSingleton<ICatalogue, CatalogueStore>();
        services.AddSingleton<IRunHistory, RunHistory>();
        services.AddSingleton<IKeptTexts, KeptTexts>();
        services.AddSingleton<ITicketQueries, TicketQueries>();
        services.AddSingleton<PagePlaces>();
        services.AddSingleton<IServiceRequests, ServiceRequests>();
        services.AddSingleton<ICustomerQueries, CustomerQueries>();
        services.AddSingleton<IVerifications, Verifications>();
        services.AddSingleton<IErasure, Erasure>();
        services.AddSingleton<IPersonExport, PersonExport>();
        services.AddSingleton<PassageVectors>();
        services.AddSingleton<VectorSets>();
        services.AddSingleton<MeaningSearch>();
        services.AddSingleton<WordStore>();
        services.AddSingleton<WordStems>();
        services.AddSingleton<WordIndexes>();
        services.AddSingleton<KnowledgeSearch>();
        services.AddSingleton<IKnowledge, KnowledgeQueries>();
        services.AddSingleton<IProposals, ProposalQueries>();
        services.AddSingleton<IReceivedMessages, ReceivedMessages>();
        services.AddSingleton<IInboundQueries, InboundQueries>();
        services.AddSingleton<ISessionQueries, SessionQueries>();
        services.AddSingleton<IDeadLetters, DeadLetters>();
        services.AddSingleton<IConversationQueries, ConversationQueries>();
        services.AddSingleton<IStories, StoryQueries>();
        services.AddSingleton<ITeam, TeamQueries>();
        services.AddSingleton<InboxFeed>();
        services.AddSingleton<IInboxFeed>(provider => provider.GetRequiredService<InboxFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<InboxFeed>());
        services.AddSingleton<IAgentSwitches, AgentSwitchStore>();
        services.AddSingleton<IIdempotency, IdempotencyStore>();
        services.AddSingleton<ILedgerQueries, LedgerQueries>();
        services.AddSingleton<IMetricsQueries, MetricsQueries>();
        services.AddSingleton<ProjectionHealth>();
        services.AddSingleton<ITenants, TenantStore>();
        services.AddSingleton<ITenantProfiles, TenantProfileStore>();
        services.AddSingleton<IApiKeys, ApiKeyStore>();
        services.AddSingleton<BootstrapKey>();
        services.AddSingleton<ApiKeyVerifier>();
    }

    private static void AddIntegrators(IServiceCollection services, InfrastructureOptions options)
    {
        services.AddSingleton<SettledLog>();
        services.AddSingleton<TenantLog>();
        services.AddSingleton<LogBell>();
        services.AddHostedService(provider => provider.GetRequiredService<LogBell>());
        services.AddSingleton<EventFeed>();
        services.AddSingleton<IEventFeed>(provider => provider.GetRequiredService<EventFeed>());
        services.AddSingleton<SubscriptionSecrets>();
        services.AddSingleton(provider => new WebhookClient(options.Webhooks, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISubscriptions, SubscriptionStore>();
        services.AddSingleton<IWebhookDeliveries, DeliveryStore>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryResults>();
    }

    private static void AddTenantFolders(IServiceCollection services)
    {
        services.AddSingleton<FolderShape>();
        services.AddSingleton<TenantFolderReader>();
        services.AddSingleton<KnowledgeReader>();
        services.AddSingleton<TenantImport>();
        services.AddSingleton<TenantExport>();
    }

    private static void AddChannels(IServiceCollection services, InfrastructureOptions options)
    {
        services.AddSingleton<IChannelGateway, SandboxGateway>();
        services.AddSingleton<IChannelGateway, RestGateway>();
        services.AddSingleton<IChannelGateway>(_ => new TwilioGateway(
            ProviderHttp.CreateClient(),
            new TwilioOptions(options.PublicUrl)));
        services.AddSingleton<IChannelGateway>(_ => new WahaGateway(
            ProviderHttp.CreateClient(WahaGateway.Idle), options.PublicUrl));
        services.AddSecrets(options.MasterKey);
        services.AddSingleton<ChannelStore>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SentFiles>(
            provider, (Func<IMediaStore>)provider.GetRequiredService<IMediaStore>));
        services.AddSingleton<IChannelAccounts>(provider => provider.GetRequiredService<ChannelRegistry>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ChannelRegistry>(
            provider, (IEnumerable<ChannelOptions>)options.Channels));
        services.AddSingleton<IChannels>(provider => provider.GetRequiredService<ChannelRegistry>());
        services.AddHostedService(provider => provider.GetRequiredService<ChannelRegistry>());
        services.AddSingleton<ReadReceipts>();
        services.AddSingleton<IReadReceipts>(provider => provider.GetRequiredService<ReadReceipts>());
        services.AddHostedService(provider => provider.GetRequiredService<ReadReceipts>());
        foreach (var provider in new[] { CloudAccount.Meta, CloudAccount.Dialog360 })
        {
            services.AddSingleton<IChannelGateway>(_ => new CloudApiGateway(
                provider,
                ProviderHttp.CreateClient(),
                options.PublicUrl));
        }

        services.AddSingleton<IChannelGateway>(provider => new GmailGateway(
            ProviderHttp.CreateClient(),
            new GmailOptions(options.PublicUrl) { Clock = provider.GetRequiredService<TimeProvider>() }));
        services.AddSingleton(provider => new PushTokens(
            new GoogleKeys(
                ProviderHttp.CreateClient(),
                provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>()));
    }
}

/// <summary>What the infrastructure needs of the configuration.</summary>
/// <param name="PublicUrl">
/// Where providers reach this service, without a slash at the end; empty without any provider.
/// </param>
public sealed record InfrastructureOptions(
    string ConnectionString, string PublicUrl, IReadOnlyList<ChannelOptions> Channels, MessagingOptions Messaging)
{
    /// <summary>What wraps the secrets that are entered at run time.</summary>
    public MasterKey MasterKey { get; init; } = new("");

    /// <summary>Origins that accounts entered at run time may name as a provider's address.</summary>
    public IReadOnlyList<string> AllowedApiOrigins { get; init; } = [];

    public WebhookOptions Webhooks { get; init; } = new();

    public ArchiveOptions Archive { get; init; } = new();

    public TenantModelOptions Models { get; init; } = new(new ModelOptions(), new Dictionary<string, ModelOptions>());
}
