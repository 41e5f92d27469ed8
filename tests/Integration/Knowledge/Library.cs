using CleanFte.Application;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Knowledge;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Models;
using CleanFte.StandIns;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Knowledge;

/// <summary>A knowledge base with an embedding model beside it, in a database of its own and with a clock that is set.</summary>
public abstract class Library : TestDatabase
{
    protected const string Other = "north";

    private ServiceProvider? _services;

    protected ModelStandIn Model { get; private set; } = null!;

    internal LibraryClock Clock { get; } = new();

    internal PassageEmbedder Embedder { get; private set; } = null!;

    protected IServiceProvider Services => _services!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Model = await ModelStandIn.Start();
        var options = new ModelOptions
        {
            Provider = ModelOptions.OpenAi,
            Name = "the-model",
            EmbeddingName = "the-vectors",
            EmbeddingThreshold = 0.3,
            Endpoint = Model.OpenAiUrl,
            ApiKey = ModelStandIn.Key,
        };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddApplication()
            .AddInfrastructure(new InfrastructureOptions(ConnectionString, "", [], new MessagingOptions())
            {
                Models = new TenantModelOptions(options, new Dictionary<string, ModelOptions>()),
            })
            .AddMedia(new MediaOptions())
            .AddSingleton<PassageEmbedder>()
            .BuildServiceProvider();
        await _services.PrepareDatabase(CancellationToken.None);
        await Services.GetRequiredService<ITenants>().Create(
            new Tenant(Other, "North", null, Clock.GetUtcNow()), CancellationToken.None);
        Embedder = Services.GetRequiredService<PassageEmbedder>();
    }

    public override async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await Model.DisposeAsync();
        await base.DisposeAsync();
    }

    protected static ArticleContent Says(string title, string body, string? service = null) =>
        new("en", title, body, service);

    protected async Task<ArticleId> Publish(ArticleContent content, string tenant = ITenants.Default)
    {
        var published = await Send(tenant, new PublishArticle(content));
        published.Refusal.ShouldBeNull();
        return ArticleId.Of(published.Value!.Id);
    }

    /// <summary>Lets the worker do what there is to do, and time pass until every search has seen it.</summary>
    protected async Task Embed()
    {
        await Embedder.Turn(CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(3));
    }

    protected async Task<IReadOnlyList<FoundPassage>> Search(
        string text, string tenant = ITenants.Default, string language = "en", string? service = null,
        params string[] closed) => await Services.GetRequiredService<IKnowledge>().Search(
            tenant,
            new KnowledgeQuestion(text, language, Clock.GetUtcNow(), 5) { Service = service, Closed = closed },
            CancellationToken.None);

    protected async Task<IEnumerable<string>> Titles(string text, string tenant = ITenants.Default) =>
        (await Search(text, tenant)).Select(f => f.Title);

    protected Task<long> Vectors() => Scalar<long>("select count(*) from passage_embeddings");

    protected async Task<T> Send<T>(string tenant, IRequest<T> request)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = tenant;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }
}

/// <summary>A clock that goes on, its timestamps too, from wherever it was moved to.</summary>
internal sealed class LibraryClock : TimeProvider
{
    private TimeSpan _moved;

    public void Advance(TimeSpan by) => _moved += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _moved;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_moved.TotalSeconds * TimestampFrequency);
}
