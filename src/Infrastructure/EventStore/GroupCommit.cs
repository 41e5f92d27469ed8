using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// The one way to write. Units of work that come while a transaction is under way share the next one: most of a
/// commit's cost is the same for one unit and for fifty. A lone unit does not wait, nor does a request's.
/// </summary>
internal sealed class GroupCommit(GroupWriter writer, ILogger<GroupCommit> log)
{
    /// <summary>Units in one transaction; measured: more gain little and wait longer.</summary>
    public const int MaxUnits = 50;

    /// <summary>Transactions at the same time.</summary>
    public const int Writers = 2;

    private readonly Lock _lock = new();
    private readonly LinkedList<SaveUnit> _waiting = new();
    private readonly HashSet<object> _busy = [];

    /// <summary>Ends a pause: somebody waits for an answer, or a group is full.</summary>
    private readonly Signal _urgent = new();
    private int _running;

    public Task Save(SaveUnit unit)
    {
        lock (_lock)
        {
            _waiting.AddLast(unit);
            if (unit.Urgent || _waiting.Count == MaxUnits)
            {
                _urgent.Set();
            }

            if (_running < Writers)
            {
                _running++;
                _ = Task.Run(Drain);
            }
        }

        return unit.Done;
    }

    private async Task Drain()
    {
        var pace = new Pace();
        while (true)
        {
            await pace.Next(_urgent);
            List<SaveUnit> group;
            lock (_lock)
            {
                group = TakeGroup();
                if (group.Count == 0)
                {
                    _running--;
                    return;
                }
            }

            try
            {
                pace.Carried(group.Count < MaxUnits ? group.Count : 0);
                await Write(group);
            }
            catch (Exception e)
            {
                // Nothing may stay waiting for an answer, whatever went wrong.
                log.LogWarning(e, "A group of {Units} units of work could not be saved.", group.Count);
                group.ForEach(unit => unit.Fail(e));
            }

            lock (_lock)
            {
                group.ForEach(unit => _busy.ExceptWith(unit.Keys()));
            }
        }
    }

    /// <summary>
    /// The oldest units, at most one per stream and identifier, none that another transaction under way touches: those
    /// would only wait for its locks.
    /// </summary>
    private List<SaveUnit> TakeGroup()
    {
        var group = new List<SaveUnit>(Math.Min(MaxUnits, _waiting.Count));
        for (var node = _waiting.First; node is not null && group.Count < MaxUnits;)
        {
            var next = node.Next;
            if (!node.Value.Keys().Any(_busy.Contains))
            {
                _busy.UnionWith(node.Value.Keys());
                group.Add(node.Value);
                _waiting.Remove(node);
            }

            node = next;
        }

        return group;
    }

    private async Task Write(List<SaveUnit> group)
    {
        try
        {
            await writer.Write(group);
        }
        catch (Exception e) when (group.Count > 1 && IsOfOne(e))
        {
            // One unit spoilt the transaction for all: each now stands or falls alone.
            foreach (var unit in group)
            {
                await WriteAlone(unit);
            }
        }
        catch (PostgresException e) when (!GroupWriter.IsFatal(e))
        {
            group[0].Fail(GroupWriter.IsLostRace(e) ? new Application.Ports.LostRaceException(e.MessageText, e) : e);
        }
    }

    /// <summary>Whether one unit's content is at fault; the connection being gone is everybody's trouble.</summary>
    private static bool IsOfOne(Exception e) =>
        e is not NpgsqlException || (e is PostgresException refused && !GroupWriter.IsFatal(refused));

    private async Task WriteAlone(SaveUnit unit)
    {
        try
        {
            await Write([unit]);
        }
        catch (Exception e)
        {
            unit.Fail(e);
        }
    }
}
