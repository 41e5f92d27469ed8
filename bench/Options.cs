using System.Globalization;

namespace CleanFte.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Names">Scenarios, in the order given.</param>
/// <param name="Pairs">How often reference and product are measured in turn.</param>
/// <param name="Out">Where the tables are also written, or null.</param>
internal sealed record Options(IReadOnlyList<string> Names, bool Quick, int Pairs, string? Out)
{
    /// <summary>Fewer than five pairs tell nothing about the spread.</summary>
    private const int DefaultPairs = 5;

    private const int MaxPairs = 50;

    /// <summary>Seconds of one measured turn.</summary>
    public int TurnSeconds => Quick ? 2 : 5;

    public int SoakSeconds => Quick ? 10 : 60;

    public int PipelineSeconds => Quick ? 5 : 20;

    public int LatencySeconds => Quick ? 5 : 30;

    public int IdleSeconds => Quick ? 10 : 30;

    public int Senders => Quick ? 2_000 : 10_000;

    public int RebuildEvents => Quick ? 100_000 : 1_000_000;

    public int FeedEvents => Quick ? 100_000 : 500_000;

    public int Questions => Quick ? 200 : 1_000;

    public int ReplayedRuns => Quick ? 2_000 : 10_000;

    public static Options Parse(string[] args)
    {
        var names = new List<string>();
        var (quick, pairs, file) = (false, 0, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--pairs" when i + 1 < args.Length:
                    pairs = Math.Clamp(int.Parse(args[++i], CultureInfo.InvariantCulture), 1, MaxPairs);
                    break;
                case "--out" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                default:
                    names.Add(args[i]);
                    break;
            }
        }

        return new Options(names, quick, pairs > 0 ? pairs : quick ? 2 : DefaultPairs, file);
    }
}
