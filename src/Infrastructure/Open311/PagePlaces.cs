using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Open311;
using Microsoft.Extensions.Caching.Memory;

namespace CleanFte.Infrastructure.Open311;

/// <summary>
/// Where a page of a list ended, for as long as somebody is likely to ask for the next one: that is then found and not counted through,
/// and nothing comes twice because something new came before it. Of this process; elsewhere the page is counted as GeoReport says.
/// </summary>
internal sealed class PagePlaces : IDisposable
{
    /// <summary>Pages that may be asked for next.</summary>
    private const int MaxKept = 4_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    /// <summary>The last entry of the page before; null where it is not known.</summary>
    public PagePlace? Before(string tenant, RequestFilter filter) =>
        filter.Asked is { } asked && filter.Paging.Number > 1
            && _places.TryGetValue(Key(tenant, asked, filter.Paging.Number), out PagePlace? place)
            ? place
            : null;

    /// <summary>Keeps where this page ended; one that is not full has none after it.</summary>
    public void Keep(string tenant, RequestFilter filter, IReadOnlyList<ServiceRequest> page)
    {
        if (filter.Asked is { } asked && page.Count == filter.Paging.Size)
        {
            _places.Set(
                Key(tenant, asked, filter.Paging.Number + 1), new PagePlace(page[^1].CreatedAt, page[^1].Id),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor });
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A hash, because what is asked may be long.</summary>
    private static (string Tenant, string Asked, int Page) Key(string tenant, string asked, int page) =>
        (tenant, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked))), page);
}

/// <summary>An entry of a list of requests, newest first.</summary>
internal sealed record PagePlace(DateTimeOffset CreatedAt, Guid Id);
