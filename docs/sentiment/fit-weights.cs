#!/usr/bin/env dotnet
#:property PublishAot=false
#:property Optimize=true
#:property AssemblyName=CleanFte.FitWeights
#:project ../../src/Domain/Domain.csproj
#:project ../fitting/Fitting.csproj

// Fits src/Domain/Sentiment/weights.*.txt, by logistic regression with a quadratic penalty, to the messages in
// tests/Unit/Sentiment. Run it there, in the repository's root, after a change to phrases, groups or messages:
//   dotnet run docs/sentiment/fit-weights.cs
// Even lines of "voices", "residents", "travellers", "examiners" and "praise" and all of "unseen" are never read here:
// they measure.
// How much evidence is enough is found between writers: each in turn is left out, and judged by what the others taught.
using System.Globalization;
using CleanFte.Domain.Sentiment;
using CleanFte.Fitting;

// Fewer than the three in a hundred that may be: in one language or for one writer there will be more.
const double MostMistaken = 0.02;

string[] about =
[
    "# Made by docs/sentiment/fit-weights.cs from the messages in tests/Unit/Sentiment; not to be edited.",
    "# A weight, and what has it: words, stems*, *endings, ^first words, pairs_of words, #groups, and what",
    "# Evidence and MessageShape name with an @.",
];
string[] languages = ["en", "es", "fr"];
var samples = languages.ToDictionary(language => language, Samples.Read);
List<(double Anger, bool Angry)> judged = [];
foreach (var all in samples.Values)
{
    judged.AddRange(Samples.Writers.AsParallel().AsOrdered().SelectMany(writer =>
    {
        var taught = Fitting.Fit(all.Where(sample => sample.Set != writer).ToList());
        return all.Where(sample => sample.Set == writer)
            .Select(sample => (Fitting.Sum(taught, sample.Found), sample.Angry)).ToList();
    }));
}

// One number for all languages: the few hardest reports of one would move it by chance.
var plain = judged.Where(j => !j.Angry).Select(j => j.Anger).OrderDescending().ToList();
var enough = plain[(int)(MostMistaken * plain.Count)];
var heard = judged.Where(j => j.Angry).Average(j => j.Anger > enough ? 1 : 0);
Console.WriteLine($"Of writers left out {heard:P0} of the anger is heard, with {MostMistaken:P1} of "
    + $"{plain.Count} reports mistaken, at {enough:0.00}");
foreach (var language in languages)
{
    var weights = Fitting.Fit(samples[language]);
    weights[Evidence.Always] = weights.GetValueOrDefault(Evidence.Always) - enough;
    File.WriteAllLines($"src/Domain/Sentiment/weights.{language}.txt", WeightLines.Of(weights, about));
    Console.WriteLine($"{language}: {weights.Count} weights");
}

internal sealed record Sample(string Set, Dictionary<string, double> Found, bool Angry, double Weight);

internal static class Samples
{
    /// <summary>The phrases were made from these; in what is new they find less.</summary>
    private const double PhrasesOfFamiliar = 0.05;

    /// <summary>Whoever never saw the tables writes more like citizens do.</summary>
    private const double StrangersWeigh = 3;

    /// <summary>Praise and what tenants are asked are rare here and must still not be taken for anger.</summary>
    private const double RareWeigh = 6;

    /// <summary>Who knew neither the tables nor each other.</summary>
    public static readonly string[] Writers =
    [
        "strangers.", "citizens.", "residents.", "townspeople.", "neighbours.", "regulars.", "correspondents.",
        "travellers.", "passengers.", "subscribers.", "parishioners.", "examiners.", "tourists.", "buyers.", "inspectors.",
        "patients.",
    ];

    public static List<Sample> Read(string language)
    {
        List<Sample> samples = [];
        Add("voices.", odd: true, weight: 1);
        foreach (var writer in Writers)
        {
            Add(writer, odd: writer is "residents." or "travellers." or "examiners.", weight: StrangersWeigh);
        }

        Add("everyday.", weight: StrangersWeigh);
        Add("more.");
        Add("tenants.", weight: RareWeigh);
        Add("", phrases: PhrasesOfFamiliar);
        Add("later.", phrases: PhrasesOfFamiliar);
        return samples;

        void Add(string set, bool odd = false, double phrases = 1, double weight = 1)
        {
            foreach (var kind in new[] { "angry", "plain", "praise" })
            {
                var file = $"tests/Unit/Sentiment/{set}{kind}.{language}.txt";
                var read = File.Exists(file) ? File.ReadAllLines(file) : [];
                samples.AddRange(read.Where((_, index) => index % 2 == 0 || !(odd || (kind == "praise" && set.Length == 0)))
                    .Select(text => new Sample(
                        set, Find(text, language, phrases), kind == "angry", kind == "praise" ? RareWeigh : weight)));
            }
        }
    }

