using System.Text;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Conversations;

public sealed class IntakeTextsTests
{
    private const string Number = "TKT-7F3K-92QD20";
    private static readonly DateTimeOffset March = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Texts_are_as_approved(string language)
    {
        var all = new StringBuilder();
        foreach (var (name, text) in Texts(language))
        {
            all.Append(name).Append(": ").Append(text).Append('\n');
        }

        all.ToString().ShouldMatchApproved(b => b.NoDiff().WithDiscriminator(language));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Texts_are_short(string language)
    {
        var longest = Texts(language)
            .Select(t => t.Text)
            .Append(IntakeTexts.Acknowledge(language, Number, new string('m', 500), true, true));

        longest.ShouldAllBe(text => text.Length <= IntakeTexts.MaxLength);
    }

    [Fact]
    public void Every_first_reply_names_the_tracking_number() =>
        Texts("es").Where(t => t.Name.StartsWith("acknowledge", StringComparison.Ordinal))
            .ShouldAllBe(t => t.Text.Contains(Number));

    [Fact]
    public void A_language_we_do_not_write_is_answered_in_english() =>
        Texts("other").Select(t => t.Text).ShouldBe(Texts("en").Select(t => t.Text));

    private static IEnumerable<(string Name, string Text)> Texts(string language)
    {
        var pothole = TownHall.Catalogue[0].Texts.GetValueOrDefault(language, TownHall.Catalogue[0].Texts["en"]).Name;
        yield return ("acknowledge", IntakeTexts.Acknowledge(language, Number, null, false, false));
        yield return ("acknowledge, service", IntakeTexts.Acknowledge(language, Number, pothole, false, false));
        yield return ("acknowledge, place", IntakeTexts.Acknowledge(language, Number, pothole, true, false));
        yield return ("acknowledge, photo", IntakeTexts.Acknowledge(language, Number, pothole, false, true));
        yield return ("acknowledge, place and photo", IntakeTexts.Acknowledge(language, Number, pothole, true, true));
        yield return ("added", IntakeTexts.Added(language, Number));
        yield return ("handed over", IntakeTexts.HandedOver(language, Number));
        yield return ("place set", IntakeTexts.PlaceSet(language, Number));
        yield return ("one file added", IntakeTexts.MediaAdded(language, Number, 1));
        yield return ("three files added", IntakeTexts.MediaAdded(language, Number, 3));
        foreach (var status in Enum.GetValues<TicketStatus>())
        {
            yield return ($"status {WireName.Of(status)}", IntakeTexts.StatusIs(language, Number, status, March));
        }

        yield return ("status unknown", IntakeTexts.StatusUnknown(language));
        yield return ("empty message", IntakeTexts.EmptyMessage(language));
        yield return ("apology", IntakeTexts.Apology(language, null));
        yield return ("apology, number", IntakeTexts.Apology(language, Number));
    }
}
