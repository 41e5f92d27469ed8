using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>What waits in a lane and is answered together, with what it is answered by.</summary>
/// <param name="Now">The clock of the whole run.</param>
/// <param name="Person">Everybody that the customer is.</param>
/// <param name="Roles">The person's.</param>
/// <param name="Name">The customer's, as he or his provider gave it: untrusted.</param>
internal sealed record Turn(
    RunId Run,
    ChannelAccount Account,
    Channel Channel,
    TenantProfile Profile,
    Catalogue Catalogue,
    IReadOnlyList<Guid> Person,
    IReadOnlyList<string> Roles,
    string? Name,
    string Language,
    DateTimeOffset Now,
    IReadOnlyList<AssessedMessage> Messages)
{
    /// <summary>The language texts are written in and articles are searched in.</summary>
    public string Spoken => ArticleContent.Languages.Contains(Language) ? Language : Profile.Languages[0];

    /// <summary>Services whose own knowledge is told inside their session only.</summary>
    public IReadOnlyList<string> ClosedTo(Session? session) =>
    [
        .. Catalogue.Services
            .Where(s => s.IsConfidential() && !(s.Code == session?.ServiceCode && IsOpen(s, session)))
            .Select(s => s.Code),
    ];

    public ChannelFormat Format =>
        Profile.Channels.GetValueOrDefault(WireName.Of(Channel)) ?? ChannelFormat.Usual(Channel);

    /// <summary>Of the angriest message; null where nobody has written.</summary>
    public double? Sentiment => Messages.Count == 0 ? null : Messages.Min(m => m.Sentiment);

    /// <summary>How our own sentences are written.</summary>
    public Manner Manner => new(Spoken, Format.Tone);

    /// <summary>Characters that a reply on this channel aims at.</summary>
    public int PreferredCharacters => Format.In(Spoken, Channel).PreferredCharacters;

    /// <summary>With what a model made of the messages; its word counts more than the word lists'.</summary>
    public Turn As(Understanding? understood) => understood is null ? this : this with
    {
        Language = understood.Language ?? Language,
        Messages =
        [
            .. Messages.Select(m => m.Message.Text.Length == 0 ? m : m with
            {
                Language = understood.Language ?? m.Language,
                Sentiment = understood.Sentiment ?? m.Sentiment,
            }),
        ],
    };

    public bool MayUse(ServiceDefinition service) =>
        service.Roles.Count == 0 || service.Roles.Any(role => Roles.Contains(role));

    /// <summary>Whether all that its session asks for has been answered.</summary>
    private bool IsOpen(ServiceDefinition service, Session session) =>
        MayUse(service) && (service.Kind != ServiceKind.Guided || session.Step >= service.Steps.Count);
}

/// <summary>A message with what was found in it.</summary>
internal sealed record AssessedMessage(
    MessageReceived Message, string Language, double Sentiment, IReadOnlyList<Finding> Findings);

/// <summary>A message that was taken in: on which ticket, and what it was about.</summary>
/// <param name="Service">The service its words chose, or null.</param>
/// <param name="Opened">Whether the ticket was opened for it.</param>
/// <param name="Chosen">Whether the service is used from this message on.</param>
internal sealed record TakenIn(
    MessageReceived Message, Ticket? Ticket, ServiceDefinition? Service, bool Opened, bool Chosen);
