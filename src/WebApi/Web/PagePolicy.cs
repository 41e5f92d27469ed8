namespace CleanFte.WebApi.Web;

/// <summary>Marks an address that answers with a page, and says what that page may load: nothing of anybody else.</summary>
internal sealed record PagePolicy(string ContentSecurityPolicy)
{
    /// <summary>
    /// The application. Neither script nor style stands in the page itself, so that text which becomes markup by mistake
    /// does nothing; <c>blob:</c> is the preview of a photo that was chosen and not yet sent.
    /// </summary>
    public static readonly PagePolicy Application = new(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    /// <summary>The form for browsers without script.</summary>
    public static readonly PagePolicy WithoutScript = new(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}
