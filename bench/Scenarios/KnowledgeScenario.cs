using System.Diagnostics;
using CleanFte.Application;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Knowledge;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// How long one question to a large knowledge base takes, in this process, one after the other, against R7: a bare
/// full-text <c>select</c> of one passage. The embedding is made in memory; what a provider takes for it comes on top.
/// </summary>
internal static class KnowledgeScenario
{
    private const string Tenant = ITenants.Default;

    private const int PlainWords = 5, LongWords = 90, MisspeltWords = 4;

    private const string R7 =
        "select article_id, title, text from passages where tenant_id = $1 and language = 'en' and live "
        + "and words @@ plainto_tsquery('knowledge_en', $2) limit 1";

    public static async Task Run(BenchRun bench)
    {
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        await using var words = Services(bare, null);
        await words.PrepareDatabase(bench.Stop);
        await KnowledgeBase.Write(bare.Source, Tenant, bench.Stop);
        await using var meanings = Services(bare, new InProcess());
        await KnowledgeBase.Embed(
            meanings.GetRequiredService<PassageVectors>(), Tenant, InProcess.Name, bench.Stop);
        await bare.Execute("vacuum analyze");

        bench.Report.Title($"One question to {KnowledgeBase.Passages} passages");
        bench.Report.Line("| | p50 ms | p95 ms | p99 ms | p95 / R7 |\n|---|---:|---:|---:|---:|");
        for (var i = 0; i < bench.Options.Pairs; i++)
        {
            var reference = await Measure(bench, i, Plain, q => Select(bare, q));
            Line("R7", reference);
            Line("plain", await Measure(bench, i, Plain, q => Ask(words, q)));
            Line("long", await Measure(bench, i, r => KnowledgeBase.Question(r, LongWords), q => Ask(words, q)));
            Line("misspelt", await Measure(bench, i, r => KnowledgeBase.Misspelt(r, MisspeltWords), q => Ask(words, q)));
            Line("plain, with embeddings", await Measure(bench, i, Plain, q => Ask(meanings, q)));

            void Line(string name, Histogram h) => bench.Report.Line(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {name} | {h.Ms(0.5):0.0} | {h.Ms(0.95):0.0} | {h.Ms(0.99):0.0} | {h.Ms(0.95) / reference.Ms(0.95):0.0} |"));
        }

        var vectors = await meanings.GetRequiredService<VectorSets>().Get(Tenant, InProcess.Name, "en", bench.Stop);
        bench.Report.Check("passages with a vector in memory", vectors.Vectors.Count, KnowledgeBase.Passages);
    }

    private static string Plain(Random random) => KnowledgeBase.Question(random, PlainWords);

    private static async Task<Histogram> Measure(
        BenchRun bench, int seed, Func<Random, string> question, Func<string, Task> ask)
    {
        var random = new Random(seed);
        var histogram = new Histogram();
        for (var i = -bench.Options.Questions / 10; i < bench.Options.Questions; i++)
        {
            bench.Stop.ThrowIfCancellationRequested();
            var text = question(random);
            var start = Stopwatch.GetTimestamp();
            await ask(text);
            if (i >= 0)
            {
                histogram.Record(start, Stopwatch.GetTimestamp());
            }
        }

        return histogram;
    }

    private static Task<IReadOnlyList<FoundPassage>> Ask(IServiceProvider services, string text) =>
        services.GetRequiredService<IKnowledge>().Search(
            Tenant, new KnowledgeQuestion(text, "en", DateTimeOffset.UtcNow, 4), CancellationToken.None);

    private static async Task Select(Bare bare, string text)
    {
        await using var command = bare.Source.CreateCommand(R7);
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = text.Split(' ')[^1] });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
    }

    private static ServiceProvider Services(Bare bare, InProcess? models)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddApplication()
            .AddInfrastructure(new InfrastructureOptions(bare.ConnectionString, "", [], new MessagingOptions()))
            .AddMedia(new MediaOptions());
        return (models is null ? services : services.AddSingleton<IModels>(models)).BuildServiceProvider();
    }

    /// <summary>Makes a vector of each text that is always another one.</summary>
    private sealed class InProcess : IModels, IEmbeddingGenerator<string, Embedding<float>>
    {
        public const string Name = "bench/vectors";

        private readonly Random _random = new(3);

        public TenantModel? Of(string tenant) => null;

        public TenantEmbeddings? EmbeddingsOf(string tenant) => new(this, Name, 0);

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(_ => new Embedding<float>(KnowledgeBase.Vector(_random)))));

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
