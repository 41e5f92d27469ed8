using CleanFte.Domain.Customers;

namespace CleanFte.Application.Customers;

/// <summary>Keeps the hashes of one-time codes, outside the log.</summary>
public interface IVerifications
{
    /// <summary>
    /// Keeps a code, and returns null; where <see cref="OneTimeCode.MaxAnHour"/> or <see cref="OneTimeCode.MaxADay"/> is reached,
    /// however many ask at once, how long it is until another may be kept.
    /// </summary>
    Task<TimeSpan?> Keep(string tenant, Guid verification, Guid customer, Identifier claim, byte[] hash, DateTimeOffset now, CancellationToken ct);

    /// <summary>It was not sent after all, and counts for nothing.</summary>
    Task Drop(string tenant, Guid verification, CancellationToken ct);

    /// <summary>Counts a try and returns what it is about; null for one that has ended, was used or tried too often.</summary>
    Task<TriedVerification?> Try(string tenant, Guid verification, Guid customer, DateTimeOffset now, CancellationToken ct);

    /// <summary>A try that was decided on nothing: it counts no more.</summary>
    Task GiveBack(string tenant, Guid verification, CancellationToken ct);

    /// <summary>It was right, and is worth nothing from now on.</summary>
    Task Use(string tenant, Guid verification, CancellationToken ct);
}

/// <param name="Left">Tries after this one.</param>
public sealed record TriedVerification(Identifier Claim, byte[] Hash, int Left);
