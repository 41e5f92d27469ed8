using CleanFte.Application.Knowledge;
using CleanFte.Domain;
using CleanFte.Domain.Agent;

namespace CleanFte.Application.Agent;

/// <summary>
/// A run is read from its stream by whoever replays it, and counted from the log; its rows say only which articles it told.
/// </summary>
public abstract class AgentRunProjection : IProjection<AgentRun>
{
    public static void Project(in ProjectedStream<AgentRun> stream, IRowSink rows)
    {
        foreach (var ran in stream.Events.OfType<AgentRan>())
        {
            foreach (var source in ran.Sources)
            {
                rows.Put(new ArticleUseRow(
                    stream.Tenant, ran.Run, source.Article, source.Version, ran.Conversation,
                    WireName.Of(ran.Outcome.Decision), ran.At));
            }
        }
    }
}
