namespace CleanFte.Domain.Conversations;

/// <summary>How a person reaches us.</summary>
public enum Channel
{
    Whatsapp,
    Email,
    Web,
    Rest,
    Open311,
}
