using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>Folds events that come stream by stream, each in order, into the rows of the read models.</summary>
internal sealed class StreamFold
{
    private readonly StreamRows _rows = new();
    private readonly List<IEvent> _events = [];
    private readonly Dictionary<string, string> _names = [];
    private StreamKind? _kind;
    private string _tenant = "";
    private Guid _stream;
    private object? _state;

    /// <summary>Rows of finished streams, per table of <see cref="RowTables.All"/>.</summary>
    public List<object>[] Rows { get; } = [.. RowTables.All.Select(_ => new List<object>())];

    /// <summary>Events folded.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Takes the next event: tenant, stream, kind (of a stream's first event only), type, data. Returns it, for what
    /// else is made of it.
    /// </summary>
    public IEvent Add(NpgsqlDataReader reader)
    {
        var stream = reader.GetGuid(1);
        var tenant = Name(reader.GetString(0));
        if (_kind is null || stream != _stream || !ReferenceEquals(tenant, _tenant))
        {
            Finish();
            _kind = StreamKind.Of(reader.GetString(2));
            _stream = stream;
            _tenant = tenant;
        }

        var e = EventTypes.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4));
        _state = _kind.Evolve(_state, e);
        _events.Add(e);
        Count++;
        return e;
    }

    public string Tenant => _tenant;

    /// <summary>Ends the last stream.</summary>
    public void Finish()
    {
        if (_kind is not null)
        {
            _kind.Project(_tenant, _stream, _state, _events.Count, _events, _rows);
            _rows.MoveTo(Rows);
            _events.Clear();
            _state = null;
            _kind = null;
        }
    }

    /// <summary>The rows of a table, for someone else to keep.</summary>
    public List<object> Take(int table)
    {
        var rows = Rows[table];
        Rows[table] = new List<object>(rows.Capacity);
        return rows;
    }

    private string Name(string tenant)
    {
        if (!_names.TryGetValue(tenant, out var known))
        {
            _names[tenant] = known = tenant;
        }

        return known;
    }
}
