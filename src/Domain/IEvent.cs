namespace CleanFte.Domain;

/// <summary>A fact. Immutable, in the past tense, never changed once stored.</summary>
public interface IEvent;

/// <summary>
/// State that is folded from one stream of events.
/// </summary>
/// <typeparam name="TSelf">The state itself.</typeparam>
public interface IStream<TSelf>
    where TSelf : class, IStream<TSelf>
{
    /// <summary>The stream's kind, as stored beside it: <c>ticket</c>.</summary>
    static abstract string StreamType { get; }

    /// <summary>The state after one more event. An event of another stream changes nothing.</summary>
    static abstract TSelf? Evolve(TSelf? state, IEvent e);
}

/// <summary>
/// Marks a property of an event that identifies a person or is a person's own words. Erasure masks exactly these.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalDataAttribute : Attribute
{
    /// <summary>What stands in the place of words that were erased.</summary>
    public const string Mask = "[erased]";
}
