namespace CleanFte.Integration.Api;

/// <summary>Catalogue entries that tests put into the shared service.</summary>
internal static class GuidedServices
{
    /// <summary>Tells parents who know the code <c>SECRET-77</c> when the first evening is.</summary>
    public static object ForParents(string trigger) => new
    {
        group = "church",
        kind = "guided",
        @public = false,
        roles = new[] { "parent" },
        severity = "minor",
        texts = new { en = new { name = "Catechesis", description = "For parents.", triggers = new[] { trigger } } },
        items = new[] { new { texts = new { en = new { title = "Evening", text = "The first evening is on Monday." } } } },
        steps = new[]
        {
            new
            {
                name = "code",
                input = "code",
                codes = new[] { "SECRET-77" },
                texts = new { en = new { ask = "Your code?", wrong = "That is not it." } },
            },
        },
    };
}
