using System.Text;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Services;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Texts;

/// <summary>All that the service says in its own words, as it is read.</summary>
public sealed class FixedTextsTests
{
    private const string Number = "TKT-7F3K-92QD20";
    private static readonly DateTimeOffset First = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Tone[] Tones = Enum.GetValues<Tone>();

    public static TheoryData<string> Languages => ["en", "es", "fr"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_are_as_approved(string language)
    {
        var all = new StringBuilder();
        foreach (var tone in Tones)
        {
            all.Append("--- ").Append(WireName.Of(tone)).Append('\n');
            foreach (var (name, text) in Texts(new Manner(language, tone)))
            {
                all.Append(name).Append(": ").Append(text).Append('\n');
            }
        }

        all.ToString().ShouldMatchApproved(b => b.NoDiff().WithDiscriminator(language));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_are_short(string language)
    {
        var longest = Tones.Select(tone => new Manner(language, tone)).SelectMany(manner => Texts(manner)
            .Select(t => t.Text)
            .Append(IntakeTexts.Acknowledge(manner, Number, new string('m', 500), true, true)));

        longest.Where(text => text.Length > IntakeTexts.MaxLength).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_first_reply_and_every_hand_over_names_the_tracking_number(string language) =>
        Tones.SelectMany(tone => Texts(new Manner(language, tone)))
            .Where(t => t.Name.StartsWith("acknowledge", StringComparison.Ordinal)
                || t.Name.StartsWith("handed over", StringComparison.Ordinal))
            .ShouldAllBe(t => t.Text.Contains(Number));

    [Fact]
    public void A_language_we_do_not_write_is_answered_in_english() =>
        Texts(new Manner("other", Tone.Formal)).Select(t => t.Text)
            .ShouldBe(Texts(new Manner("en", Tone.Formal)).Select(t => t.Text));

    [Fact]
    public void What_is_filled_in_is_not_filled_again() =>
        AnswerTexts.Source(new Manner("en", Tone.Formal), "{title} {number}").ShouldBe("(Source: {title} {number})");

    [Theory]
    [InlineData(Channel.Whatsapp, "Hola, ¿en qué podemos ayudarte?")]
    [InlineData(Channel.Email, "Gracias por escribirnos. ¿En qué podemos ayudarle?")]
    [InlineData(Channel.Web, "Hola, ¿en qué podemos ayudarle?")]
    [InlineData(Channel.Open311, "Hola, ¿en qué podemos ayudarle?")]
    public void Where_no_tenants_tone_is_at_hand_it_is_the_channels(Channel channel, string greeting) =>
        AnswerTexts.Greeting(Manner.Usual("es", channel)).ShouldBe(greeting);

    private static IEnumerable<(string Name, string Text)> Texts(Manner manner)
    {
        var pothole = TownHall.Catalogue[0].Texts
            .GetValueOrDefault(manner.Language, TownHall.Catalogue[0].Texts["en"]).Name;
        yield return ("acknowledge", IntakeTexts.Acknowledge(manner, Number, null, false, false));
        yield return ("acknowledge, service", IntakeTexts.Acknowledge(manner, Number, pothole, false, false));
        yield return ("acknowledge, place", IntakeTexts.Acknowledge(manner, Number, pothole, true, false));
        yield return ("acknowledge, photo", IntakeTexts.Acknowledge(manner, Number, pothole, false, true));
        yield return ("acknowledge, place and photo", IntakeTexts.Acknowledge(manner, Number, pothole, true, true));
        yield return ("added", IntakeTexts.Added(manner, Number));
        yield return ("one file added", IntakeTexts.MediaAdded(manner, Number, 1));
        yield return ("three files added", IntakeTexts.MediaAdded(manner, Number, 3));
        yield return ("place set", IntakeTexts.PlaceSet(manner, Number));
        foreach (var (name, taken, sorry, back) in new (string, bool, bool, DateTimeOffset?)[]
        {
            ("connecting", true, false, null), ("connecting, angry", true, true, null), ("handed over", false, false, null),
            ("handed over, back today", false, false, First.AddHours(2)), ("handed over, angry", false, true, First.AddDays(1)),
            ("handed over, back in days", false, false, First.AddDays(4)),
        })
        {
            yield return (name, HandoverTexts.Of(manner, Number, taken, sorry, null, First, back));
        }

        foreach (var status in Enum.GetValues<TicketStatus>())
        {
            yield return ($"status {WireName.Of(status)}", IntakeTexts.StatusIs(manner, Number, status, First));
        }

        yield return ("status, another day", IntakeTexts.StatusIs(manner, Number, TicketStatus.Closed, First.AddDays(190)));
        yield return ("status reopened", IntakeTexts.StatusChanged(manner, Number, TicketStatus.Open, null));
        yield return ("not told", IntakeTexts.NotTold(manner, Number));
        yield return ("status unknown", IntakeTexts.StatusUnknown(manner));
        yield return ("empty message", IntakeTexts.EmptyMessage(manner));
        yield return ("apology", IntakeTexts.Apology(manner, null));
        yield return ("apology, number", IntakeTexts.Apology(manner, Number));
        yield return ("greeting", AnswerTexts.Greeting(manner));
        yield return ("thanks", AnswerTexts.Welcome(manner));
        yield return ("unclear", AnswerTexts.Unclear(manner));
        yield return ("too many attempts", AnswerTexts.TooManyAttempts(manner));
        yield return ("all answered", AnswerTexts.AllAnswered(manner));
        yield return ("source", AnswerTexts.Source(manner, pothole));
        yield return ("framed", ReplyFormatter.Shape(
            ReplyFormat.DefaultFor(Channel.Email) with { Tone = manner.Tone }, "...", manner.Language, "Ana García", Number,
            "Riverton", mustName: true).ReplaceLineEndings(" / "));
    }
}
