using CleanFte.Domain;

namespace CleanFte.Application;

/// <summary>
/// Turns one stream into the rows of the inline read models. Pure: the same events give the same rows, at the save that
/// appends them and in a rebuild of years later, so rows are dated by the events and never by the clock.
/// </summary>
/// <typeparam name="T">The stream's state.</typeparam>
public interface IProjection<T>
    where T : class, IStream<T>
{
    static abstract void Project(in ProjectedStream<T> stream, IRowSink rows);
}

/// <summary>Events of one stream, new ones at a save and all of them in a rebuild.</summary>
/// <param name="State">
/// The state after them; null only for unchecked appends, which change no state anybody lists.
/// </param>
/// <param name="Version">The version of the last of them; 0 for unchecked appends.</param>
public readonly record struct ProjectedStream<T>(
    string Tenant, Guid Id, T? State, long Version, IReadOnlyList<IEvent> Events)
    where T : class, IStream<T>
{
    public long VersionAt(int index) => Version - Events.Count + index + 1;
}

/// <summary>Takes rows; one of the same key replaces the one before.</summary>
public interface IRowSink
{
    void Put<TRow>(TRow row)
        where TRow : class;
}
