using CleanFte.Infrastructure.Media;
using FsCheck;
using FsCheck.Fluent;
using static CleanFte.Unit.Media.Pictures;

namespace CleanFte.Unit.Media;

/// <summary>Whatever arrives: the inspector answers, and no answer tells where a picture was taken.</summary>
public class DamagedPictureTests
{
    internal static readonly MediaInspector Inspector = new();

    private static readonly (string Type, byte[] Content)[] Telling =
    [
        ("image/jpeg", TellingJpeg()),
        ("image/jpeg", TellingJpeg(orientation: 6)),
        ("image/png", TellingPng()),
        ("image/webp", TellingWebP()),
    ];

    [Fact]
    public void No_single_flipped_bit_lets_the_secret_through()
    {
        foreach (var (type, content) in Telling)
        {
            for (var bit = 0; bit < content.Length * 8; bit++)
            {
                content[bit / 8] ^= (byte)(1 << (bit % 8));
                IsClean(content, type).ShouldBeTrue($"{type}, bit {bit}");
                content[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Cuts_and_flipped_bits_never_throw_nor_let_the_secret_through()
    {
        var damaged =
            from picture in Gen.Elements(Telling)
            let length = picture.Content.Length
            from cut in Gen.Frequency((1, Gen.Choose(0, length)), (3, Gen.Constant(length)))
            from bits in Gen.ArrayOf(Gen.Choose(0, (length * 8) - 1), 3)
            select (picture.Type, Content: Damage(picture.Content, cut, bits));

        Prop.ForAll(damaged.ToArbitrary(), picture => IsClean(picture.Content, picture.Type))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void Any_bytes_behind_any_signature_are_answered()
    {
        var starts = Telling.Select(picture => picture.Content[..12]).Append([]).ToArray();
        var files =
            from start in Gen.Elements(starts)
            from rest in ArbMap.Default.GeneratorFor<byte[]>()
            select start.Concat(rest).ToArray();

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            Inspector.Sniff(file);
            foreach (var type in (string[])["image/jpeg", "image/png", "image/webp", "image/gif", "", "text/html"])
                Inspector.WithoutMetadata(file, type);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    [InlineData("image/webp")]
    public void The_largest_file_made_to_be_slow_is_read_to_its_end(string type)
    {
        var worst = type switch
        {
            // Fill bytes, then empty comments and chunks without end.
            "image/jpeg" => Repeat(Jpeg()[..^2], Segment(0xFE)),
            "image/png" => Repeat(Png()[..33], Chunk("tEXt", [])),
            _ => Repeat(WebP(WebPPicture()), RiffChunk("XMP ", [])),
        };
        if (type == "image/webp")
            BitConverter.TryWriteBytes(worst.AsSpan(4), (worst.Length - 8) & ~7);

        // A walk that is quadratic in its two million chunks would take hours; how long it takes is measured by the benches.
        (Inspector.WithoutMetadata(worst, type)?.Length ?? 0).ShouldBeLessThanOrEqualTo(worst.Length);
    }

    private static bool IsClean(byte[] content, string type)
    {
        Inspector.Sniff(content);
        var clean = Inspector.WithoutMetadata(content, type);
        return clean is null || !Tells(clean);
    }

    private static byte[] Damage(byte[] content, int cut, int[] bits)
    {
        var damaged = content.ToArray();
        foreach (var bit in bits)
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        return damaged[..cut];
    }

    private static byte[] Repeat(byte[] start, byte[] unit)
    {
        var file = new byte[GuardedMediaSource.MaxBytes];
        start.CopyTo(file, 0);
        for (var at = start.Length; at + unit.Length <= file.Length; at += unit.Length)
            unit.CopyTo(file, at);
        return file;
    }
}
