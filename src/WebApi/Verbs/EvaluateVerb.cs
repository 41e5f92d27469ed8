using System.Globalization;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tenants;
using MediatR;

namespace CleanFte.WebApi.Verbs;

/// <summary>
/// <c>evaluate</c>: answers a tenant's sample tickets without sending or saving, and tells how many came out as expected.
/// </summary>
internal static class EvaluateVerb
{
    private const string Tenant = "--tenant";
    private const string Format = "--format";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(string[] args)
    {
        if (VerbArguments.Read(args, 0, Tenant, Format) is not { } arguments
            || arguments.Option(Format) is not (null or "text" or "json"))
        {
            return await Usage.Of($"evaluate [{Tenant} ID] [{Format} text|json]");
        }

        await using var host = await CleanFteHost.Create([]);
        return await Run(host.App.Services, arguments, Console.Out, Console.Error, CancellationToken.None);
    }

    public static async Task<int> Run(
        IServiceProvider services, VerbArguments arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var tenant = arguments.Option(Tenant) ?? ITenants.Default;
        var tenants = services.GetRequiredService<ITenants>();
        tenants.Invalidate();
        if (await tenants.Find(tenant, ct) is null)
        {
            await error.WriteLineAsync($"There is no tenant {tenant}. Import one: import-tenant tenants/{tenant}");
            return Usage.Refused;
        }

        var samples = await Send(services, tenant, new ListSamples(), ct);
        var rehearsed = new List<RehearsedSample>(samples.Count);
        foreach (var sample in samples)
        {
            rehearsed.Add(await Send(services, tenant, new RehearseSample(sample), ct));
        }

        var evaluation = Evaluation.Of(tenant, rehearsed);
        await output.WriteAsync(
            arguments.Option(Format) == "json" ? JsonSerializer.Serialize(evaluation, Json) + "\n" : evaluation.Text());
        return Usage.Ok;
    }

    private static async Task<T> Send<T>(
        IServiceProvider services, string tenant, IRequest<Outcome<T>> request, CancellationToken ct)
        where T : class
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = tenant;
        return (await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, ct)).Value!;
    }
}

/// <summary>How a tenant's samples came out.</summary>
/// <param name="Answered">Samples that end with an answer; likewise the others.</param>
/// <param name="Escalated">Samples that end with a person, by reason.</param>
/// <param name="Wrong">Samples in which anything was otherwise than expected.</param>
/// <param name="AutomationRate">Share of the samples in which no person had to take over.</param>
internal sealed record Evaluation(
    string Tenant,
    int Samples,
    int Answered,
    int Asked,
    int Acknowledged,
    IReadOnlyDictionary<string, int> Escalated,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Wrong,
    double AutomationRate,
    double WrongRate)
{
    public static Evaluation Of(string tenant, IReadOnlyList<RehearsedSample> samples)
    {
        var wrong = samples.Where(s => s.Differences.Count > 0).ToDictionary(s => s.Sample.Name, s => s.Differences);
        return new Evaluation(
            tenant,
            samples.Count,
            samples.Count(s => s.Outcome?.Decision == RunDecision.Answer),
            samples.Count(s => s.Outcome?.Decision == RunDecision.Ask),
            samples.Count(s => s.Outcome?.Decision == RunDecision.Acknowledge),
            samples.Where(s => s.Outcome?.Decision == RunDecision.Escalate)
                .GroupBy(s => s.Outcome!.Reason!)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Count()),
            wrong,
            Share(samples.Count(s => s.Automated), samples.Count),
            Share(wrong.Count, samples.Count));
    }

    public string Text()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{Tenant}: {Samples} sample tickets");
        text.WriteLine($"  answered     {Answered,4}");
        text.WriteLine($"  asked        {Asked,4}");
        text.WriteLine($"  acknowledged {Acknowledged,4}");
        text.WriteLine($"  escalated    {Escalated.Values.Sum(),4}");
        foreach (var (reason, count) in Escalated)
        {
            text.WriteLine($"    {reason,-20} {count,4}");
        }

        text.WriteLine($"  wrong        {Wrong.Count,4}  ({WrongRate:P1})");
        foreach (var (name, differences) in Wrong)
        {
            text.WriteLine($"    {name}: {string.Join("; ", differences)}");
        }

        text.WriteLine($"  automation   {AutomationRate:P1}");
        return text.ToString();
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);
}
