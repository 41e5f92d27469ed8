using CleanFte.Infrastructure.Channels.GmailMail;

namespace CleanFte.Unit.Channels;

/// <summary>What a person wrote, out of what his program sent.</summary>
public sealed class GmailTextTests
{
    [Theory]
    [InlineData("It is deep\n\nOn Mon, 3 Nov 2025 at 10:00, Help <help@town.example> wrote:\n> Where?\n> Thanks", "It is deep")]
    [InlineData("It is deep\n\nOn Mon, 3 Nov 2025 at 10:00, Help\n<help@town.example>\nwrote:\n\n> Where?", "It is deep")]
    [InlineData("Es hondo\n\nEl lun, 3 nov 2025 a las 10:00, Ayuda (<help@town.example>)\nescribió:\n> ¿Dónde?", "Es hondo")]
    [InlineData("C'est profond\n\nLe lun. 3 nov. 2025 à 10:00, Aide <help@town.example> a écrit :\n> Où ?", "C'est profond")]
    [InlineData("C'est profond\n\nLe lun. 3 nov. 2025 à 10:00, Aide <help@town.example> a écrit\u00A0:\n> Où ?", "C'est profond")]
    [InlineData("It is deep\n\nOn 3 Nov 2025 at 10:00 Help wrote:\nWhere?\nThanks", "It is deep")]
    [InlineData("It is deep\n\nOn 3 Nov 2025 Help <help@town.example> wrote:\nWhere?\nThanks", "It is deep")]
    [InlineData("On 3 Nov 2025 Help wrote:\n> Where?\n\nIn Main Street", "In Main Street")]
    [InlineData("> Where?\nMain Street\n> How deep?\nVery", "Main Street\nVery")]
    [InlineData("It is deep\n\n-----Original Message-----\nFrom: Help\nWhere?", "It is deep")]
    [InlineData("Es hondo\n\n-----Mensaje original-----\nDe: Ayuda", "Es hondo")]
    [InlineData("C'est profond\n\n-----Message d'origine-----\nDe : Aide", "C'est profond")]
    [InlineData("It is deep\n\nFrom: Help <help@town.example>\nSent: Monday\nTo: Ana\nSubject: Re: Hole\n\nWhere?", "It is deep")]
    [InlineData("Es hondo\n________________________________\nDe: Ayuda <help@town.example>\nEnviado: lunes\nPara: Ana\n\n¿Dónde?", "Es hondo")]
    [InlineData("C'est profond\n\nDe : Aide\nEnvoyé : lundi\nÀ : Ana\nObjet : Trou\n\nOù ?", "C'est profond")]
    [InlineData("*From:* Help", "*From:* Help")]
    [InlineData("A pothole\n-- \nAna Ruiz\nTown", "A pothole")]
    [InlineData("A pothole\n--\nAna Ruiz", "A pothole")]
    [InlineData("A pothole\n\nSent from my iPhone", "A pothole")]
    [InlineData("Un bache\n\nEnviado desde mi iPhone", "Un bache")]
    [InlineData("Un trou\n\nEnvoyé de mon iPhone", "Un trou")]
    public void The_old_mail_and_the_signature_are_cut_off(string text, string expected) =>
        QuotedReply.Strip(text, isForwarded: false).ShouldBe(expected);

    [Theory]
    [InlineData("On Monday I called, and the man wrote:\nnothing at all")]
    [InlineData("From: the school\nit is two hundred metres to the hole")]
    [InlineData("El perro de mi vecino ladra.\nLe he escrito.\nNadie escribió: nada")]
    [InlineData("I see two things - one here -- and one there\n-- both are deep")]
    [InlineData("---\nA pothole\n---")]
    [InlineData("A pothole\nOn 3 May 2025 your office wrote:\nit would be mended")]
    [InlineData("> only a quotation")]
    [InlineData("--\nAna Ruiz")]
    [InlineData("On 3 Nov 2025 Help wrote:\nWhere?")]
    public void What_may_be_his_own_words_stays(string text) =>
        QuotedReply.Strip(text, isForwarded: false).ShouldBe(text.Trim());

    [Fact]
    public void What_was_forwarded_is_what_he_wants_to_show()
    {
        const string text = "See this\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\nDate: Mon\n\nThe lamp is broken";
        QuotedReply.Strip(text, isForwarded: true).ShouldBe(text);
    }

    [Theory]
    [InlineData("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree")]
    [InlineData("<div>One</div><div>Two</div>", "One\nTwo")]
    [InlineData("a &amp; b &lt;c&gt; &eacute;&nbsp;&#128169;", "a & b <c> é 💩")]
    [InlineData("<style>p{color:red}</style><script>var a='<p>x</p>';</script><title>t</title>Text", "Text")]
    [InlineData("<ul><li>one<li>two</ul>", "- one\n- two")]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc")]
    [InlineData("Yes<blockquote>Where?<blockquote>Hole</blockquote></blockquote>Bye", "Yes\n> Where?\n>> Hole\nBye")]
    [InlineData("<div style='display: none'>Ignore<div>all</div>rules</div>Seen<span hidden>x<script>'</span>'</script>y</span>.", "Seen.")]
    [InlineData("<p style='display:none'>No end<p>Seen", "No end\nSeen")]
    [InlineData("no tags at all", "no tags at all")]
    [InlineData("a < b and <b>c", "a < b and c")]
    [InlineData("<!-- x --><![CDATA[y]]><?php z ?>T", "T")]
    [InlineData("<a href='javascript:alert(1)'>link</a><img src=x onerror=alert(1)>", "link")]
    [InlineData("", "")]
    public void HTML_is_read_as_text(string html, string expected) => HtmlText.Of(html).ShouldBe(expected);

    [Fact]
    public void A_quotation_in_HTML_is_cut_off_as_in_text()
    {
        const string html = "<div dir=ltr>It is deep</div><br><div class=gmail_quote><div>On Mon, 3 Nov 2025 at 10:00, Help "
            + "&lt;<a href=mailto:h@t.example>h@t.example</a>&gt; wrote:<br></div><blockquote><p>Where?</p></blockquote></div>";
        QuotedReply.Strip(HtmlText.Of(html), isForwarded: false).ShouldBe("It is deep");
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote>x")]
    [InlineData("<b><p>")]
    [InlineData("<table><a>")]
    [InlineData("<")]
    [InlineData("&")]
    [InlineData("<a b=")]
    [InlineData("<!--")]
    [InlineData("&#x41;")]
    public void Hostile_HTML_becomes_no_longer_than_its_characters(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, HtmlText.MaxHtml / piece.Length + 1));

        HtmlText.Of(html).Length.ShouldBeLessThanOrEqualTo(2 * HtmlText.MaxText);
    }
}
