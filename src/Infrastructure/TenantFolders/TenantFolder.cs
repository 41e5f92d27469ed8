using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>A tenant as it is written in a folder.</summary>
/// <param name="Articles">Each with its path in the folder as its source.</param>
public sealed record TenantFolder(
    TenantProfile Profile,
    IReadOnlyList<ServiceDefinition> Services,
    IReadOnlyList<ArticleContent> Articles,
    IReadOnlyList<SampleTicket> Samples)
{
    public const string ProfileFile = "tenant.yaml";

    public const string VoiceFile = "brand.md";

    public const string ChannelsFile = "channels.yaml";

    public const string ServicesFile = "services.yaml";

    public const string SamplesFile = "samples.yaml";

    /// <summary>The articles, in one folder per language.</summary>
    public const string KnowledgeFolder = "knowledge/";

    public const int MaxServices = 100;
}
