using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Everything that happened in a conversation and in what came of it: its tickets, the agent's runs, what people had to do.
/// In the order of the log.
/// </summary>
public sealed record ShowConversationStory(ConversationId Conversation) : IRequest<Outcome<IReadOnlyList<StoryEvent>>>
{
    /// <summary>Streams that are told with a conversation; one has at most a thousand events, each naming at most two.</summary>
    private const int MaxStreams = 500;

    /// <summary>What an event calls another stream that belongs to the story.</summary>
    private static readonly string[] Links = ["run", "ticket", "task"];

    internal sealed class Handler(IEventSession session, IStories stories)
        : IRequestHandler<ShowConversationStory, Outcome<IReadOnlyList<StoryEvent>>>
    {
        public async Task<Outcome<IReadOnlyList<StoryEvent>>> Handle(ShowConversationStory query, CancellationToken ct)
        {
            var own = await stories.Read(session.Tenant, [query.Conversation], ct);
            if (own is not [{ Stream: "conversation" }, ..])
            {
                return Refusal.NotFound("conversation");
            }

            var linked = own.SelectMany(e => LinksOf(e.Data)).Distinct().Take(MaxStreams).ToList();
            var rest = await stories.Read(session.Tenant, linked, ct);
            return new([.. own.Concat(rest).OrderBy(e => e.Sequence)], null);
        }
    }

    private static List<Guid> LinksOf(string data)
    {
        using var document = JsonDocument.Parse(data);
        return
        [
            .. Links.Select(link => document.RootElement.TryGetProperty(link, out var id)
                    && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var stream) ? stream : Guid.Empty)
                .Where(stream => stream != Guid.Empty),
        ];
    }
}

/// <summary>Reads the events of several streams of one tenant.</summary>
public interface IStories
{
    /// <summary>In the order of the log; streams that are not there are left out.</summary>
    Task<IReadOnlyList<StoryEvent>> Read(string tenant, IReadOnlyCollection<Guid> streams, CancellationToken ct);
}

/// <param name="Sequence">Its place in the log.</param>
/// <param name="Stream">What kind of thing it happened to: <c>conversation</c>, <c>ticket</c>, <c>agent_run</c> ...</param>
/// <param name="Version">Its place in that stream.</param>
/// <param name="UserName">The key or member who caused it; null for citizens.</param>
/// <param name="Data">The event as JSON.</param>
public sealed record StoryEvent(
    long Sequence, string Stream, Guid StreamId, long Version, string Type, DateTimeOffset At, string? UserName,
    string? CorrelationId, string Data);
