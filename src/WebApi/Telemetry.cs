using System.Diagnostics.Metrics;

namespace CleanFte.WebApi;

internal static class Telemetry
{
    public static readonly Meter Meter = new("CleanFte");
}
