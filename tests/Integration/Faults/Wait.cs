using System.Diagnostics;

namespace CleanFte.Integration.Faults;

/// <summary>Waits for a condition, and says what it waited for when it does not come.</summary>
internal static class Wait
{
    /// <summary>The limit of every wait here: what has not happened by then does not happen.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static async Task Until(Func<Task<bool>> condition, string what, Func<Task<string>>? explain = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Limit)
            {
                var found = explain is null ? "" : $" {await explain()}";
                throw new TimeoutException($"Waited {Limit.TotalSeconds} seconds until {what}.{found}");
            }

            await Task.Delay(BetweenLooks);
        }
    }

    public static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);
}
