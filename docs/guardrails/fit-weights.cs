#!/usr/bin/env dotnet
#:property PublishAot=false
#:property Optimize=true
#:property AssemblyName=CleanFte.FitWeights
#:project ../../src/Domain/Domain.csproj
#:project ../fitting/Fitting.csproj

// Fits src/Domain/Guardrails/weights.*.txt, by logistic regression with a quadratic penalty, to the messages in
// tests/Unit/Guardrails and the plain reports in tests/Unit/Sentiment. Run it in the repository's root after a change
// to phrases, concepts or messages:
//   dotnet run docs/guardrails/fit-weights.cs
// With "-- --left-out" nothing is written: each writer in turn is left out, and judged by what the others taught.
// Even lines of "visitors", "travellers" and "examiners" are never read here: they measure.
using System.Globalization;
using CleanFte.Domain;
using CleanFte.Domain.Guardrails;
using CleanFte.Fitting;

string[] about =
[
    "# Made by docs/guardrails/fit-weights.cs from messages in tests/Unit/Guardrails; not to be edited.",
    "# A weight, and what has it: words, stems*, %four letters in a row (# is the edge of a word),",
    "# pairs_of words (^ before the first, $ after the last), =concepts, pairs_of word and =concept,",
    "# one concept>soon after another, and what is named with an @.",
];
string[] languages = ["en", "es", "fr"];
var messages = languages.SelectMany(Messages.Read).ToList();
if (args.Contains("--left-out"))
{
    LeftOut.Report(messages);
    return;
}

foreach (var (reason, weights) in Fitting.Fit(messages))
{
    File.WriteAllLines($"src/Domain/Guardrails/weights.{WireName.Of(reason)}.txt", WeightLines.Of(weights, about));
    Console.WriteLine($"{reason}: {weights.Count} weights");
}

/// <param name="Counts">How much it weighs; what nobody labelled weighs less, and is not judged.</param>
internal sealed record Message(
    string Writer, string Language, string Text, bool[] Belongs, double Counts, Dictionary<string, double> Found);

internal static class Messages
{
    // The phrases were made from these; in what is new they find less, so they must not be relied on as much.
    private const double PhrasesOfFamiliar = 0.2;

    // Reports that nobody labelled are many, and a few of them may have a reason that no phrase knows.
    private const double Unlabelled = 0.5;

    // Anger threatens now and then, in words that no phrase knows; mostly it is only anger.
    private const double Angry = 0.25;

    /// <summary>Who knew neither phrases nor weights.</summary>
    public static readonly string[] Writers =
    [
        "callers", "visitors", "townspeople", "neighbours", "regulars", "correspondents", "travellers", "passengers",
        "subscribers", "parishioners", "examiners", "ratepayers", "shoppers", "members", "commuters", "tourists",
        "buyers", "inspectors", "patients",
    ];

    private static readonly string[] Familiar = ["utterances", "heldout", "strangers", "practice"];
    private static readonly string[] Halves = ["visitors", "travellers", "examiners"];

    private static readonly Concepts Concepts =
        Concepts.Read(new StreamReader("src/Domain/Guardrails/concepts.txt"));

    public static IEnumerable<Message> Read(string language)
    {
        var labelled = Familiar.Concat(Writers).SelectMany(set =>
            File.ReadLines($"tests/Unit/Guardrails/{set}.{language}.tsv")
                .Where((_, index) => !Halves.Contains(set) || index % 2 == 0)
                .Select(line => line.Split('\t'))
                .Select(parts => Read(set, language, parts[1], parts[0].Split(','))));
        return labelled.Concat(Unnamed("plain", Unlabelled)).Concat(Unnamed("angry", Angry));

        IEnumerable<Message> Unnamed(string kind, double counts) =>
            Directory.GetFiles("tests/Unit/Sentiment", $"*{kind}.{language}.txt").Order(StringComparer.Ordinal)
                .SelectMany(file => File.ReadLines(file)
                    .Where(text => Guardrail.FindPhrases(text).Count == 0)
                    .Select(text => Read(Path.GetFileName(file).Split('.')[0], language, text, [], counts)));
    }