    private static Dictionary<string, double> Find(string text, string language, double phrases)
    {
        Dictionary<string, double> found = [];
        Evidence.Find(text, SentimentTables.Of(language)[0], (name, amount) =>
        {
            var key = name.ToString();
            var share = key is Evidence.Blame or Evidence.Praise or Evidence.ServiceBlamed ? phrases : 1;
            found[key] = found.GetValueOrDefault(key) + (amount * share);
        });
        return found;
    }
}

internal static class Fitting
{
    private const int Steps = 300;
    private const int FewestMessages = 2;
    private const double Rate = 0.3;
    private const double WordPenalty = 1;
    private const double CommonPenalty = 1;

    // What is found often needs more to be held back, and what is found as often with anger as without.
    private const double UsualCount = 20;
    private const double CountPower = 0.2;
    private const double LeastTelling = 0.3;
    private const double Unseen = 2;
    private const double Least = 0.05;

    public static double Sum(Dictionary<string, double> weights, Dictionary<string, double> found) =>
        found.Sum(f => weights.GetValueOrDefault(f.Key) * f.Value);

    public static Dictionary<string, double> Fit(List<Sample> samples)
    {
        var names = samples.SelectMany(sample => sample.Found.Keys).GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() >= FewestMessages).Select(group => group.Key).ToArray();
        var numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var rows = samples.Select(sample => (sample.Angry, sample.Weight, Found: sample.Found
            .Where(found => numbers.ContainsKey(found.Key))
            .Select(found => (Number: numbers[found.Key], Amount: found.Value)).ToArray())).ToArray();
        var penalties = Penalties(names, rows);
        var (weights, squares, slope) = (new double[names.Length], new double[names.Length], new double[names.Length]);
        Array.Fill(squares, 1e-9);
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < slope.Length; i++)
            {
                slope[i] = penalties[i] * weights[i];
            }

            foreach (var (angry, weight, found) in rows)
            {
                var sum = found.Sum(f => weights[f.Number] * f.Amount);
                var error = weight * ((1 / (1 + Math.Exp(-sum))) - (angry ? 1 : 0));
                foreach (var (number, amount) in found)
                {
                    slope[number] += error * amount;
                }
            }

            for (var i = 0; i < slope.Length; i++)
            {
                squares[i] += slope[i] * slope[i];
                weights[i] = Signed(names[i], weights[i] - (Rate * slope[i] / Math.Sqrt(squares[i])));
            }
        }

        return names.Index().Where(name => Math.Abs(weights[name.Index]) >= Least)
            .ToDictionary(name => name.Item, name => weights[name.Index], StringComparer.Ordinal);
    }

    private static double[] Penalties(
        string[] names, (bool Angry, double Weight, (int Number, double Amount)[] Found)[] rows)
    {
        var (with, without, counts) = (new double[names.Length], new double[names.Length], new int[names.Length]);
        foreach (var (angry, _, found) in rows)
        {
            foreach (var (number, amount) in found)
            {
                (angry ? with : without)[number] += Math.Min(1, amount);
                counts[number]++;
            }
        }

        var share = rows.Count(row => row.Angry) / (double)rows.Length;
        return [.. names.Select((name, i) =>
        {
            var telling = Math.Abs(Math.Log((with[i] + (Unseen * share)) / share)
                - Math.Log((without[i] + (Unseen * (1 - share))) / (1 - share)));
            return Penalty(name) * (name[0] == '@' ? 1
                : Math.Pow(counts[i] / UsualCount, CountPower) / (LeastTelling + telling));
        })];
    }

    /// <summary>What is named with an @ or # is found often and needs less to be held back.</summary>
    private static double Penalty(string name) => name switch
    {
        Evidence.Always => 0,
        ['@' or '#', ..] => CommonPenalty,
        _ => WordPenalty,
    };

    /// <summary>What is louder or blames more must never score better, so some signs are given.</summary>
    private static double Signed(string name, double weight) => name switch
    {
        Evidence.Blame or Evidence.ServiceBlamed or MessageShape.Exclaims or MessageShape.Dots => Math.Max(0, weight),
        Evidence.Praise or Evidence.Question => Math.Min(0, weight),
        "very" or "really" or "so" or "muy" or "tan" or "tres" or "vraiment" or "si" => Math.Max(0, weight),
        _ => weight,
    };
}
