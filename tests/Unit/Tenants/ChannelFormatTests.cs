using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Tenants;

namespace CleanFte.Unit.Tenants;

public sealed class ChannelFormatTests
{
    [Theory]
    [InlineData(Channel.Email, null, 500)]
    [InlineData(Channel.Email, 400, 400)]
    [InlineData(Channel.Email, 2_000, 500)]
    [InlineData(Channel.Web, 2_000, 300)]
    [InlineData(Channel.Rest, null, 300)]
    [InlineData(Channel.Whatsapp, 1, ReplyFormat.MinWords)]
    public void Whatever_was_once_stored_a_reply_can_be_shaped(Channel channel, int? maxWords, int words)
    {
        var form = (ChannelFormat.Usual(channel) with { MaxWords = maxWords }).In("en", channel);

        form.MaxWords.ShouldBe(words);
        ReplyFormatter.Shape(form, "We know.", "en", null, null).ShouldContain("We know.");
    }
}
