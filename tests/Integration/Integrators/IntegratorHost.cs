using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Integrators;

/// <summary>A service in which secrets can be kept, whose webhooks may go to receivers of this process.</summary>
public sealed class IntegratorHost : RunningHost
{
    private readonly Dictionary<string, string> _personal = [];

    /// <summary>Only there may webhooks go within this machine.</summary>
    internal Receiver Receiver { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Secrets:MasterKey"] = "thirty-two characters are needed at the least",
        ["Webhooks:AllowedOrigins:0"] = Receiver.Origin,
    };

    public override async Task InitializeAsync()
    {
        Receiver = await Receiver.Start();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A tenant that nobody else writes in.</summary>
    internal async Task<string> NewTenant()
    {
        var id = $"t{Guid.NewGuid():N}"[..12];
        (await Post("/api/v1/admin/tenants", new { id, name = id, host = $"{id}.example.org" }, Bootstrap)).Status.ShouldBe(201);
        return id;
    }

    /// <summary>A key that may be told personal fields.</summary>
    internal async Task<string> PersonalKey(string tenant)
    {
        if (!_personal.TryGetValue(tenant, out var key))
        {
            var made = await Post(
                "/api/v1/admin/api-keys", new { role = "integrator", label = "x", tenant, personalData = true }, Bootstrap);
            _personal[tenant] = key = made["key"].GetString()!;
        }

        return key;
    }

    /// <summary>Opens a ticket and returns its id.</summary>
    internal async Task<string> Report(string tenant, string message = "There is a deep hole in the road.")
    {
        var made = await Post(
            "/api/v1/tickets",
            new { name = "Ana Ruiz", email = "ana@example.org", subject = "Pothole", category = "pothole", priority = "high", message },
            await Key(ApiRole.Integrator, tenant));
        made.Status.ShouldBe(201, made.Text);
        return made["id"].GetString()!;
    }

    /// <summary>Adds a note to a ticket, which makes one event.</summary>
    internal async Task Note(string tenant, string ticket, string text) =>
        (await Post($"/api/v1/tickets/{ticket}/notes", new { text }, await Key(ApiRole.Integrator, tenant)))
            .Status.ShouldBe(200);
}

[CollectionDefinition(nameof(IntegratorHost))]
public sealed class IntegratorHostTests : ICollectionFixture<IntegratorHost>;
