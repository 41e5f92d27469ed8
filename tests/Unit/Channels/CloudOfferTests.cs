using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.CloudApi;

namespace CleanFte.Unit.Channels;

public sealed class CloudOfferTests
{
    [Fact]
    public void Up_to_three_choices_are_buttons_and_up_to_ten_a_list()
    {
        Of("What?", [.. Choices(3)]).Form.ShouldBe(CloudForm.Buttons);
        Of("What?", [.. Choices(4)]).Form.ShouldBe(CloudForm.List);
        Of("What?", [.. Choices(10)]).Choices.Count.ShouldBe(10);
        Of("What?", [.. Choices(11)]).Form.ShouldBe(CloudForm.Text);
        Of("What?").ShouldBe(new CloudOffer(CloudForm.Text, "What?", []), "nothing is offered");
    }

    [Fact]
    public void A_title_that_is_too_long_is_shortened_and_stands_in_the_text()
    {
        var offer = Of("What?", new ReplyChoice("a", "Un bache en la calzada"), new ReplyChoice("b", "Basura"));

        offer.Form.ShouldBe(CloudForm.Buttons);
        offer.Choices.Select(c => c.Title).ShouldBe(["Un bache en la calz…", "Basura"]);
        offer.Text.ShouldBe("What?\n\n1. Un bache en la calzada\n2. Basura");
    }

    [Fact]
    public void No_emoji_is_cut_in_half() =>
        Of("What?", new ReplyChoice("a", new string('x', 18) + "🦙🦙")).Choices[0].Title.ShouldBe(new string('x', 18) + "…");

    [Fact]
    public void Buttons_that_would_look_alike_are_lines()
    {
        var offer = Of(
            "What?", new ReplyChoice("a", "Un bache en la calzada"), new ReplyChoice("b", "Un bache en la calzonera"));

        offer.ShouldBe(new CloudOffer(
            CloudForm.Text, "What?\n\n1. Un bache en la calzada\n2. Un bache en la calzonera", []), offer.Text);
    }

    [Fact]
    public void What_has_no_room_above_buttons_is_lines()
    {
        Of(new string('x', 1_024), [.. Choices(2)]).Form.ShouldBe(CloudForm.Buttons);
        var lines = Of(new string('x', 1_025), [.. Choices(2)]);
        lines.Form.ShouldBe(CloudForm.Text);
        lines.Text.ShouldEndWith("x\n\n1. Choice 0\n2. Choice 1");
        Of("", [.. Choices(2)]).Form.ShouldBe(CloudForm.Text);
    }

    [Fact]
    public void Lines_never_make_a_message_too_long()
    {
        var offer = Of(new string('x', 4_096), [.. Choices(11)]);
        offer.Text.Length.ShouldBe(4_096);
        offer.Text.ShouldContain("x…\n\n1. Choice 0\n");
    }

    [Fact]
    public void A_place_is_asked_for_where_the_text_fits()
    {
        Of(new OutgoingMessage(Guid.Empty, "", "Where?") { Offer = ReplyOffer.Location }).Form.ShouldBe(CloudForm.Location);
        Of(new OutgoingMessage(Guid.Empty, "", new string('x', 1_025)) { Offer = ReplyOffer.Location }).Form
            .ShouldBe(CloudForm.Text);
    }

    private static IEnumerable<ReplyChoice> Choices(int count) =>
        Enumerable.Range(0, count).Select(i => new ReplyChoice($"c{i}", $"Choice {i}"));

    private static CloudOffer Of(string text, params ReplyChoice[] choices) =>
        Of(new OutgoingMessage(Guid.Empty, "whatsapp:+5215550001111", text)
        {
            Offer = new ReplyOffer(OfferKind.Choices, choices),
        });

    private static CloudOffer Of(OutgoingMessage message) => CloudOffer.Of(message);
}
