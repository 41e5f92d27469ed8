using System.Diagnostics;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <inheritdoc cref="ILedger"/>
internal sealed class Ledger : ILedger
{
    /// <summary>Callers in one commit; each may bring several elements.</summary>
    private const int MaxBatch = 500;

    /// <summary>One commit at a time: ids are then given in the order in which messages were acknowledged.</summary>
    private const int Writers = 1;

    private const string Sql = """
        with received as (
            insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload,
                correlation_id)
            select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::bigint[], $6::bytea[],
                $7::varchar[])
            on conflict (tenant_id, account, element_key) do nothing
            returning id, tenant_id, account, channel, lane)
        insert into inbox (id, tenant_id, account, channel, lane) select * from received
        """;

    private readonly NpgsqlDataSource _database;
    private readonly LaneHash _lanes;
    private readonly Signals _signals;
    private readonly SettledRows _settled;
    private readonly Precedence _precedence;
    private readonly Coalescer<Delivered, bool> _records;

    public Ledger(
        NpgsqlDataSource database, LaneHash lanes, Signals signals, Precedence precedence, SettledRows settled)
    {
        _settled = settled;
        _database = database;
        _precedence = precedence;
        _lanes = lanes;
        _signals = signals;
        _records = new(Writers, MaxBatch, Write);
    }

    public Task Record(
        ChannelAccount account, IReadOnlyList<InboundElement> elements, string? correlationId, CancellationToken ct) =>
        elements.Count == 0
            ? Task.CompletedTask
            : _records.Run(new Delivered(account, elements, correlationId)).WaitAsync(ct);

    public Task<bool> Settled(ChannelAccount account, string key, TimeSpan atMost, CancellationToken ct) =>
        _settled.Wait(account.Tenant, account.Name, key, atMost, ct);

    private async Task Write(IReadOnlyList<Coalesced<Delivered, bool>> batch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Insert([.. batch.SelectMany(b => b.Item.Elements.Select(e => (b.Item, e)))]);
        }
        catch (PostgresException) when (batch.Count > 1)
        {
            // One caller's element spoilt the commit for all: each now stands or falls alone.
            foreach (var one in batch)
            {
                await WriteAlone(one);
            }

            return;
        }

        foreach (var one in batch)
        {
            one.Complete(true);
        }

        _precedence.Recorded(batch.Count, Stopwatch.GetElapsedTime(began));
        _signals.Recorded();
    }

    private async Task WriteAlone(Coalesced<Delivered, bool> one)
    {
        try
        {
            await Write([one]);
        }
        catch (NpgsqlException e)
        {
            one.Fail(e);
        }
    }

    private async Task Insert((Delivered By, InboundElement Element)[] elements)
    {
        await using var command = _database.CreateCommand(Sql);
        Add(command, Array.ConvertAll(elements, e => e.By.Account.Tenant));
        Add(command, Array.ConvertAll(elements, e => e.By.Account.Name));
        Add(command, Array.ConvertAll(elements, e => e.By.Account.Channel));
        Add(command, Array.ConvertAll(elements, e => StorableText.Clean(e.Element.Key)));
        Add(command, Array.ConvertAll(elements, e => _lanes.Of(e.By.Account.Name, e.Element.Lane)));
        Add(command, Array.ConvertAll(elements, e => e.Element.Payload));
        Add(command, Array.ConvertAll(elements, e => e.By.CorrelationId));
        await command.ExecuteNonQueryAsync();
    }

    private static void Add<T>(NpgsqlCommand command, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });

    /// <summary>What one caller brings.</summary>
    private sealed record Delivered(
        ChannelAccount Account, IReadOnlyList<InboundElement> Elements, string? CorrelationId);
}
