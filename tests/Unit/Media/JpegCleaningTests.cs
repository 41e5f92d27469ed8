using static CleanFte.Unit.Media.Pictures;

namespace CleanFte.Unit.Media;

public class JpegCleaningTests
{
    [Fact]
    public void A_bare_picture_stays_as_it_is() => Clean(Jpeg()).ShouldBe(Jpeg());

    [Fact]
    public void Place_author_and_comments_are_gone_and_the_colours_stay() =>
        Clean(TellingJpeg()).ShouldBe(Jpeg(
            Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]),
            Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Profile()])));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_turned_picture_keeps_its_orientation_and_nothing_else(int orientation)
    {
        byte[] onlyOrientation =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1,
            1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        Clean(Jpeg(Segment(0xE1, Exif(orientation)))).ShouldBe(Jpeg(Segment(0xE1, onlyOrientation)));
        Clean(Jpeg(Segment(0xE1, Exif(orientation, littleEndian: true))))
            .ShouldBe(Jpeg(Segment(0xE1, onlyOrientation)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void An_orientation_that_does_not_exist_is_dropped(int orientation) =>
        Clean(Jpeg(Segment(0xE1, Exif(orientation)))).ShouldBe(Jpeg());

    [Fact]
    public void What_follows_the_end_is_dropped() => Clean([.. Jpeg(), .. TellingJpeg()]).ShouldBe(Jpeg());

    [Fact]
    public void The_thumbnail_is_dropped_because_it_may_show_what_was_cropped_away()
    {
        byte[] jfif = [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1];
        Clean(Jpeg(Segment(0xE0, [.. jfif, 1, 1, 9, 9, 9]), Segment(0xE0, Text("JFXX\0"))))
            .ShouldBe(Jpeg(Segment(0xE0, [.. jfif, 0, 0])));
    }

    [Fact]
    public void Adobes_colour_transform_stays_without_what_is_appended_to_it()
    {
        byte[] adobe = [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1];
        Clean(Jpeg(Segment(0xEE, [.. adobe, .. Text("")]))).ShouldBe(Jpeg(Segment(0xEE, adobe)));
    }

    [Fact]
    public void A_colour_profile_of_the_wrong_size_is_dropped() =>
        Clean(Jpeg(Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Profile(), .. Text("")]))).ShouldBe(Jpeg());

    [Fact]
    public void A_table_that_is_none_makes_the_picture_unfit() =>
        Clean(Jpeg(Segment(0xDB, Exif()), Segment(0xC4, Exif()))).ShouldBeNull();

    [Fact]
    public void A_frame_that_is_none_makes_the_picture_unfit()
    {
        byte[] scan = [.. Segment(0xDA, 1, 1, 0, 0, 63, 0), 0, 0xFF, 0xD9];
        Clean([0xFF, 0xD8, .. Segment(0xC0, 8, 0, 8, 0, 8, 1, 1, 0x11, 0), .. scan]).ShouldNotBeNull();
        Clean([0xFF, 0xD8, .. Segment(0xC0, Exif()), .. scan]).ShouldBeNull();
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = TellingJpeg(6);
        for (var length = 0; length < whole.Length; length++)
            Clean(whole[..length]).ShouldBeNull($"cut at {length}");
    }

    private static byte[]? Clean(byte[] jpeg) => DamagedPictureTests.Inspector.WithoutMetadata(jpeg, "image/jpeg");
}
