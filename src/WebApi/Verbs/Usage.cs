namespace CleanFte.WebApi.Verbs;

/// <summary>How verbs are called, and what they end with.</summary>
internal static class Usage
{
    public const int Ok = 0;

    /// <summary>Something is wrong with what was given; standard error says what.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Wrong = 2;

    public static async Task<int> Unknown(string verb)
    {
        await Console.Error.WriteLineAsync(
            $"There is no verb '{verb}'. Use verify, rebuild, import-tenant, export-tenant, import-knowledge, evaluate, replay, "
            + "what-if, --mcp, or none to run the service.");
        return Wrong;
    }

    public static async Task<int> Of(string line)
    {
        await Console.Error.WriteLineAsync($"Use it so: {line}");
        return Wrong;
    }
}

/// <summary>What stands after a verb: words, and options with a value each.</summary>
internal sealed record VerbArguments(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Null where there are other options, an option without a value or another number of words.</summary>
    public static VerbArguments? Read(IReadOnlyList<string> args, int words, params string[] options)
    {
        var (found, values) = (new List<string>(), new Dictionary<string, string>());
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                found.Add(args[i]);
            }
            else if (!options.Contains(args[i]) || i + 1 == args.Count || !values.TryAdd(args[i], args[++i]))
            {
                return null;
            }
        }

        return found.Count == words ? new VerbArguments(found, values) : null;
    }

    public string? Option(string name) => Options.GetValueOrDefault(name);
}
