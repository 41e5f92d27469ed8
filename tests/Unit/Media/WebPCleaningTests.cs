using static CleanFte.Unit.Media.Pictures;

namespace CleanFte.Unit.Media;

public class WebPCleaningTests
{
    [Fact]
    public void A_plain_picture_stays_as_it_is() => Clean(WebP(WebPPicture())).ShouldBe(WebP(WebPPicture()));

    [Fact]
    public void Exif_and_xmp_are_gone_and_their_flags_too() =>
        Clean(TellingWebP()).ShouldBe(
            WebP(RiffChunk("VP8X", [0, 0, 0, 0, 7, 0, 0, 7, 0, 0]), WebPPicture()));

    [Fact]
    public void An_animation_keeps_its_colours_alpha_and_frames()
    {
        byte[][] chunks =
        [
            RiffChunk("VP8X", [0b0011_0010, 0, 0, 0, 7, 0, 0, 7, 0, 0]),
            RiffChunk("ICCP", Profile()),
            RiffChunk("ANIM", new byte[6]),
            RiffChunk("ANMF", [.. new byte[16], .. RiffChunk("ALPH", [0, 1]), .. WebPPicture()]),
        ];
        Clean(WebP([.. chunks, RiffChunk("EXIF", Exif())])).ShouldBe(WebP(chunks));
    }

    [Fact]
    public void What_hides_in_a_frame_makes_the_picture_unfit() =>
        Clean(WebP(
            RiffChunk("VP8X", [2, 0, 0, 0, 7, 0, 0, 7, 0, 0]),
            RiffChunk("ANMF", [.. new byte[16], .. WebPPicture(), .. RiffChunk("EXIF", Exif())]))).ShouldBeNull();

    [Fact]
    public void What_follows_the_end_is_dropped() =>
        Clean([.. WebP(WebPPicture()), .. Text("")]).ShouldBe(WebP(WebPPicture()));

    [Fact]
    public void A_chunk_that_is_not_known_makes_the_picture_unfit() =>
        Clean(WebP(WebPPicture(), RiffChunk("SECR", Text("")))).ShouldBeNull();

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = TellingWebP();
        for (var length = 0; length < whole.Length; length++)
            Clean(whole[..length]).ShouldBeNull($"cut at {length}");
    }

    private static byte[]? Clean(byte[] webp) => DamagedPictureTests.Inspector.WithoutMetadata(webp, "image/webp");
}