    private static Message Read(string writer, string language, string text, string[] labels, double counts = 1)
    {
        Dictionary<string, double> found = new(StringComparer.Ordinal);
        GuardrailEvidence.Find(text, Concepts, (name, amount, _) => Add(name.ToString(), amount));
        foreach (var reason in Guardrail.FindPhrases(text).Select(phrase => phrase.Reason).Distinct())
        {
            Add(PassageScore.PhraseName(reason), Familiar.Contains(writer) ? PhrasesOfFamiliar : 1);
        }

        bool[] belongs = [.. Enum.GetValues<GuardrailReason>().Select(reason => labels.Contains(WireName.Of(reason)))];
        return new(writer, language, text, belongs, counts, found);

        void Add(string name, double amount) => found[name] = found.GetValueOrDefault(name) + amount;
    }
}

/// <summary>Finds the weights of least loss for one reason after another.</summary>
internal sealed class Fitting
{
    private const int FewestMessages = 2;
    private const int FewestWriters = 2;
    private const double Least = 0.05;

    // Few names start with an @ and they are found often; phrases are held back most, for new writers seldom use them.
    private const double Penalty = 0.2;
    private const double PhrasePenalty = 2;

    // What is found often needs more to be held back, and what is found as often with the reason as without.
    private const double UsualCount = 20;
    private const double CountPower = 0.2;
    private const double LeastTelling = 0.3;
    private const double Unseen = 2;

    private readonly string[] _names;
    private readonly (Message Message, int[] Names, double[] Amounts)[] _rows;

    private Fitting(IReadOnlyList<Message> messages)
    {
        _names = [.. messages.SelectMany(m => m.Found.Keys, (m, name) => (name, m.Writer))
            .GroupBy(found => found.name, found => found.Writer, StringComparer.Ordinal)
            .Where(group => group.Count() >= FewestMessages && group.Distinct().Count() >= FewestWriters)
            .Select(group => group.Key)];
        var numbers = _names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        _rows = [.. messages.Select(message =>
        {
            var known = message.Found.Where(found => numbers.ContainsKey(found.Key)).ToList();
            return (message, known.Select(f => numbers[f.Key]).ToArray(), known.Select(f => f.Value).ToArray());
        })];
    }

    public static Dictionary<GuardrailReason, Dictionary<string, double>> Fit(IReadOnlyList<Message> messages)
    {
        var fitting = new Fitting(messages);
        return Enum.GetValues<GuardrailReason>().ToDictionary(reason => reason, fitting.Fit);
    }

    private Dictionary<string, double> Fit(GuardrailReason reason)
    {
        // In these units every weight has the same penalty, which makes the steps even.
        var units = Penalties(reason).Select(penalty => 1 / Math.Sqrt(penalty)).ToArray();
        var weights = LeastLoss.Find(_names.Length, (given, slopes) => Loss(reason, given, units, slopes));
        return _names.Index().Select(name => (name.Item, Weight: weights[name.Index] * units[name.Index]))
            .Where(name => Math.Abs(name.Weight) >= Least)
            .ToDictionary(name => name.Item, name => name.Weight, StringComparer.Ordinal);
    }

    private double[] Penalties(GuardrailReason reason)
    {
        var (with, without, counts) = (new double[_names.Length], new double[_names.Length], new int[_names.Length]);
        foreach (var (message, names, amounts) in _rows)
        {
            var share = message.Belongs[(int)reason] ? with : without;
            for (var i = 0; i < names.Length; i++)
            {
                share[names[i]] += Math.Min(1, amounts[i]);
                counts[names[i]]++;
            }
        }

        var belong = _rows.Count(row => row.Message.Belongs[(int)reason]) / (double)_rows.Length;
        return [.. _names.Select((name, i) =>
        {
            var telling = Math.Abs(Math.Log((with[i] + (Unseen * belong)) / belong)
                - Math.Log((without[i] + (Unseen * (1 - belong))) / (1 - belong)));
            return name[0] == '@' ? PhrasePenalty
                : Penalty * Math.Pow(counts[i] / UsualCount, CountPower) / (LeastTelling + telling);
        })];
    }

