using CleanFte.Application;

namespace CleanFte.WebApi;

internal static class OutcomeResults
{
    /// <summary>200 with what is made of the value, or the refusal as a problem.</summary>
    public static IResult ToResult<T>(this Outcome<T> outcome, Func<T, object> body)
        where T : class =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(body(outcome.Value!));

    /// <summary>201 with what is made of the value, or the refusal as a problem.</summary>
    public static IResult ToCreated<T>(this Outcome<T> outcome, Func<T, object> body)
        where T : class =>
        outcome.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Results.Json(body(outcome.Value!), statusCode: StatusCodes.Status201Created);

    /// <summary>204, or the refusal as a problem.</summary>
    public static IResult ToResult(this Outcome outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent();
}
