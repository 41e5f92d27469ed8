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
            insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)
            select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::bigint[], $6::bytea[])
            on conflict (tenant_id, account, element_key) do nothing
            returning id, tenant_id, account, channel, lane)
        insert into inbox (id, tenant_id, account, channel, lane) select * from received
        """;

    private readonly NpgsqlDataSource _database;
    private readonly LaneHash _lanes;
    private readonly Signals _signals;
    private readonly Precedence _precedence;
    private readonly Coalescer<(ChannelAccount Account, IReadOnlyList<InboundElement> Elements), bool> _records;

    public Ledger(NpgsqlDataSource database, LaneHash lanes, Signals signals, Precedence precedence)
    {
        _database = database;
        _precedence = precedence;
        _lanes = lanes;
        _signals = signals;
        _records = new(Writers, MaxBatch, Write);
    }

    public Task Record(ChannelAccount account, IReadOnlyList<InboundElement> elements, CancellationToken ct) =>
        elements.Count == 0 ? Task.CompletedTask : _records.Run((account, elements)).WaitAsync(ct);

    private async Task Write(IReadOnlyList<Coalesced<(ChannelAccount Account, IReadOnlyList<InboundElement> Elements),
        bool>> batch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Insert([.. batch.SelectMany(b => b.Item.Elements.Select(e => (b.Item.Account, e)))]);
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

    private async Task WriteAlone(Coalesced<(ChannelAccount Account, IReadOnlyList<InboundElement> Elements), bool> one)
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

    private async Task Insert((ChannelAccount Account, InboundElement Element)[] elements)
    {
        await using var command = _database.CreateCommand(Sql);
        Add(command, Array.ConvertAll(elements, e => e.Account.Tenant));
        Add(command, Array.ConvertAll(elements, e => e.Account.Name));
        Add(command, Array.ConvertAll(elements, e => e.Account.Channel));
        Add(command, Array.ConvertAll(elements, e => StorableText.Clean(e.Element.Key)));
        Add(command, Array.ConvertAll(elements, e => _lanes.Of(e.Account.Name, e.Element.Lane)));
        Add(command, Array.ConvertAll(elements, e => e.Element.Payload));
        await command.ExecuteNonQueryAsync();
    }

    private static void Add<T>(NpgsqlCommand command, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
}
