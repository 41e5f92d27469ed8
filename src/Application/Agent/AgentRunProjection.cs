using CleanFte.Domain.Agent;

namespace CleanFte.Application.Agent;

/// <summary>A run is read from its stream by whoever replays it, and counted from the log; it has no rows.</summary>
public abstract class AgentRunProjection : IProjection<AgentRun>
{
    public static void Project(in ProjectedStream<AgentRun> stream, IRowSink rows)
    {
    }
}
