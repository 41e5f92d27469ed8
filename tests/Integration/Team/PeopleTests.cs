namespace CleanFte.Integration.Team;

/// <summary>Tests with colleagues, who go home after each.</summary>
public abstract class PeopleTests(PeopleHost host) : IAsyncLifetime
{
    private readonly List<Colleague> _there = [];

    protected PeopleHost Host => host;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var colleague in _there)
        {
            await colleague.Goes();
        }
    }

    /// <summary>Somebody new, who is online.</summary>
    private protected async Task<Colleague> Comes(string name)
    {
        var colleague = await Colleague.Join(host, name);
        (await colleague.Comes()).Status.ShouldBe(200);
        Leaves(colleague);
        return colleague;
    }

    /// <summary>He is to go when the test is over.</summary>
    private protected void Leaves(Colleague colleague) => _there.Add(colleague);
}
