using System.Data.Common;
using System.Globalization;
using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Tenants;

namespace CleanFte.WebApi.Verbs;

/// <summary>Reads which recorded runs a verb is about: <c>--run</c>, <c>--since</c>, <c>--tenant</c>, <c>--limit</c>.</summary>
internal static class RunSelectionArguments
{
    public const string Run = "--run";
    public const string Since = "--since";
    public const string Tenant = "--tenant";
    public const string Limit = "--limit";

    /// <summary>Takes no value.</summary>
    public const string Json = "--json";

    /// <summary>Runs of one call where it does not say otherwise, and at most.</summary>
    public const int MaxRuns = 1_000_000;

    /// <summary>Days that are looked back at most.</summary>
    private const int MaxDays = 3_650;

    /// <summary>The selection; or null, when standard error has said what is wrong.</summary>
    public static async Task<RunSelection?> Selection(
        this VerbArguments arguments, IServiceProvider services, TextWriter error, CancellationToken ct)
    {
        var (run, since) = (Guid.Empty, TimeSpan.Zero);
        var limit = MaxRuns;
        var wrong = arguments switch
        {
            _ when (arguments.Option(Run) is null) == (arguments.Option(Since) is null) => $"Name either {Run} or {Since}.",
            _ when arguments.Option(Run) is { } id && !Guid.TryParse(id, out run) => $"{id} is no id of a run.",
            _ when arguments.Option(Since) is { } age && !TryRead(age, out since) =>
                $"{age} is no age. Write 30m, 12h or 7d, at most {MaxDays}d.",
            _ when arguments.Option(Limit) is { } most
                && !(int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                    && limit is > 0 and <= MaxRuns) =>
                $"{most} is no limit. Write a number from 1 to {MaxRuns}.",
            _ => await Unknown(arguments.Option(Tenant), services, ct),
        };
        if (wrong is not null)
        {
            await error.WriteLineAsync(wrong);
            return null;
        }

        return new RunSelection(
            arguments.Option(Tenant), run == Guid.Empty ? null : run,
            services.GetRequiredService<TimeProvider>().GetUtcNow() - since, limit);
    }

    /// <summary>An outage, or an event that only a newer version knows, is told in one line.</summary>
    public static async Task<int> Plainly(this TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            await error.WriteLineAsync($"It stopped, and nothing was changed: {e.Message}");
            return Usage.Refused;
        }
    }

    private static async Task<string?> Unknown(string? tenant, IServiceProvider services, CancellationToken ct)
    {
        var tenants = services.GetRequiredService<ITenants>();
        tenants.Invalidate();
        return tenant is null || await tenants.Find(tenant, ct) is not null ? null : $"There is no tenant {tenant}.";
    }

    private static bool TryRead(string age, out TimeSpan since)
    {
        since = TimeSpan.Zero;
        if (age.Length < 2 || !int.TryParse(age[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var days = age[^1] switch { 'd' => count, 'h' => count / 24.0, 'm' => count / 1_440.0, _ => 0 };
        since = days is > 0 and <= MaxDays ? TimeSpan.FromDays(days) : TimeSpan.Zero;
        return since > TimeSpan.Zero;
    }
}

/// <summary>Says on standard error how far a verb is.</summary>
internal sealed class Progress(TextWriter error, string what)
{
    private const int Step = 500;

    private int _count;

    public int Count => _count;

    public async Task One()
    {
        if (++_count % Step == 0)
        {
            await error.WriteLineAsync($"{_count} runs {what} ...");
        }
    }
}
