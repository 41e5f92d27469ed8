using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Metrics;
using CleanFte.Domain.Conversations;

namespace CleanFte.Unit.Metrics;

public sealed class ShowChannelMetricsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Rates_are_of_their_own_denominator_and_totals_add_up()
    {
        var view = await Show(
            Sum(Channel.Whatsapp) with
            {
                ConversationsOpened = 10,
                ConversationsClosed = 8,
                ConversationsAutomated = 6,
                Handovers = 2,
                Tickets = 4,
                SentimentCount = 2,
                SentimentSum = 1.5,
                Escalations = new Dictionary<string, long> { ["legal"] = 1 },
            },
            Sum(Channel.Email) with
            {
                ConversationsOpened = 10,
                Tickets = 1,
                Escalations = new Dictionary<string, long> { ["legal"] = 1 },
            });

        view.Channels[0].ShouldSatisfyAllConditions(
            line => line.Channel.ShouldBe("whatsapp"),
            line => line.EscalationRate.ShouldBe(0.2),
            line => line.AutomationRate.ShouldBe(0.75),
            line => line.AverageSentiment.ShouldBe(0.75),
            line => line.EscalationsByReason["legal"].ShouldBe(new EscalationsByReason(1, 0.25)));
        view.Totals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            line => line.Channel.ShouldBeNull(),
            line => line.EscalationRate.ShouldBe(0.1),
            line => line.EscalationsByReason["legal"].ShouldBe(new EscalationsByReason(2, 0.4)));
    }

    [Fact]
    public async Task A_rate_of_nothing_is_null()
    {
        var line = (await Show(Sum(Channel.Rest))).Channels.ShouldHaveSingleItem();

        line.EscalationRate.ShouldBeNull();
        line.AutomationRate.ShouldBeNull();
        line.AverageSentiment.ShouldBeNull();
        line.Latency.ShouldBe(new LatencyView(0, null, null, null, null, null));
    }

    [Fact]
    public void A_span_must_run_forwards_and_not_be_too_long()
    {
        var validator = new ShowChannelMetricsValidator();

        validator.Validate(new ShowChannelMetrics(Monday, Monday, MetricsBucket.All)).IsValid.ShouldBeFalse();
        validator.Validate(new ShowChannelMetrics(Monday, Monday.AddDays(32), MetricsBucket.Hour)).IsValid.ShouldBeFalse();
        validator.Validate(new ShowChannelMetrics(Monday, Monday.AddDays(32), MetricsBucket.Day)).IsValid.ShouldBeTrue();
        validator.Validate(new ShowChannelMetrics(Monday, Monday.AddYears(9), MetricsBucket.All)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Every_number_shown_is_defined()
    {
        var shown = typeof(ChannelMetricsLine).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

        shown.Except(["channel", "bucket"]).Except(MetricDefinitions.All.Select(d => d.Name)).ShouldBeEmpty();
    }

    private static async Task<ChannelMetricsView> Show(params ChannelSum[] rows)
    {
        var handler = new ShowChannelMetrics.Handler(new Fixed(rows), new Caller { Tenant = "default" });
        var outcome = await handler.Handle(
            new ShowChannelMetrics(Monday, Monday.AddDays(1), MetricsBucket.All), CancellationToken.None);
        return outcome.Value!;
    }

    private static ChannelSum Sum(Channel channel) =>
        new(channel, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, [], new Dictionary<string, long>());

    private sealed class Fixed(IReadOnlyList<ChannelSum> rows) : IMetricsQueries
    {
        public Task<ChannelSums> Channels(
            string tenant, DateTimeOffset from, DateTimeOffset to, MetricsBucket bucket, CancellationToken ct) =>
            Task.FromResult(new ChannelSums(1, Monday, rows));
    }
}
