using CleanFte.Application.Tenants;

namespace CleanFte.Application;

/// <summary>
/// Who asks, for one request or one unit of work: its tenant bounds every query and every event, the rest becomes event
/// metadata. Never filled from anything a citizen or a model wrote.
/// </summary>
public sealed class Caller
{
    private string? _tenant;

    public string Tenant
    {
        get => _tenant ?? throw new InvalidOperationException("The caller's tenant was used before it was known.");
        set => _tenant = value;
    }

    /// <summary>Ties together everything one request caused.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>What directly caused it: a ledger row, a request.</summary>
    public string? CausationId { get; set; }

    /// <summary>A key's or member's id, <c>system</c> for workers, null for anonymous citizens.</summary>
    public string? UserName { get; set; }

    /// <summary>The id of the key that it came with; null for workers and anonymous citizens.</summary>
    public string? KeyId { get; set; }

    /// <summary>The colleague who acts, where the key is one's.</summary>
    public Guid? Member { get; set; }

    /// <summary>What its key or sign-in allows; null for workers and anonymous citizens.</summary>
    public ApiRole? Role { get; set; }

    /// <summary>Whether its key may be told what identifies people, where that is left out otherwise.</summary>
    public bool MayReadPersonalData { get; set; }
}
