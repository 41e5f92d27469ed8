using System.Text;
using CleanFte.Application.Services;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Agent;

/// <summary>A model's instructions: one file, filled with what is the tenant's.</summary>
internal static class Prompt
{
    /// <summary>Services that are described; a catalogue of more is found by its trigger words.</summary>
    private const int MaxServices = 100;

    private const int MaxDescription = 160;

    private static readonly string Template = Read("agent.md");

    /// <summary>The instructions, with the marker still to be filled in: <see cref="Marked"/>.</summary>
    public static string For(Turn turn) => For(turn, Template);

    /// <summary>The same of another file than ours.</summary>
    public static string For(Turn turn, string template) => new StringBuilder(template)
        .Replace("{{voice}}", turn.Profile.Voice.Trim())
        .Replace("{{services}}", Services(turn))
        .Replace("{{format}}", Format(turn))
        .Replace("{{name}}", turn.Profile.Name)
        .Replace("{{channel}}", Named(turn.Channel))
        .Replace("{{language}}", Language(turn.Language))
        .ToString()
        .Trim();

    public static string Marked(string prompt, string marker) => prompt.Replace("{{marker}}", marker, StringComparison.Ordinal);

    private static string Named(Channel channel) => channel switch
    {
        Channel.Whatsapp => "on WhatsApp",
        Channel.Email => "by e-mail",
        Channel.Web => "on the website",
        _ => "in an app",
    };

    private static string Language(string language) => language switch
    {
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        _ => "the person's language",
    };

    private static string Format(Turn turn)
    {
        var format = turn.Format;
        var tone = format.Tone switch
        {
            Tone.Formal => "Formal, in whole sentences; greeting, reference and signature are added for you.",
            Tone.SemiFormal => "Polite and to the point; no greeting, no signature.",
            _ => "As one writes on a telephone: short, friendly, no greeting, no signature, no lists.",
        };
        return $"{tone} Aim at {turn.PreferredCharacters} characters"
            + (format.MaxWords is { } words ? $", at most {words} words." : ".");
    }

    private static string Services(Turn turn) => string.Join('\n', turn.Catalogue.Services
        .Where(s => s.Kind != ServiceKind.Guided && turn.MayUse(s))
        .Take(MaxServices)
        .Select(s => $"- {s.Code} ({WireName.Of(s.Kind)}): {Catalogue.NameOf(s, turn.Spoken)}{Described(s, turn.Spoken)}"));

    private static string Described(ServiceDefinition service, string language)
    {
        var text = (service.Texts.GetValueOrDefault(language) ?? service.Texts.Values.First()).Description
            .ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "" : $". {text[..Math.Min(text.Length, MaxDescription)]}";
    }

    private static string Read(string name)
    {
        using var file = typeof(Prompt).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>Which instructions a run's model is given.</summary>
internal class Prompts
{
    public virtual string For(Turn turn) => Prompt.For(turn);
}
