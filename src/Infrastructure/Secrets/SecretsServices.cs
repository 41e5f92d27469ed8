using CleanFte.Infrastructure.Channels;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CleanFte.Infrastructure.Secrets;

internal static class SecretsServices
{
    /// <summary>Secrets that are entered at run time: encrypted by a ring of keys that the master key wraps.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, MasterKey key)
    {
        services.AddSingleton(key);
        services.AddDataProtection().SetApplicationName("CleanFte");
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource>((options, database) =>
        {
            options.XmlRepository = new KeyRing(database);
            options.XmlEncryptor = new MasterKeyEncryptor(key);
        });
        services.AddSingleton<AccountSecrets>();
        return services;
    }
}
