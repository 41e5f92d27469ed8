using Microsoft.Extensions.AI;

namespace CleanFte.Application.Ports;

/// <summary>The language models of this installation.</summary>
public interface IModels
{
    /// <summary>The model that answers for a tenant; null where the agent works without one.</summary>
    TenantModel? Of(string tenant);
}

/// <param name="Client">
/// Repeats and times out by itself, and throws nothing but <see cref="ModelUnavailableException"/> or, when told to stop,
/// <see cref="OperationCanceledException"/>.
/// </param>
/// <param name="Name">Provider and model, for the record: <c>openai/gpt-5-mini</c>.</param>
public sealed record TenantModel(IChatClient Client, string Name);
