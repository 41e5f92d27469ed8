using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CleanFte.Infrastructure.Media;

/// <summary>Looks a host name up; the system's resolver outside of tests.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>
/// Opens connections to public addresses only. The check is made on the very address that is then connected to, because
/// a name that is looked up twice can answer differently the second time.
/// </summary>
/// <param name="isExempt">Origins that may have any address.</param>
internal sealed class GuardedConnection(Func<Uri, bool> isExempt, ResolveHost resolve)
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = Connect,
        ConnectTimeout = ConnectTimeout,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // A stranger's server has no business with our trace ids.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        // Connections are pooled by origin, so what is permitted for this request is permitted for all that share it.
        var anywhere = isExempt(context.InitialRequestMessage.RequestUri!);
        var addresses = await resolve(context.DnsEndPoint.Host, ct);
        if (!anywhere && !Array.TrueForAll(addresses, PublicAddress.Is))
            throw new AddressNotPublicException();

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unreachable)
            {
                socket.Dispose();
                last = unreachable;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}

/// <summary>A name led to an address that is not of the public internet.</summary>
internal sealed class AddressNotPublicException() : IOException("The address is not public.");
