using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>What colleagues read and do: the inbox and the conversations in it.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inbox", Inbox).WithTags("Inbox").ForRoles(ApiRole.Staff, ApiRole.Admin).Produces<InboxList>()
            .WithSummary("Lists what is mine, what waits, or every open conversation");
        routes.MapInboxStream();
        var conversation = routes.MapGroup("/conversations/{id:guid}").WithTags("Conversations")
            .ForRoles(ApiRole.Staff, ApiRole.Admin);
        conversation.MapGet("", Show).Produces<ConversationView>()
            .WithSummary("Shows a conversation with its last messages; its ETag counts what was said");
        conversation.MapGet("/suggestion", Suggest).Produces<SuggestedReply>()
            .WithSummary("What the agent would answer; nothing is sent");
        conversation.MapPost("/takeover", TakeOver).Produces<ConversationView>()
            .WithSummary("Takes the conversation over; the agent is silent at once");
        conversation.MapPost("/messages", Answer).Produces<AnsweredByColleague>(StatusCodes.Status201Created)
            .WithSummary("Answers the citizen; If-Match says what you have read");
        conversation.MapPost("/notes", Note).WithSummary("Notes something for colleagues in the conversation's ticket");
        conversation.MapPost("/handback", HandBack).Produces<ConversationView>()
            .WithSummary("Hands the conversation back to the agent");
        conversation.MapPost("/close", Close).Produces<ConversationView>()
            .WithSummary("Closes the conversation and resolves its ticket");
        conversation.MapPut("/agent", Switch).Produces<ConversationView>()
            .WithSummary("Switches the agent on or off in this conversation");
    }

    private static async Task<IResult> Inbox([AsParameters] InboxRequest request, ISender sender, CancellationToken ct)
    {
        var list = Application.Conversations.InboxList.Mine;
        if (request.List is { } given && !WireName.TryParse(given, out list))
        {
            return Problems.MustBeOneOf<Application.Conversations.InboxList>("list");
        }

        InboxCursor? after = null;
        if (request.Cursor is { } cursor && !Cursors.TryRead(cursor, out after))
        {
            return Problems.Of(Cursors.Unreadable);
        }

        var filter = new InboxFilter(
            list, null, request.Channel, request.Language, request.Reason, request.Service, request.Limit ?? 50, after);
        return (await sender.Send(new ListInbox(filter), ct)).ToResult(page =>
            new InboxList(page.Entries, Cursors.Write(page.Next)));
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new ShowConversation(ConversationId.Of(id)), ct);
        if (outcome.Value is { } view)
        {
            http.Response.Headers.ETag = ETags.Of(view.Version);
        }

        return outcome.ToResult(view => view);
    }

    private static async Task<IResult> Suggest(Guid id, ISender sender, CancellationToken ct) =>
        (await sender.Send(new SuggestReply(ConversationId.Of(id)), ct)).ToResult(suggestion => suggestion);

    private static Task<IResult> TakeOver(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Do(new TakeOver(ConversationId.Of(id)), id, http, sender, ct);

    private static Task<IResult> HandBack(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Do(new HandBack(ConversationId.Of(id)), id, http, sender, ct);

    private static Task<IResult> Close(
        Guid id, CloseRequest? body, HttpContext http, ISender sender, CancellationToken ct) =>
        Do(new CloseConversation(ConversationId.Of(id), body?.Resolution), id, http, sender, ct);

    private static async Task<IResult> Switch(
        Guid id, SwitchRequest body, HttpContext http, ISender sender, CancellationToken ct) =>
        body.On is { } on
            ? await Do(new SwitchAgentHere(ConversationId.Of(id), on), id, http, sender, ct)
            : Problems.Of(SwitchRequest.Missing);

    private static async Task<IResult> Answer(
        Guid id, AnswerRequest body, HttpContext http, Idempotency idempotency, ISender sender, CancellationToken ct)
    {
        var match = http.Request.Headers.IfMatch.ToString();
        if (match.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the conversation you read.");
        }

        if (!ETags.TryRead(match, out var talk) || talk > int.MaxValue)
        {
            return Problems.Of(412, "version.stale", "If-Match is no ETag of this conversation. Read it again.");
        }

        return await idempotency.Once<AnsweredByColleague>(
            http,
            body,
            async remember =>
            {
                var answered = await sender.Send(
                    new AnswerAsColleague(ConversationId.Of(id), body.Text ?? "", body.Files ?? [], (int)talk, remember), ct);
                if (answered.Value is { } reply)
                {
                    http.Response.Headers.ETag = ETags.Of(reply.Version);
                }

                return answered;
            },
            answered => ($"/api/v1/conversations/{id}", answered));
    }

    private static async Task<IResult> Note(
        Guid id, ConversationNoteRequest body, IConversationQueries conversations, Caller caller, ISender sender, CancellationToken ct)
    {
        if (await conversations.Find(caller.Tenant, id, ct) is not { } view)
        {
            return Problems.Of(Refusal.NotFound("conversation"));
        }

        return view.TicketId is { } ticket
            ? (await sender.Send(new AddNote(TicketId.Of(ticket), NoteAuthor.Staff, body.Text ?? ""), ct)).ToResult()
            : Problems.Of(NoTicket);
    }

    private static async Task<IResult> Do(
        IRequest<Outcome> command, Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(command, ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : await Show(id, http, sender, ct);
    }

    private static readonly Refusal NoTicket = new(
        "conversation.no_ticket", "The conversation has no ticket to note anything in. Take it over first.", RefusalKind.State);
}

internal sealed record InboxList(IReadOnlyList<InboxEntry> Items, string? Cursor);

/// <param name="List">mine, waiting or all.</param>
internal sealed record InboxRequest(
    string? List, string? Channel, string? Language, string? Reason, string? Service, int? Limit, string? Cursor);

/// <param name="Files">Ids of files of the citizen's tickets.</param>
internal sealed record AnswerRequest(string? Text = null, IReadOnlyList<Guid>? Files = null);

internal sealed record ConversationNoteRequest(string? Text = null);

internal sealed record CloseRequest(string? Resolution = null);

internal sealed record SwitchRequest(bool? On = null, string? Account = null)
{
    public static readonly Refusal Missing =
        Refusal.Malformed(new Dictionary<string, string[]> { ["on"] = ["Send true or false."] });
}
