using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.Faults;

/// <summary>Takes the embedded server of a folder away and brings it back on the same port.</summary>
internal sealed class Outage(string folder)
{
    private int? _port;

    /// <param name="mode">As pg_ctl names it: <c>fast</c> ends sessions, <c>immediate</c> is a crash.</param>
    public async Task Begin(string mode)
    {
        var (place, binaries) = await Open();
        _port = (await Postmaster.Read(place, CancellationToken.None))?.Port;
        (await binaries.Run("pg_ctl", ["stop", "-D", place.Cluster, "-m", mode, "-w"], CancellationToken.None))
            .Succeeded.ShouldBeTrue();
    }

    public async Task End()
    {
        var (place, binaries) = await Open();
        var started = await binaries.Run(
            "pg_ctl",
            [
                "start", "-D", place.Cluster, "-l", place.Log, "-w", "-o",
                $"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c port={_port}",
            ],
            CancellationToken.None);
        started.Succeeded.ShouldBeTrue(started.Output);
    }

    private async Task<(ServerFolder Place, PostgresBinaries Binaries)> Open()
    {
        var (place, account) = await ServerFolder.Open(folder, NullLogger.Instance, CancellationToken.None);
        return (place, await PostgresBinaries.Locate(null, account, CancellationToken.None));
    }
}
