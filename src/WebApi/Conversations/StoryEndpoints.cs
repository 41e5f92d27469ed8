using System.Text.Json;
using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>A conversation's history for those who work on it.</summary>
internal static class StoryEndpoints
{
    public static void MapStories(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/conversations/{id:guid}/events", Show).WithTags("Conversations")
            .ForRoles(ApiRole.Staff, ApiRole.Admin).Produces<Story>()
            .WithSummary("Shows all that happened in a conversation, to its tickets and in the agent's runs, in order");

    private static async Task<IResult> Show(Guid id, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ShowConversationStory(ConversationId.Of(id)), ct)).ToResult(Story.Of);
}

/// <summary>In the order of the log.</summary>
internal sealed record Story(IReadOnlyList<StoryEventView> Items)
{
    public static Story Of(IEnumerable<StoryEvent> events) => new([.. events.Select(StoryEventView.Of)]);
}

/// <inheritdoc cref="StoryEvent"/>
internal sealed record StoryEventView(
    long Sequence, string Stream, Guid StreamId, long Version, string Type, DateTimeOffset At, string? UserName,
    string? CorrelationId, JsonElement Data)
{
    public static StoryEventView Of(StoryEvent e) => new(
        e.Sequence, e.Stream, e.StreamId, e.Version, e.Type, e.At, e.UserName, e.CorrelationId,
        JsonDocument.Parse(e.Data).RootElement);
}
