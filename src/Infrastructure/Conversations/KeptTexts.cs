using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Ports;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IKeptTexts"/>
internal sealed class KeptTexts(NpgsqlDataSource database) : IKeptTexts
{
    /// <summary>Texts that are known to be kept; beyond, the database is asked again.</summary>
    private const int MaxKnown = 10_000;

    private readonly ConditionalWeakTable<object, string> _hashes = [];
    private readonly ConcurrentDictionary<(string Tenant, string Hash), bool> _kept = new();

    public ValueTask<string> Keep<T>(string tenant, T source, Func<T, string> text, CancellationToken ct)
        where T : class
    {
        // A string's hash is its own, whichever object it is.
        string? made = null;
        if (source is string || !_hashes.TryGetValue(source, out var hash))
        {
            made = text(source);
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made)));
            if (source is not string)
            {
                _hashes.AddOrUpdate(source, hash);
            }
        }

        return _kept.ContainsKey((tenant, hash)) ? new(hash) : Insert(tenant, hash, made ?? text(source), ct);
    }

    public async Task<string?> Find(string tenant, string hash, CancellationToken ct) =>
        (await database.Statement("select text from kept_texts where tenant_id = $1 and hash = $2", tenant, hash)
            .Rows(r => r.GetString(0), ct)).SingleOrDefault();

    private async ValueTask<string> Insert(string tenant, string hash, string text, CancellationToken ct)
    {
        await database.Statement(
            "insert into kept_texts (tenant_id, hash, text) values ($1, $2, $3) on conflict do nothing",
            tenant, hash, text).Run(ct);
        if (_kept.Count < MaxKnown)
        {
            _kept.TryAdd((tenant, hash), true);
        }

        return hash;
    }
}
