using CleanFte.Application.Ports;

namespace CleanFte.Integration.Media;

/// <summary>What every store of evidence does, wherever it keeps it.</summary>
public abstract class MediaStoreContract
{
    private const string Key = "evidence/town-hall/0199f0a2-ticket/01_Photo.jpg";

    internal abstract IMediaStore Store { get; }

    [Fact]
    public async Task What_is_put_is_opened_and_put_again_is_replaced()
    {
        await Store.Put(Key, new byte[] { 1, 2, 3 }, "image/jpeg", default);
        (await Read(Key)).ShouldBe([1, 2, 3]);

        await Store.Put(Key, new byte[] { 4 }, "image/jpeg", default);
        (await Read(Key)).ShouldBe([4]);
    }

    [Fact]
    public async Task The_largest_file_goes_in_and_out()
    {
        var content = new byte[16 * 1024 * 1024];
        new Random(7).NextBytes(content);
        await Store.Put("evidence/large", content, "video/mp4", default);
        (await Read("evidence/large")).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_never_put_is_nothing()
    {
        (await Read("evidence/nobody/knows")).ShouldBeNull();
        await Store.Delete("evidence/nobody/knows", default);
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        await Store.Put("evidence/a/deleted", new byte[] { 1 }, "image/jpeg", default);
        await Store.Delete("evidence/a/deleted", default);
        (await Read("evidence/a/deleted")).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("evidence")]
    [InlineData("/etc/passwd")]
    [InlineData("../evidence/x")]
    [InlineData("evidence/../../etc/passwd")]
    [InlineData("evidence/a..b")]
    [InlineData("evidence/./x")]
    [InlineData("evidence/x/.")]
    [InlineData("evidence//x")]
    [InlineData("evidence/x/")]
    [InlineData("evidence/x\n")]
    [InlineData("evidence\\x")]
    [InlineData("evidence/x y")]
    [InlineData("evidence/\0")]
    [InlineData(".unfinished/x")]
    [InlineData("C:/x")]
    public async Task A_key_that_is_none_is_a_bug(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.Put(key, new byte[] { 1 }, "image/jpeg", default));
        await Should.ThrowAsync<ArgumentException>(() => Store.Open(key, default));
        await Should.ThrowAsync<ArgumentException>(() => Store.Delete(key, default));
    }

    protected async Task<byte[]?> Read(string key)
    {
        await using var file = await Store.Open(key, default);
        if (file is null)
            return null;
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return content.ToArray();
    }
}
