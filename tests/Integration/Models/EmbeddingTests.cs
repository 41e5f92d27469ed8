using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Models;
using CleanFte.StandIns;
using Microsoft.Extensions.AI;

namespace CleanFte.Integration.Models;

/// <summary>Texts become vectors over HTTP, at a stand-in that speaks OpenAI's wire format.</summary>
public sealed class EmbeddingTests : IAsyncLifetime
{
    private ModelStandIn _model = null!;

    public async Task InitializeAsync() => _model = await ModelStandIn.Start();

    public async Task DisposeAsync() => await _model.DisposeAsync();

    [Theory]
    [InlineData(ModelOptions.OpenAi, false)]
    [InlineData(ModelOptions.OpenAi, true)]
    [InlineData(ModelOptions.AzureOpenAi, false)]
    public async Task Each_text_has_its_vector_however_it_is_written(string provider, bool floats)
    {
        _model.Floats = floats;

        var vectors = await Generator(provider).GenerateAsync(["couch", "pothole", "sofa"]);

        vectors.Count.ShouldBe(3);
        vectors[0].Vector.ToArray().ShouldBe(vectors[2].Vector.ToArray());
        vectors[0].Vector.ToArray().ShouldNotBe(vectors[1].Vector.ToArray());
        ((string?)_model.Requests.ShouldHaveSingleItem()["model"]).ShouldBe("the-vectors");
    }

    [Fact]
    public async Task Many_texts_are_asked_for_in_several_requests_and_keep_their_order()
    {
        var texts = Enumerable.Range(0, OpenAiEmbeddings.MaxInputs + 1).Select(i => $"word{i}").ToArray();

        var vectors = await Generator().GenerateAsync(texts);

        _model.Requests.Select(r => r["input"]!.AsArray().Count).ShouldBe([OpenAiEmbeddings.MaxInputs, 1]);
        vectors.Count.ShouldBe(texts.Length);
        vectors[^1].Vector.ToArray().ShouldBe((await Generator().GenerateAsync([texts[^1]]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task What_passes_is_tried_again()
    {
        _model.Turns.Enqueue(ModelTurn.Fails(429, retryAfter: 0));
        _model.Turns.Enqueue(new ModelTurn(Raw: """{"object": "list", "da"""));

        (await Generator().GenerateAsync(["couch"])).Count.ShouldBe(1);
        _model.Attempts.ShouldBe(3);
    }

    [Theory]
    [InlineData("http_500", 3, 500, null)]
    [InlineData("http_429", 1, 429, 60)]
    [InlineData("http_400", 1, 400, null)]
    public async Task What_stays_broken_is_a_model_that_is_not_available(
        string code, int attempts, int status, int? retryAfter)
    {
        _model.Outage = ModelTurn.Fails(status, retryAfter ?? 0);

        (await Generator().GenerateAsync(["couch"]).ShouldThrowAsync<ModelUnavailableException>()).Code.ShouldBe(code);
        _model.Attempts.ShouldBe(attempts);
    }

    [Theory]
    [InlineData("""{"object": "list", "data": []}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": [1, 2]}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": [1, 2]}, {"index": 0, "embedding": [1, 2]}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1]}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [0, 0]}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": "%%"}, {"index": 1, "embedding": "AACAPw=="}]}""")]
    [InlineData("""{"object": "list", "data": [{"index": 0, "embedding": "AADAfw=="}, {"index": 1, "embedding": "AACAPw=="}]}""")]
    [InlineData("""{"surprise": true}""")]
    public async Task Vectors_that_are_no_use_are_none(string body)
    {
        _model.Outage = new ModelTurn(Raw: body);

        (await Generator().GenerateAsync(["couch", "pothole"]).ShouldThrowAsync<ModelUnavailableException>())
            .Code.ShouldBe("malformed");
    }

    [Fact]
    public async Task A_vector_that_is_too_long_is_none()
    {
        var numbers = string.Join(',', Enumerable.Repeat("1", OpenAiEmbeddings.MaxDimensions + 1));
        _model.Outage = new ModelTurn(Raw: $$"""{"object": "list", "data": [{"index": 0, "embedding": [{{numbers}}]}]}""");

        (await Generator().GenerateAsync(["couch"]).ShouldThrowAsync<ModelUnavailableException>()).Code.ShouldBe("malformed");
    }

    [Fact]
    public async Task A_model_that_does_not_answer_costs_its_time_out_and_no_more()
    {
        _model.Outage = ModelTurn.Disturbed(Fault.Hang(false));

        (await Generator(timeout: 1).GenerateAsync(["couch"]).ShouldThrowAsync<ModelUnavailableException>())
            .Code.ShouldBe("timeout");
        _model.Attempts.ShouldBe(1);
    }

    [Fact]
    public void A_tenant_has_its_own_or_none()
    {
        using var models = new ConfiguredModels(
            new TenantModelOptions(
                Options(), new Dictionary<string, ModelOptions> { ["north"] = Options() with { EmbeddingName = null } }),
            TimeProvider.System);

        models.EmbeddingsOf("default")!.Name.ShouldBe("openai/the-vectors");
        models.EmbeddingsOf("north").ShouldBeNull();
    }

    [Theory]
    [InlineData(ModelOptions.Claude, "Anthropic offers no embeddings")]
    [InlineData(ModelOptions.Offline, "Model__Provider")]
    public void Who_offers_no_embeddings_is_not_asked_for_them(string provider, string sentence) =>
        (Options() with { Provider = provider }).Validate().ShouldHaveSingleItem().ShouldContain(sentence);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_threshold_tells_something_apart(double threshold) =>
        (Options() with { EmbeddingThreshold = threshold }).Validate().ShouldHaveSingleItem()
            .ShouldStartWith("Model__EmbeddingThreshold");

    private IEmbeddingGenerator<string, Embedding<float>> Generator(
        string provider = ModelOptions.OpenAi, double timeout = 20) => ModelClients.MakeEmbeddings(
            Options() with { Provider = provider, TimeoutSeconds = timeout }, TimeProvider.System)!;

    private ModelOptions Options() => new()
    {
        Provider = ModelOptions.OpenAi,
        Name = "the-model",
        EmbeddingName = "the-vectors",
        Endpoint = _model.OpenAiUrl,
        ApiKey = ModelStandIn.Key,
    };
}
