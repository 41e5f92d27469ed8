namespace CleanFte.Application.Tenants;

/// <summary>What the holder of a key may do; written outside in snake_case.</summary>
public enum ApiRole
{
    Integrator,
    Staff,
    Analyst,
    Admin,

    /// <summary>Runs the installation: every tenant.</summary>
    Operator,
    Agent,
}
