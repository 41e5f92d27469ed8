namespace CleanFte.Application.Ports;

/// <summary>Texts that runs were decided by, kept once by their hash, so that a run can be replayed.</summary>
public interface IKeptTexts
{
    /// <summary>Keeps a text, if it is not kept yet.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="source">What the text is made of: a prompt, a profile, a catalogue. Its text never changes.</param>
    /// <param name="text">Makes the text; asked once for each source.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The text's hash: SHA-256 in lower-case hex.</returns>
    ValueTask<string> Keep<T>(string tenant, T source, Func<T, string> text, CancellationToken ct)
        where T : class;

    /// <summary>A text by its hash, or null where it is not kept.</summary>
    Task<string?> Find(string tenant, string hash, CancellationToken ct);
}
