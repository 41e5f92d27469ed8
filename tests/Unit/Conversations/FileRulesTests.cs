using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Conversations;

public sealed class FileRulesTests
{
    private static readonly FileRules WhatsApp = new(1, 10, 500, 1_600, 1_600) { Captioned = FileRules.WhatsAppCaptioned };

    private static readonly FileRules Mail = new(10, 1_000, 1_000, 1_000, 1_000);

    [Fact]
    public void A_short_text_is_the_caption_of_the_first_file()
    {
        var files = new[] { File(), File("application/pdf") };

        var messages = WhatsApp.Distribute(["a long one", "caption"], files);

        messages.Select(m => m.Text).ShouldBe(["a long one", "caption", ""]);
        messages.Select(m => m.Files.Count).ShouldBe([0, 1, 1]);
        messages[1].Files.ShouldHaveSingleItem().ShouldBe(files[0]);
    }

    [Fact]
    public void A_text_too_long_for_a_caption_stands_alone() =>
        WhatsApp.Distribute(["eleven char"], [File()]).Select(m => m.Text).ShouldBe(["eleven char", ""]);

    [Fact]
    public void A_sound_has_no_caption() =>
        WhatsApp.Distribute(["listen"], [File("audio/ogg")]).Select(m => m.Text).ShouldBe(["listen", ""]);

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("video/mp4", true)]
    [InlineData("application/pdf", false)]
    [InlineData("audio/ogg", false)]
    public void With_Twilio_only_pictures_and_films_have_a_caption(string type, bool hasOne) =>
        TwilioGateway.Rules.Distribute(["look"], [File(type)]).Count.ShouldBe(hasOne ? 1 : 2);

    [Fact]
    public void With_Twilio_a_caption_has_1024_characters()
    {
        TwilioGateway.Rules.Distribute([new string('x', 1_024)], [File()]).Count.ShouldBe(1);
        TwilioGateway.Rules.Distribute([new string('x', 1_025)], [File()]).Count.ShouldBe(2);
    }

    [Fact]
    public void A_mail_s_text_stands_beside_anything() =>
        Mail.Distribute(["listen"], [File("audio/ogg"), File("application/pdf")]).Count.ShouldBe(1);

    [Fact]
    public void What_is_too_much_for_one_message_is_not_carried()
    {
        Mail.Carries([File(size: 600), File(size: 400)]).ShouldBeTrue();
        Mail.Carries([File(size: 600), File(size: 401)]).ShouldBeFalse();
        WhatsApp.Carries([File(), File()]).ShouldBeFalse();
        (Mail with { Types = FileRules.WhatsAppTypes }).Carries([File("image/gif")]).ShouldBeFalse();
    }

    [Fact]
    public void A_mail_carries_what_it_may_together()
    {
        var messages = Mail.Distribute(["See below."], [File(size: 600), File(size: 400), File(size: 1)]);

        messages.Select(m => m.Files.Count).ShouldBe([2, 1]);
        messages[0].Text.ShouldBe("See below.");
    }

    [Fact]
    public void Files_need_no_text() => WhatsApp.Distribute([], [File()]).ShouldHaveSingleItem().Text.ShouldBeEmpty();

    [Theory]
    [InlineData("image/png", 500)]
    [InlineData("application/pdf", 1_600)]
    [InlineData("image/webp", 0)]
    public void A_kind_has_its_limit(string type, long limit) =>
        (WhatsApp with { Types = FileRules.WhatsAppTypes }).LimitOf(File(type)).ShouldBe(limit);

    [Fact]
    public void Every_file_and_text_goes_out_once_in_order() => Prop
        .ForAll<PositiveInt, NonEmptyString[], byte[]>(GoesOutOnce).QuickCheckThrowOnFailure();

    private static bool GoesOutOnce(PositiveInt limit, NonEmptyString[] texts, byte[] sizes)
    {
        var rules = new FileRules(1 + (limit.Get % 4), 20, 255, 255, 255 + limit.Get);
        var files = sizes.Select(size => File(size: size)).ToArray();

        var messages = rules.Distribute([.. texts.Select(t => t.Get)], files);

        return messages.SelectMany(m => m.Files).SequenceEqual(files)
            && messages.Select(m => m.Text).Where(t => t.Length > 0).SequenceEqual(texts.Select(t => t.Get))
            && messages.All(m => m.Files.Count <= rules.PerMessage && m.Files.Sum(f => f.Size) <= rules.MaxTogether)
            && messages.All(m => m.Text.Length > 0 || m.Files.Count > 0);
    }

    private static ReplyFile File(string type = "image/jpeg", long size = 1) =>
        new(Guid.NewGuid(), "evidence/town/x/y", type, size, null);
}
