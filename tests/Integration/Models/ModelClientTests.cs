using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Models;
using CleanFte.StandIns;
using Microsoft.Extensions.AI;

namespace CleanFte.Integration.Models;

/// <summary>Each provider over HTTP, at a stand-in that speaks its wire format.</summary>
public sealed class ModelClientTests : IAsyncLifetime
{
    public static readonly TheoryData<string> Providers = [ModelOptions.OpenAi, ModelOptions.AzureOpenAi, ModelOptions.Claude];

    private static readonly AITool[] Tools =
    [
        AIFunctionFactory.Create((string query) => query, "search_knowledge_base", "Finds passages."),
        AIFunctionFactory.Create((string reason) => reason, "escalate_to_human", "Hands over."),
    ];

    private ModelStandIn _model = null!;

    public async Task InitializeAsync() => _model = await ModelStandIn.Start();

    public async Task DisposeAsync() => await _model.DisposeAsync();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_the_model_says_is_the_answer(string provider)
    {
        _model.Turns.Enqueue(ModelTurn.Says("Bring it on Monday."));

        var answer = await Client(provider).GetResponseAsync(
            [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Where does my sofa go?")],
            new() { MaxOutputTokens = 200, Temperature = 0 });

        answer.Text.ShouldBe("Bring it on Monday.");
        answer.Usage!.InputTokenCount.ShouldBe(12);
        answer.Usage.OutputTokenCount.ShouldBe(7);
        var asked = _model.Requests.ShouldHaveSingleItem();
        ((string?)asked["model"]).ShouldBe("the-model");
        asked.ToJsonString().ShouldContain("Be kind.");
        ((int?)(asked["max_tokens"] ?? asked["max_completion_tokens"])).ShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tools_are_offered_called_side_by_side_and_answered(string provider)
    {
        _model.Turns.Enqueue(ModelTurn.Uses(
            ("search_knowledge_base", """{"query": "sofa"}"""), ("escalate_to_human", """{"reason": "legal"}""")));
        _model.Turns.Enqueue(ModelTurn.Says("Done."));
        var client = Client(provider);
        List<ChatMessage> messages = [new(ChatRole.User, "Where does my sofa go?")];

        var first = await client.GetResponseAsync(messages, new() { Tools = Tools });
        var calls = first.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToArray();
        messages.AddRange(first.Messages);
        messages.Add(new(ChatRole.Tool, [.. calls.Select(c => new FunctionResultContent(c.CallId, new { found = 1 }))]));
        var second = await client.GetResponseAsync(messages, new() { Tools = Tools });

        calls.Select(c => $"{c.Name} {c.Arguments!.Values.Single()}")
            .ShouldBe(["search_knowledge_base sofa", "escalate_to_human legal"]);
        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        second.Text.ShouldBe("Done.");
        _model.Requests.First()["tools"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_told_with_the_call()
    {
        _model.Turns.Enqueue(ModelTurn.Uses(("escalate_to_human", """{"reason": """)));

        var answer = await Client(ModelOptions.OpenAi).GetResponseAsync("Help", new() { Tools = Tools });

        var call = answer.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.Exception.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refusal_is_no_text()
    {
        _model.Turns.Enqueue(new ModelTurn(Refusal: "I can't help with that."));

        var answer = await Client(ModelOptions.OpenAi).GetResponseAsync("Do harm");

        answer.Text.ShouldBeEmpty();
        answer.Messages[0].Contents.OfType<ErrorContent>().ShouldHaveSingleItem()
            .ErrorCode.ShouldBe(OpenAiChatClient.Refusal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_without_content_is_empty(string provider)
    {
        _model.Turns.Enqueue(new ModelTurn());

        (await Client(provider).GetResponseAsync("Hello")).Text.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_passes_is_tried_again(string provider)
    {
        _model.Turns.Enqueue(ModelTurn.Fails(429, retryAfter: 0));
        _model.Turns.Enqueue(new ModelTurn(Raw: """{"id": "chatcmpl-1", "choi"""));
        _model.Turns.Enqueue(ModelTurn.Says("At last."));

        (await Client(provider).GetResponseAsync("Hello")).Text.ShouldBe("At last.");
        _model.Attempts.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_stays_broken_is_a_model_that_is_not_available(string provider)
    {
        (string Code, int Attempts, ModelTurn Turn)[] cases =
        [
            ("http_500", 3, ModelTurn.Fails(500, retryAfter: 0)),
            ("http_429", 3, ModelTurn.Fails(429, retryAfter: 0)),
            ("http_429", 1, ModelTurn.Fails(429, retryAfter: 60)),
            ("http_400", 1, ModelTurn.Fails(400)),
            ("malformed", 3, new ModelTurn(Raw: "<html>")),
            ("unreachable", 3, ModelTurn.Disturbed(Fault.Close(false))),
        ];
        foreach (var (code, attempts, turn) in cases)
        {
            var before = _model.Attempts;
            Enumerable.Range(0, attempts).ToList().ForEach(_ => _model.Turns.Enqueue(turn));

            (await Client(provider).GetResponseAsync("Hello").ShouldThrowAsync<ModelUnavailableException>())
                .Code.ShouldBe(code);
            (_model.Attempts - before).ShouldBe(attempts, code);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_model_that_does_not_answer_costs_its_time_out_and_no_more(string provider)
    {
        _model.Turns.Enqueue(ModelTurn.Disturbed(Fault.Hang(false)));

        (await Client(provider, timeout: 1).GetResponseAsync("Hello").ShouldThrowAsync<ModelUnavailableException>())
            .Code.ShouldBe("timeout");
        _model.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task After_many_failures_the_model_is_left_alone()
    {
        Enumerable.Range(0, 12).ToList().ForEach(_ => _model.Turns.Enqueue(ModelTurn.Fails(503, retryAfter: 0)));
        var client = Client(ModelOptions.OpenAi);
        var codes = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add((await client.GetResponseAsync("Hello").ShouldThrowAsync<ModelUnavailableException>()).Code);
        }

        codes[^1].ShouldBe("circuit_open");
        _model.Attempts.ShouldBe(10, "the circuit's least number of attempts");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_caller_that_gives_up_is_no_failure_of_the_model(string provider)
    {
        _model.Turns.Enqueue(ModelTurn.Disturbed(Fault.Hang(false)));
        using var stop = new CancellationTokenSource();
        var answer = Client(provider).GetResponseAsync("Hello", cancellationToken: stop.Token);
        await stop.CancelAsync();

        await answer.ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Without_a_model_there_is_no_client() => ModelClients.Make(new ModelOptions(), TimeProvider.System).ShouldBeNull();

    private IChatClient Client(string provider, double timeout = 20) => ModelClients.Make(
        new ModelOptions
        {
            Provider = provider,
            Name = "the-model",
            Endpoint = provider == ModelOptions.Claude ? _model.AnthropicUrl : _model.OpenAiUrl,
            ApiKey = ModelStandIn.Key,
            TimeoutSeconds = timeout,
        },
        TimeProvider.System)!;
}
