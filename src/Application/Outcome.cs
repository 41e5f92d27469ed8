using CleanFte.Domain;

namespace CleanFte.Application;

/// <summary>What came of a command: done, with the stream's version then, or refused.</summary>
public sealed record Outcome(long Version, Refusal? Refusal) : IOutcome<Outcome>
{
    public static Outcome Refused(Refusal refusal) => new(0, refusal);

    public static implicit operator Outcome(Refusal refusal) => Refused(refusal);
}

/// <summary>What came of a command or query that answers with a value.</summary>
public sealed record Outcome<T>(T? Value, Refusal? Refusal) : IOutcome<Outcome<T>>
    where T : class
{
    public static Outcome<T> Refused(Refusal refusal) => new(null, refusal);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => Refused(refusal);
}

/// <summary>Lets the pipeline answer with a refusal whatever the request's response is.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    Refusal? Refusal { get; }

    static abstract TSelf Refused(Refusal refusal);
}
