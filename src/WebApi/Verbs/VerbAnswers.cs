using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.WebApi.Verbs;

/// <summary>What imports say in the end.</summary>
internal static class VerbAnswers
{
    public static async Task<int> Refuse(this TextWriter error, FolderErrors errors)
    {
        foreach (var line in errors.Lines())
        {
            await error.WriteLineAsync(line);
        }

        await error.WriteLineAsync("Nothing was imported.");
        return Usage.Refused;
    }

    public static async Task<int> Tell(this ImportReport report, TextWriter output, TextWriter error)
    {
        report.Write(output);
        if (report.Stopped is not { } reason)
        {
            return Usage.Ok;
        }

        await error.WriteLineAsync($"It stopped half way: {reason} Run it again; what is done already stays as it is.");
        return Usage.Refused;
    }
}
