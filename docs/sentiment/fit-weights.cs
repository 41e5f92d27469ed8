#!/usr/bin/env dotnet
#:property PublishAot=false
#:property AssemblyName=CleanFte.FitWeights
#:project ../../src/Domain/Domain.csproj

// Fits src/Domain/Sentiment/weights.*.txt, by logistic regression with a quadratic penalty, to the messages in
// tests/Unit/Sentiment. Run it there, in the repository's root, after a change to phrases or messages:
//   dotnet run docs/sentiment/fit-weights.cs
// Even lines of "voices", "strangers" and "praise" and all of "unseen" are never read here: they measure.
using System.Globalization;
using CleanFte.Domain.Sentiment;

const int Steps = 500;
const int FewestMessages = 2;
const int LongestLine = 118;
const double Rate = 0.3;
const double Penalty = 0.5;
const double Precision = 20;
const double Least = 0.05;

// The phrases were made from these; in what is new they find less, so they must not be relied on as much.
const double PhrasesOfFamiliar = 0.2;

// Praise and what tenants are asked are rare among the messages and must still not be taken for anger.
const int RareCounts = 3;

foreach (var language in new[] { "en", "es", "fr" })
{
    var weights = Fit(Messages(language));
    File.WriteAllLines($"src/Domain/Sentiment/weights.{language}.txt", Lines(weights));
    Console.WriteLine($"{language}: {weights.Count} weights");
}

static List<(Dictionary<string, double> Found, bool Angry)> Messages(string language)
{
    List<(Dictionary<string, double> Found, bool Angry)> messages = [];
    Add("voices.", odd: true, 1);
    Add("strangers.", odd: true, 1);
    Add("more.", odd: false, 1);
    Add("tenants.", odd: false, 1);
    Add("", odd: false, PhrasesOfFamiliar);
    Add("later.", odd: false, PhrasesOfFamiliar);
    return messages;

    void Add(string set, bool odd, double phrases)
    {
        foreach (var kind in new[] { "angry", "plain", "praise" })
        {
            var file = $"tests/Unit/Sentiment/{set}{kind}.{language}.txt";
            var read = File.Exists(file) ? File.ReadAllLines(file) : [];
            var chosen = read.Where((_, index) => index % 2 == 0 || !(odd || kind == "praise"));
            var found = chosen.Select(text => (Find(text, language, phrases), kind == "angry")).ToList();
            var counts = kind == "praise" || set == "tenants." ? RareCounts : 1;
            messages.AddRange(Enumerable.Repeat(found, counts).SelectMany(message => message));
        }
    }
}

static Dictionary<string, double> Find(string text, string language, double phrases)
{
    Dictionary<string, double> found = [];
    Evidence.Find(text, SentimentTables.Of(language)[0].Phrases, (name, amount) =>
    {
        var key = name.ToString();
        var share = key is Evidence.Blame or Evidence.Praise or Evidence.ServiceBlamed ? phrases : 1;
        found[key] = found.GetValueOrDefault(key) + (amount * share);
    });
    return found;
}

// What is louder or blames more must never score better, so some signs are given.
static double Signed(string name, double weight) => name switch
{
    Evidence.Blame or Evidence.ServiceBlamed => Math.Max(0, weight),
    Evidence.Praise or Evidence.Question => Math.Min(0, weight),
    "very" or "really" or "so" or "muy" or "tan" or "tres" or "vraiment" or "si" => Math.Max(0, weight),
    _ => weight,
};

static Dictionary<string, double> Fit(List<(Dictionary<string, double> Found, bool Angry)> messages)
{
    var weights = messages.SelectMany(message => message.Found.Keys)
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(group => group.Count() >= FewestMessages)
        .ToDictionary(group => group.Key, _ => 0.0, StringComparer.Ordinal);
    var squares = weights.Keys.ToDictionary(name => name, _ => 1e-9, StringComparer.Ordinal);
    for (var step = 0; step < Steps; step++)
    {
        var slope = weights.ToDictionary(
            weight => weight.Key, weight => IsWord(weight.Key) ? Penalty * weight.Value : 0,
            StringComparer.Ordinal);
        foreach (var (found, angry) in messages)
        {
            var sum = found.Sum(f => weights.GetValueOrDefault(f.Key) * f.Value);
            var error = (1 / (1 + Math.Exp(-sum))) - (angry ? 1 : 0);
            foreach (var (name, amount) in found)
            {
                if (slope.TryGetValue(name, out var so))
                {
                    slope[name] = so + (error * amount);
                }
            }
        }

        foreach (var (name, value) in slope)
        {
            squares[name] += value * value;
            weights[name] = Signed(name, weights[name] - (Rate * value / Math.Sqrt(squares[name])));
        }
    }

    return weights.Where(weight => Math.Abs(weight.Value) >= Least).ToDictionary(StringComparer.Ordinal);
}

// What Evidence names with an @ is few and found often: it needs no penalty to be held back.
static bool IsWord(string name) => name[0] != '@';

static IEnumerable<string> Lines(Dictionary<string, double> weights)
{
    yield return "# Made by docs/sentiment/fit-weights.cs from the messages in tests/Unit/Sentiment; not to be edited.";
    yield return "# A weight, and what has it: words, stems*, pairs_of words, and what Evidence names with an @.";
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
