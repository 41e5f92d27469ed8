using static CleanFte.Unit.Media.Pictures;

namespace CleanFte.Unit.Media;

public class PngCleaningTests
{
    [Fact]
    public void Texts_times_and_private_chunks_are_gone_and_the_colours_stay() =>
        Clean(TellingPng()).ShouldBe(Png(Chunk("gAMA", [0, 0, 0xB1, 0x8F])));

    [Fact]
    public void An_animation_stays_one()
    {
        var animated = Png(Chunk("acTL", new byte[8]), Chunk("fcTL", new byte[26]), Chunk("fdAT", new byte[9]));
        Clean(animated).ShouldBe(animated);
    }

    [Fact]
    public void What_follows_the_end_is_dropped() => Clean([.. Png(), .. Text("")]).ShouldBe(Png());

    [Fact]
    public void A_critical_chunk_that_is_not_known_makes_the_picture_unfit() =>
        Clean(Png(Chunk("EXIF", Exif()))).ShouldBeNull();

    [Fact]
    public void A_chunk_that_fails_its_checksum_makes_the_picture_unfit()
    {
        var colours = Chunk("gAMA", [0, 0, 0xB1, 0x8F]);
        colours[^1] ^= 1;
        Clean(Png(colours)).ShouldBeNull();
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = TellingPng();
        for (var length = 0; length < whole.Length; length++)
            Clean(whole[..length]).ShouldBeNull($"cut at {length}");
    }

    private static byte[]? Clean(byte[] png) => DamagedPictureTests.Inspector.WithoutMetadata(png, "image/png");
}
