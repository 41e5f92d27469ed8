namespace CleanFte.Application.Ports;

/// <summary>
/// The language model gave no usable answer in its time, after what could be tried again was. Thrown by the
/// <c>IChatClient</c> this application is given, whatever its provider; nothing of the provider's own error is meant for
/// a citizen.
/// </summary>
/// <param name="code">
/// <c>timeout</c>, <c>unreachable</c>, <c>circuit_open</c>, <c>malformed</c> or <c>http_{status}</c>; and, where it answered
/// but not usefully, <c>empty</c>, <c>refused</c>, <c>length</c>, <c>rounds</c> or <c>tokens</c>.
/// </param>
/// <param name="cause">What the provider's library threw.</param>
public sealed class ModelUnavailableException(string code, Exception? cause = null)
    : Exception($"The language model is not available: {code}.", cause)
{
    public string Code => code;
}
