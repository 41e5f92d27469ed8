using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.WebApi.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Agent.Replay;

/// <summary>A service with a model for the default tenant, and without one for the tenant north.</summary>
public sealed class ReplayHost : ModelHost
{
    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Tenants:north:Model:Provider"] = "offline",
    };

    internal IServiceProvider Services => Host.App.Services;

    internal Task<(int Exit, string Output, string Error)> Replay(params string[] args) => Replay(false, args);

    internal async Task<(int Exit, string Output, string Error)> Replay(bool json, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await ReplayVerb.Run(
            Services, VerbArguments.Read(args, 0, ReplayVerb.Options)!, json, output, error, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }

    internal Task<(int Exit, string Output, string Error)> WhatIf(params string[] args) => WhatIf(false, args);

    internal async Task<(int Exit, string Output, string Error)> WhatIf(bool json, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await WhatIfVerb.Run(
            Services, VerbArguments.Read(args, 0, WhatIfVerb.Options)!, json, output, error, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>The id of a citizen's last run.</summary>
    internal async Task<string> LastRun(Citizen citizen) => (await this.Runs(citizen))[^1].GetProperty("run").GetString()!;

    /// <summary>Waits until no reply is left to be sent, which would be an event, nor a timer due that may make one.</summary>
    internal Task AllIsSent() => Wait.Until(
        async () => await Scalar<bool>("""
            select not exists (select from outbox) and not exists (select from inbox where state = 0)
                and not exists (select from timers where due <= now())
            """),
        "all replies are sent");

    /// <summary>
    /// Everything in the log and in the texts, to see that nothing was written; but for files, which are fetched beside.
    /// </summary>
    internal async Task<string> Everything() => string.Join(' ', await Lines("""
        select (select count(*) || ' ' || max(seq_id) from mt_events where type not like 'media_%'), (select count(*) from kept_texts),
            (select count(*) from outbox), (select count(*) from tickets)
        """));

    /// <summary>Lets citizens write what the tenant's sample tickets say, each turn of all of them before the next.</summary>
    internal async Task<IReadOnlyList<Citizen>> WriteSamples(Line line)
    {
        var samples = await Services.GetRequiredService<ITenantProfiles>().Samples(line.Tenant, CancellationToken.None);
        samples.ShouldNotBeEmpty();
        var citizens = samples.Select(_ => new Citizen(this, line)).ToArray();
        for (var turn = 0; turn < samples.Max(s => s.Turns.Count); turn++)
        {
            foreach (var (sample, citizen) in samples.Zip(citizens))
            {
                if (turn < sample.Turns.Count)
                {
                    (await citizen.Write(sample.Turns[turn].Text, Extra(sample.Turns[turn]))).Status.ShouldBe(200);
                }
            }

            await citizens[0].AllIsDone();
        }

        return citizens;
    }

    private static Dictionary<string, string> Extra(SampleTurn turn)
    {
        var extra = new Dictionary<string, string>();
        if (turn.Place is { Latitude: { } latitude, Longitude: { } longitude })
        {
            extra["Latitude"] = latitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
            extra["Longitude"] = longitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (turn.Photo)
        {
            extra["NumMedia"] = "1";
            extra["MediaUrl0"] = "https://files.example.org/photo.jpg";
            extra["MediaContentType0"] = "image/jpeg";
        }

        return extra;
    }
}