    private double Loss(GuardrailReason reason, double[] weights, double[] units, double[] slopes)
    {
        weights.CopyTo(slopes, 0);
        var loss = LeastLoss.Dot(weights, weights) / 2;
        foreach (var (message, names, amounts) in _rows)
        {
            var sum = 0.0;
            for (var i = 0; i < names.Length; i++)
            {
                sum += weights[names[i]] * units[names[i]] * amounts[i];
            }

            var belongs = message.Belongs[(int)reason] ? 1 : 0;
            loss += message.Counts * (Math.Max(sum, 0) + Math.Log(1 + Math.Exp(-Math.Abs(sum))) - (belongs * sum));
            var error = message.Counts * ((1 / (1 + Math.Exp(-sum))) - belongs);
            for (var i = 0; i < names.Length; i++)
            {
                slopes[names[i]] += error * amounts[i] * units[names[i]];
            }
        }

        return loss;
    }
}

/// <summary>What the weights are worth for writers that they were not fitted to.</summary>
internal static class LeftOut
{
    // Moves all limits alike: how much recall is to be had for how many false alarms.
    private static readonly double[] Moves = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

    public static void Report(List<Message> messages)
    {
        var judged = Messages.Writers.AsParallel().SelectMany(writer => Judge(messages, writer)).ToList();
        foreach (var writer in judged.Where(j => j.Move == 0).GroupBy(j => j.Message.Writer).OrderBy(g => g.Key))
        {
            Print(writer.Key, writer);
        }

        foreach (var language in judged.Where(j => j.Move == 0).GroupBy(j => j.Message.Language).OrderBy(g => g.Key))
        {
            Print(language.Key, language);
        }

        foreach (var move in judged.GroupBy(j => j.Move).OrderBy(g => g.Key))
        {
            Print(move.Key == 0 ? "all" : $"all, limits {move.Key:+0.0;-0.0}", move);
        }
    }

    private static IEnumerable<Judged> Judge(List<Message> messages, string writer)
    {
        var fitted = Fitting.Fit([.. messages.Where(message => message.Writer != writer)]);
        var labelled = messages.Where(message => message.Writer == writer && message.Counts == 1).ToList();
        foreach (var move in Moves)
        {
            var weights = GuardrailWeights.Of(fitted.ToDictionary(reason => reason.Key, reason =>
                new Dictionary<string, double>(reason.Value)
                {
                    [GuardrailEvidence.Always] = reason.Value.GetValueOrDefault(GuardrailEvidence.Always) - move,
                }));
            foreach (var message in labelled)
            {
                var found = Guardrail.Check(message.Text, weights).Select(finding => (int)finding.Reason).ToHashSet();
                yield return new(message, move, found);
            }
        }
    }

    private static void Print(string what, IEnumerable<Judged> judged)
    {
        var pairs = judged
            .SelectMany(j => j.Message.Belongs.Index(), (j, r) => (r.Item, Found: j.Found.Contains(r.Index)))
            .ToLookup(pair => pair.Item, pair => pair.Found);
        var none = judged.Where(j => !j.Message.Belongs.Contains(true)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-18} recall {Share(pairs[true]):0.000}, reasons wrongly found {Share(pairs[false]):0.0000}, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"false alarms {Share(none.Select(j => j.Found.Count > 0)):0.000} of {none.Count}"));
    }

    private static double Share(IEnumerable<bool> found) => found.Average(f => f ? 1.0 : 0);

    private sealed record Judged(Message Message, double Move, HashSet<int> Found);
}
