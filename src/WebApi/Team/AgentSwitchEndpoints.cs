using CleanFte.Application.Tenants;
using CleanFte.WebApi.Conversations;
using MediatR;

namespace CleanFte.WebApi.Team;

/// <summary>Where the agent may speak.</summary>
internal static class AgentSwitchEndpoints
{
    public static void MapAgentSwitches(this IEndpointRouteBuilder routes)
    {
        var agent = routes.MapGroup("/admin/agent").WithTags("Administration").ForRoles(ApiRole.Admin);
        agent.MapGet("", Show).Produces<AgentSwitches>().WithSummary("Shows where the agent may speak");
        agent.MapPut("", Switch).Produces<AgentSwitches>()
            .WithSummary("Switches the agent on or off, for the tenant or one channel account; at once");
    }

    private static async Task<IResult> Show(ISender sender, CancellationToken ct) =>
        (await sender.Send(new ShowAgentSwitches(), ct)).ToResult(switches => switches);

    private static async Task<IResult> Switch(SwitchRequest body, ISender sender, CancellationToken ct)
    {
        if (body.On is not { } on)
        {
            return Problems.Of(SwitchRequest.Missing);
        }

        var outcome = await sender.Send(new SwitchAgent(body.Account, on), ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : await Show(sender, ct);
    }
}
