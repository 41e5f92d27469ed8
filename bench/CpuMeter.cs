using System.Globalization;

namespace CleanFte.Bench;

/// <summary>CPU seconds of the product, the database server and the driver, as the kernel counts them.</summary>
internal sealed class CpuMeter(int product, int server)
{
    private const double TicksPerSecond = 100;

    private (double Product, double Server, double Driver) _start = Read(product, server);

    private (double Busy, double Total) _machine = Machine();

    public void Restart() => (_start, _machine) = (Read(product, server), Machine());

    public (double Product, double Server, double Driver) Seconds =>
        Read(product, server) is var now
            ? (now.Product - _start.Product, now.Server - _start.Server, now.Driver - _start.Driver)
            : default;

    /// <summary>Microseconds of CPU for one unit, by process.</summary>
    public string Per(long units) => Seconds is var s && units > 0
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{s.Product * 1e6 / units:0} us product, {s.Server * 1e6 / units:0} us PostgreSQL, {s.Driver * 1e6 / units:0} us driver; "
            + $"the machine gave {100 * Others(s.Product + s.Server + s.Driver):0} % to others")
        : "-";

    /// <summary>What share of the machine went to processes that are none of ours: figures beside a busy neighbour say little.</summary>
    private double Others(double ours) => Machine() is var now
        ? Math.Max(0, now.Busy - _machine.Busy - ours) / Math.Max(1, now.Total - _machine.Total)
        : 0;

    private static (double Busy, double Total) Machine()
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture) / TicksPerSecond).ToArray();

        // User, nice, system, idle, waiting for the disk, interrupts, soft interrupts, stolen.
        return (times.Sum() - times[3] - times[4], times.Sum());
    }

    private static (double Product, double Server, double Driver) Read(int product, int server)
    {
        var sum = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Stat(id) is { } stat && (id == server || stat.Parent == server))
            {
                // What backends that have ended used is booked on their parent.
                sum += stat.Own + (id == server ? stat.Children : 0);
            }
        }

        return (Stat(product)?.Own ?? 0, sum, Stat(System.Environment.ProcessId)?.Own ?? 0);
    }

    private static (int Parent, double Own, double Children)? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Sum(11), Sum(13));

            double Sum(int at) =>
                (double.Parse(fields[at], CultureInfo.InvariantCulture)
                    + double.Parse(fields[at + 1], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
            return null;
        }
    }
}
