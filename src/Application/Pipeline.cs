using CleanFte.Application.Ports;
using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application;

/// <summary>
/// Checks a request's shape once, before its handler; a wrong one is answered with a refusal, not an exception.
/// </summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseRequest
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken)
    {
        Dictionary<string, string[]>? errors = null;
        foreach (var validator in validators)
        {
            var result = validator.Validate(request);
            if (!result.IsValid)
            {
                errors = result.Errors
                    .GroupBy(e => char.ToLowerInvariant(e.PropertyName[0]) + e.PropertyName[1..])
                    .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray());
            }
        }

        return errors is null ? next() : Task.FromResult(TResponse.Refused(Refusal.Malformed(errors)));
    }
}

/// <summary>Runs a handler again that lost a race: it decides anew on what the faster writer left.</summary>
internal sealed class RaceBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseRequest
{
    /// <summary>Races lost in a row before the caller is told.</summary>
    private const int MaxRaces = 8;

    public async Task<TResponse> Handle(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        for (var race = 1; ; race++)
        {
            try
            {
                return await next();
            }
            catch (LostRaceException) when (race < MaxRaces)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
