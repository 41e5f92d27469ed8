using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Tenants;

[Collection(nameof(QueryFixture))]
public sealed class ApiKeyTests(QueryFixture fixture) : IAsyncLifetime
{
    private readonly string _tenant = QueryFixture.NewTenant();
    private readonly string _other = QueryFixture.NewTenant();

    public async Task InitializeAsync()
    {
        await fixture.Execute("insert into tenants (id, name) values ($1, 'a'), ($2, 'b')", _tenant, _other);
        fixture.Services.GetRequiredService<ITenants>().Invalidate();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_created_key_opens_its_tenant_until_it_is_revoked()
    {
        Guid member = (await fixture.Send(_tenant, new AddMember("Ana", null, null), ApiRole.Admin)).Value!.Id;
        var key = (await Create(new CreateApiKey(ApiRole.Staff, "front desk", member))).Value!;

        (await Verify(key.Key)).ShouldBe(new VerifiedKey(key.Id, _tenant, ApiRole.Staff, member));
        (await Verify(key.Key[..^1] + (key.Key[^1] == 'A' ? 'E' : 'A'))).ShouldBeNull();
        (await fixture.Send(_other, new RevokeApiKey(key.Id), ApiRole.Admin)).Refusal!.Code.ShouldBe("api_key.not_found");
        (await fixture.Send(_tenant, new RevokeApiKey(key.Id), ApiRole.Admin)).Refusal.ShouldBeNull();
        (await Verify(key.Key)).ShouldBeNull();
        (await fixture.Send(_tenant, new ListApiKeys(), ApiRole.Admin)).Value!.Single().RevokedAt.ShouldNotBeNull();
        (await fixture.Send(_other, new ListApiKeys(), ApiRole.Admin)).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var key = (await Create(new CreateApiKey(ApiRole.Agent, "x", null, DateTimeOffset.UtcNow.AddHours(1)))).Value!;
        (await Verify(key.Key)).ShouldNotBeNull();
        await fixture.Execute("update api_keys set expires_at = now() where tenant_id = $1 and id = $2", _tenant, key.Id);

        (await Verify(key.Key)).ShouldBeNull();
        (await Create(new CreateApiKey(ApiRole.Agent, "x", null, DateTimeOffset.UtcNow))).Refusal.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("cfk_abcdefghijkl_short")]
    [InlineData("cfk_ABCDEFGHIJKL_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("cfk_abcdefghijkl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0")]
    [InlineData("xyz_abcdefghijkl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_key_never_reaches_the_database(string key)
    {
        var verifier = new ApiKeyVerifier(null!, Bootstrap(null), TimeProvider.System);

        (await verifier.Verify(key, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(ApiRole.Admin, ApiRole.Admin, false, null)]
    [InlineData(ApiRole.Admin, ApiRole.Operator, false, "api_key.operator_only")]
    [InlineData(ApiRole.Admin, ApiRole.Staff, true, "api_key.other_tenant")]
    [InlineData(ApiRole.Operator, ApiRole.Operator, true, null)]
    [InlineData(ApiRole.Staff, ApiRole.Agent, false, "api_key.forbidden")]
    [InlineData(null, ApiRole.Agent, false, "api_key.forbidden")]
    public async Task Who_may_create_which_key(ApiRole? caller, ApiRole role, bool forOther, string? refusal)
    {
        var command = new CreateApiKey(role, "x", Tenant: forOther ? _other : null);

        (await fixture.Send(_tenant, command, caller)).Refusal?.Code.ShouldBe(refusal);
        var kept = await fixture.Send(forOther ? _other : _tenant, new ListApiKeys(), ApiRole.Admin);
        kept.Value!.Count.ShouldBe(refusal is null ? 1 : 0);
    }

    [Fact]
    public async Task An_admin_cannot_revoke_an_operators_key()
    {
        var key = (await fixture.Send(_tenant, new CreateApiKey(ApiRole.Operator, "x"), ApiRole.Operator)).Value!;

        (await fixture.Send(_tenant, new RevokeApiKey(key.Id), ApiRole.Admin)).Refusal!.Code.ShouldBe("api_key.operator_only");
        (await fixture.Send(_other, new RevokeApiKey(key.Id, _tenant), ApiRole.Operator)).Refusal.ShouldBeNull();
        (await Verify(key.Key)).ShouldBeNull();
    }

    [Fact]
    public async Task The_configured_key_is_an_operators_and_stays_revoked_until_another_is_configured()
    {
        const string First = "any spelling, twenty or more";
        var verifier = await Configured(First);
        (await verifier.Verify(First, CancellationToken.None))
            .ShouldBe(new VerifiedKey("bootstrap", ITenants.Default, ApiRole.Operator, null));

        await fixture.Send(ITenants.Default, new RevokeApiKey("bootstrap"), ApiRole.Operator);
        (await (await Configured(First)).Verify(First, CancellationToken.None)).ShouldBeNull();

        var next = await Configured(First + "!");
        (await next.Verify(First + "!", CancellationToken.None)).ShouldNotBeNull();
        (await next.Verify(First, CancellationToken.None)).ShouldBeNull();
        (await verifier.Verify(First, CancellationToken.None)).ShouldBeNull();
        await fixture.Send(ITenants.Default, new RevokeApiKey("bootstrap"), ApiRole.Operator);
    }

    [Fact]
    public void A_short_configured_key_is_refused_by_its_name() =>
        Should.Throw<InvalidOperationException>(() => Bootstrap("nineteen characters"))
            .Message.ShouldContain("ApiKeys__Bootstrap");

    [Fact]
    public async Task Without_an_operator_one_key_is_left_in_a_file_for_its_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("cleanfte-");
        var file = Path.Combine(folder.FullName, "data", "operator.key");
        await fixture.Execute("update api_keys set revoked_at = now() where tenant_id <> '' and role = 'operator'");

        var drawn = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Bootstrap(null).Ensure(file, CancellationToken.None)));

        drawn.Count(path => path is not null).ShouldBe(1);
        var key = (await File.ReadAllTextAsync(file)).TrimEnd('\n');
        (await Verify(key))!.Role.ShouldBe(ApiRole.Operator);
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        folder.Delete(recursive: true);
    }

    private Task<Application.Outcome<CreatedKey>> Create(CreateApiKey command) => fixture.Send(_tenant, command, ApiRole.Admin);

    private Task<VerifiedKey?> Verify(string key) =>
        fixture.Services.GetRequiredService<ApiKeyVerifier>().Verify(key, CancellationToken.None);

    private async Task<ApiKeyVerifier> Configured(string key)
    {
        var bootstrap = Bootstrap(key);
        (await bootstrap.Ensure("", CancellationToken.None)).ShouldBeNull();
        return new ApiKeyVerifier(fixture.Services.GetRequiredService<IApiKeys>(), bootstrap, TimeProvider.System);
    }

    private BootstrapKey Bootstrap(string? key) => new(
        fixture.Database,
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [BootstrapKey.Setting] = key })
            .Build());
}
