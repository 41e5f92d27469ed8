using System.Text;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Unit.Media;

public class SniffTests
{
    public static TheoryData<string, byte[]> Accepted => new()
    {
        { "image/jpeg", Pictures.Jpeg() },
        { "image/png", Pictures.Png() },
        { "image/webp", Pictures.WebP(Pictures.WebPPicture()) },
        { "image/gif", "GIF87a"u8.ToArray() },
        { "image/gif", "GIF89a"u8.ToArray() },
        { "application/pdf", "%PDF-1.7\n"u8.ToArray() },
        { "audio/ogg", Ogg("OpusHead") },
        { "audio/ogg", Ogg("\u0001vorbis") },
        { "audio/mpeg", "ID3\u0004"u8.ToArray() },
        { "audio/mpeg", [0xFF, 0xFB, 0x90, 0x64] },
        { "audio/mpeg", [0xFF, 0xF3, 0x48, 0xC4] },
        { "audio/aac", [0xFF, 0xF1, 0x50, 0x80] },
        { "audio/amr", "#!AMR\n"u8.ToArray() },
        { "audio/amr", "#!AMR-WB\n"u8.ToArray() },
        { "audio/mp4", Ftyp("M4A ", "isom") },
        { "audio/mp4", Ftyp("mp42", "isom", "M4A ") },
        { "video/mp4", Ftyp("isom", "iso2", "avc1", "mp41") },
        { "video/mp4", Ftyp("mp42") },
        { "video/3gpp", Ftyp("3gp4", "isom") },
    };

    public static TheoryData<string, byte[]> NotAccepted => new()
    {
        { "nothing", [] },
        { "text", "Hello"u8.ToArray() },
        { "a page", "<html><script>"u8.ToArray() },
        { "a program", [0x7F, .. "ELF"u8, 2, 1, 1, 0] },
        { "an archive", "PK\u0003\u0004...."u8.ToArray() },
        { "iPhone's HEIC", Ftyp("heic", "mif1") },
        { "QuickTime", Ftyp("qt  ") },
        { "Ogg video", Ogg("\u0080theora") },
        { "a RIFF that is sound", "RIFF\0\0\0\0WAVE"u8.ToArray() },
        { "UTF-16 text", [0xFF, 0xFE, 0x41, 0x00] },
        { "only FF", [0xFF, 0xFF, 0xFF, 0xFF] },
        { "half a signature", [0xFF, 0xD8] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_file_is_known_by_its_bytes(string type, byte[] content) =>
        new MediaInspector().Sniff(content).ShouldBe(type);

    [Theory]
    [MemberData(nameof(NotAccepted))]
    public void Other_kinds_are_not_accepted(string what, byte[] content) =>
        new MediaInspector().Sniff(content).ShouldBeNull(what);

    [Fact]
    public void A_picture_of_another_kind_than_said_is_not_cleaned() =>
        new MediaInspector().WithoutMetadata(Pictures.Png(), "image/jpeg").ShouldBeNull();

    private static byte[] Ogg(string packet) =>
        [.. "OggS"u8, .. new byte[22], 1, 19, .. Encoding.Latin1.GetBytes(packet)];

    private static byte[] Ftyp(string major, params string[] compatible)
    {
        var brands = Encoding.ASCII.GetBytes(major + "\0\0\0\0" + string.Concat(compatible));
        return [0, 0, 0, (byte)(8 + brands.Length), .. "ftyp"u8, .. brands, .. "M4A "u8];
    }
}
