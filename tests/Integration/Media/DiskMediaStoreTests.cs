using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Integration.Media;

public sealed class DiskMediaStoreTests : MediaStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cleanfte-media-");

    internal override IMediaStore Store => new DiskMediaStore(Path.Combine(_folder.FullName, "made", "as-needed"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_half_written_stays()
    {
        await Store.Put("evidence/a/b", new byte[] { 1 }, "image/jpeg", default);
        // A folder stands where the file should go, so that the last step fails.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "made", "as-needed", "evidence", "a", "taken"));
        await Should.ThrowAsync<Exception>(() =>
            Store.Put("evidence/a/taken", new byte[] { 1 }, "image/jpeg", default));

        _folder.GetFiles("*", SearchOption.AllDirectories).Select(file => file.Name).ShouldBe(["b"]);
    }

    [Fact]
    public async Task A_reader_sees_one_whole_file_while_it_is_replaced()
    {
        var store = Store;
        await store.Put("evidence/a/b", Filled(1), "image/jpeg", default);
        var writing = Task.Run(async () =>
        {
            for (byte value = 2; value < 30; value++)
                await store.Put("evidence/a/b", Filled(value), "image/jpeg", default);
        });

        do
        {
            var seen = (await Read("evidence/a/b"))!;
            seen.Length.ShouldBe(100_000);
            seen.Distinct().ShouldHaveSingleItem();
        }
        while (!writing.IsCompleted);
        await writing;
    }

    private static byte[] Filled(byte value)
    {
        var content = new byte[100_000];
        Array.Fill(content, value);
        return content;
    }
}
