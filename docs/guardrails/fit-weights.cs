#!/usr/bin/env dotnet
#:property PublishAot=false
#:property AssemblyName=CleanFte.FitWeights
#:project ../../src/Domain/Domain.csproj

// Fits src/Domain/Guardrails/weights.*.txt, by logistic regression with a quadratic penalty, to the messages in
// tests/Unit/Guardrails and the plain reports in tests/Unit/Sentiment. Run it in the repository's root after a change
// to phrases, concepts or messages:
//   dotnet run docs/guardrails/fit-weights.cs
// Even lines of "visitors" and "travellers" are never read here: they measure.
using System.Globalization;
using CleanFte.Domain;
using CleanFte.Domain.Guardrails;

const int Steps = 250;
const int FewestMessages = 2;
const int LongestLine = 118;
const double Rate = 0.3;
const double Penalty = 0.5;
const double Precision = 20;
const double Least = 0.05;

// The phrases were made from these; in what is new they find less, so they must not be relied on as much.
const double PhrasesOfFamiliar = 0.2;

// Reports that nobody labelled are many, and a few of them may have a reason that no phrase knows.
const double Unlabelled = 0.5;

string[] languages = ["en", "es", "fr"];
string[] familiarSets = ["utterances", "heldout", "strangers", "practice"];
string[] newSets = ["callers", "visitors", "townspeople", "neighbours", "regulars", "correspondents", "travellers"];
string[] halfSets = ["visitors", "travellers"];
var concepts = Concepts.Read(new StreamReader("src/Domain/Guardrails/concepts.txt"));
var reasons = Enum.GetValues<GuardrailReason>();
var messages = languages.SelectMany(Messages).ToList();
var names = messages.SelectMany(message => message.Found.Keys)
    .GroupBy(name => name, StringComparer.Ordinal)
    .Where(group => group.Count() >= FewestMessages)
    .Select((group, index) => (group.Key, index))
    .ToDictionary(name => name.Key, name => name.index, StringComparer.Ordinal);
var rows = messages.Select(message => Row(message.Found)).ToArray();
foreach (var reason in reasons)
{
    var weights = Fit(reason);
    File.WriteAllLines($"src/Domain/Guardrails/weights.{WireName.Of(reason)}.txt", Lines(weights));
    Console.WriteLine($"{reason}: {weights.Count} weights");
}

IEnumerable<Message> Messages(string language)
{
    var labelled = familiarSets.Concat(newSets).SelectMany(set =>
        File.ReadLines($"tests/Unit/Guardrails/{set}.{language}.tsv")
            .Where((_, index) => !halfSets.Contains(set) || index % 2 == 0)
            .Select(line => line.Split('\t'))
            .Select(parts => Read(parts[1], parts[0].Split(','), 1, familiarSets.Contains(set))));
    var plain = Directory.GetFiles("tests/Unit/Sentiment", $"*plain.{language}.txt").Order(StringComparer.Ordinal)
        .SelectMany(File.ReadLines)
        .Where(text => Guardrail.FindPhrases(text).Count == 0)
        .Select(text => Read(text, [], Unlabelled, familiar: false));
    return labelled.Concat(plain);
}

Message Read(string text, string[] labels, double counts, bool familiar)
{
    Dictionary<string, double> found = new(StringComparer.Ordinal);
    GuardrailEvidence.Find(text, concepts, (name, amount, _) => Add(name.ToString(), amount));
    foreach (var reason in Guardrail.FindPhrases(text).Select(phrase => phrase.Reason).Distinct())
    {
        Add(PassageScore.PhraseName(reason), familiar ? PhrasesOfFamiliar : 1);
    }

    return new(found, [.. reasons.Select(reason => labels.Contains(WireName.Of(reason)))], counts);

    void Add(string name, double amount) => found[name] = found.GetValueOrDefault(name) + amount;
}

(int Name, double Amount)[] Row(Dictionary<string, double> found) =>
    [.. found.Where(f => names.ContainsKey(f.Key)).Select(f => (names[f.Key], f.Value))];

Dictionary<string, double> Fit(GuardrailReason reason)
{
    var weights = new double[names.Count];
    var squares = new double[names.Count];
    var slopes = new double[names.Count];
    var penalties = new double[names.Count];
    foreach (var (name, index) in names)
    {
        // What is named with an @ is few and found often: it needs no penalty to be held back.
        (penalties[index], squares[index]) = (name[0] == '@' ? 0 : Penalty, 1e-9);
    }

    for (var step = 0; step < Steps; step++)
    {
        for (var name = 0; name < weights.Length; name++)
        {
            slopes[name] = penalties[name] * weights[name];
        }

        for (var message = 0; message < rows.Length; message++)
        {
            var sum = 0.0;
            foreach (var (name, amount) in rows[message])
            {
                sum += weights[name] * amount;
            }

            var belongs = messages[message].Belongs[(int)reason] ? 1 : 0;
            var error = ((1 / (1 + Math.Exp(-sum))) - belongs) * messages[message].Counts;
            foreach (var (name, amount) in rows[message])
            {
                slopes[name] += error * amount;
            }
        }

        for (var name = 0; name < weights.Length; name++)
        {
            squares[name] += slopes[name] * slopes[name];
            weights[name] -= Rate * slopes[name] / Math.Sqrt(squares[name]);
        }
    }

    return names.Where(name => Math.Abs(weights[name.Value]) >= Least)
        .ToDictionary(name => name.Key, name => weights[name.Value], StringComparer.Ordinal);
}

static IEnumerable<string> Lines(Dictionary<string, double> weights)
{
    yield return "# Made by docs/guardrails/fit-weights.cs from the messages in tests/Unit/Guardrails; not to be edited.";
    yield return "# A weight, and what has it: words, stems*, pairs_of words (^ before the first, $ after the last),";
    yield return "# =concepts, one concept>soon after another, and what is named with an @.";
    foreach (var group in weights.GroupBy(weight => Math.Round(weight.Value * Precision) / Precision)
        .OrderByDescending(group => group.Key))
    {
        var start = group.Key.ToString("+0.00;-0.00", CultureInfo.InvariantCulture);
        var line = start;
        foreach (var (name, _) in group.OrderBy(weight => weight.Key, StringComparer.Ordinal))
        {
            if (line.Length + 1 + name.Length > LongestLine)
            {
                yield return line;
                line = start;
            }

            line += " " + name;
        }

        yield return line;
    }
}

internal sealed record Message(Dictionary<string, double> Found, bool[] Belongs, double Counts);
