namespace CleanFte.Application.Ports;

/// <summary>
/// Answers to requests that carried an Idempotency-Key; written by <see cref="IEventSession.Remember"/>.
/// </summary>
public interface IIdempotency
{
    /// <summary>
    /// The stored answer, or null when there is none or its day is over. Throws <see cref="AnswerErasedException"/> where whom
    /// it was about was erased since.
    /// </summary>
    Task<IdempotentAnswer?> Find(string tenant, string scope, string key, CancellationToken ct);
}

/// <summary>What a repeated request made the first time was erased since, as the person asked. It is not done again.</summary>
public sealed class AnswerErasedException : Exception
{
    public AnswerErasedException()
        : base("What this request made was erased since, as the person asked.")
    {
    }

    public AnswerErasedException(string message)
        : base(message)
    {
    }

    public AnswerErasedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
