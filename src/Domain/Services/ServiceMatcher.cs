using System.Buffers;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Services;

/// <summary>The service a message is about, and how bad what it tells is.</summary>
public readonly record struct ServiceMatch(ServiceDefinition Service, Severity Severity);

/// <summary>
/// Finds the service that a message is about by the catalogue's trigger words. Prepared once per catalogue; safe to
/// share
/// between threads.
/// </summary>
public sealed class ServiceMatcher
{
    /// <summary>Words of a message that are looked at; who has not said it by then is asked.</summary>
    public const int MaxWords = 1_000;

    /// <summary>Characters of a message that are looked at; a thousand words of ordinary length.</summary>
    public const int MaxCharacters = 8_000;

    /// <summary>Stands for the danger words among the owners of triggers.</summary>
    private const int Danger = -1;

    private readonly IReadOnlyList<ServiceDefinition> _catalogue;
    private readonly TriggerIndex _index;

    public ServiceMatcher(IReadOnlyList<ServiceDefinition> catalogue)
    {
        _catalogue = catalogue;
        _index = new TriggerIndex(
            [
                .. catalogue.SelectMany((service, i) =>
                    service.Texts.Values.SelectMany(text => text.Triggers).Select(trigger => (i, trigger))),
                .. DangerWords.All.Select(words => (Danger, words)),
            ]);
    }

    /// <summary>
    /// The service with the most characters of the message in its triggers, so that longer phrases and more of them
    /// win;
    /// the first in the catalogue when several have as many. Null when no trigger is in the message.
    /// </summary>
    /// <param name="text">The message.</param>
    /// <param name="open">Which services may be chosen; null is all.</param>
    public ServiceMatch? Find(string text, Predicate<ServiceDefinition>? open = null)
    {
        var scores = ArrayPool<int>.Shared.Rent(_catalogue.Count);
        try
        {
            var dangerous = Score(text, scores.AsSpan(0, _catalogue.Count));
            var best = 0;
            for (var i = 0; i < _catalogue.Count; i++)
            {
                if (scores[i] > 0 && open?.Invoke(_catalogue[i]) == false)
                {
                    scores[i] = 0;
                }

                best = scores[i] > scores[best] ? i : best;
            }

            return _catalogue.Count == 0 || scores[best] == 0
                ? null
                : new ServiceMatch(_catalogue[best], Raise(_catalogue[best], dangerous));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(scores);
        }
    }

    /// <summary>How bad a report is whose service is known already, as on a form.</summary>
    public Severity SeverityOf(ServiceDefinition service, string text) => Raise(service, Score(text, []));

    private static Severity Raise(ServiceDefinition service, bool dangerous) =>
        dangerous ? Severity.Dangerous : service.Severity;

    /// <summary>Fills in the scores, if there is room for them; answers whether danger words were found.</summary>
    private bool Score(string text, Span<int> scores)
    {
        Span<int> words = stackalloc int[MaxWords];
        words = words[..Read(text, words)];
        scores.Clear();
        var dangerous = false;
        for (var i = 0; i < words.Length; i++)
        {
            foreach (var trigger in _index.StartingWith(words[i]))
            {
                if (!words[i..].StartsWith(trigger.Words))
                {
                    continue;
                }

                if (trigger.Owner == Danger)
                {
                    dangerous = true;
                }
                else if (!scores.IsEmpty)
                {
                    scores[trigger.Owner] += trigger.Characters;
                }
            }
        }

        return dangerous;
    }

    private int Read(string text, Span<int> ids)
    {
        var count = 0;
        var start = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        var words = new FoldedWords(start, stackalloc char[FoldedWords.MaxWord]);
        while (count < ids.Length && words.MoveNext())
        {
            ids[count++] = _index.IdOf(words.Current);
        }

        return count;
    }
}
