namespace CleanFte.Application.Ports;

/// <summary>
/// Answers to requests that carried an Idempotency-Key; written by <see cref="IEventSession.Remember"/>.
/// </summary>
public interface IIdempotency
{
    /// <summary>The stored answer, or null when there is none or its day is over.</summary>
    Task<IdempotentAnswer?> Find(string tenant, string scope, string key, CancellationToken ct);
}
