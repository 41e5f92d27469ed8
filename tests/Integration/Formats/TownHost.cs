using CleanFte.Integration.Api;

namespace CleanFte.Integration.Formats;

/// <summary>The whole service without a model; its default tenant is the town hall that ships, beside it the parish.</summary>
public sealed class TownHost : RunningHost
{
    public const string Parish = "parish";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Import("townhall", Application.Tenants.ITenants.Default);
        await Import("parish", Parish);
    }
}
