using Microsoft.AspNetCore.Http.Features;

namespace CleanFte.WebApi;

internal static class FormBody
{
    /// <summary>
    /// The form in a request's body; null where it cannot be read: it ends too early, has no boundary or too many fields, which
    /// is not to be taken for an outage on our side. One that is too large throws, as everywhere.
    /// </summary>
    /// <param name="options">What differs from the usual limits, or null.</param>
    public static async Task<IFormCollection?> TryReadForm(
        this HttpRequest request, CancellationToken ct, FormOptions? options = null)
    {
        try
        {
            return options is null ? await request.ReadFormAsync(ct) : await request.ReadFormAsync(options, ct);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            return null;
        }
    }
}
