using CleanFte.Application;
using CleanFte.Infrastructure.TenantFolders;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Unit.TenantFolders;

/// <summary>Reads folders by the rules of the commands.</summary>
internal static class Reading
{
    private static readonly ServiceProvider Services =
        new ServiceCollection().AddApplication().AddSingleton<FolderShape>().BuildServiceProvider();

    public static FolderShape Shape => Services.GetRequiredService<FolderShape>();

    public static (TenantFolder Folder, IReadOnlyList<string> Errors) Read(this TemporaryFolder folder)
    {
        var errors = new FolderErrors();
        var read = new TenantFolderReader(Shape).Read(folder.Path, errors);
        return (read, errors.Lines());
    }
}
