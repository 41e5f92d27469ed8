using CleanFte.Domain.Conversations;

namespace CleanFte.Unit.Conversations;

public sealed class LanguageGuessTests
{
    private static readonly ILookup<string, string> Samples = Read("LanguageSamples.txt");

    private static readonly ILookup<string, string> Messages = Read("LanguageMessages.txt");

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("other")]
    public void Short_and_misspelt_messages_are_told_apart(string language)
    {
        var texts = Samples[language].ToList();
        var wrong = texts.Where(text => LanguageGuess.Of(text) != language).ToList();

        texts.Count.ShouldBeGreaterThanOrEqualTo(language == "other" ? 10 : 40);
        ((double)wrong.Count / texts.Count).ShouldBeLessThanOrEqualTo(0.03, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("en", 60, 0.95)]
    [InlineData("es", 60, 0.95)]
    [InlineData("fr", 60, 0.95)]
    [InlineData("other", 40, 0.85)]
    public void Messages_of_a_few_words_are_told_apart(string language, int fewest, double wanted)
    {
        var texts = Messages[language].ToList();
        var wrong = texts.Where(text => LanguageGuess.Of(text) != language).ToList();

        texts.Count.ShouldBeGreaterThanOrEqualTo(fewest);
        (1 - ((double)wrong.Count / texts.Count)).ShouldBeGreaterThanOrEqualTo(wanted, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Capitals_and_missing_accents_change_little(string language)
    {
        var texts = Samples[language].Select(text => Plain(text).ToUpperInvariant()).ToList();

        texts.Count(text => LanguageGuess.Of(text) != language).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Accents_typed_as_separate_characters_count() =>
        LanguageGuess.Of("manana en Logron\u0303o").ShouldBe("es");

    [Fact]
    public void Only_the_beginning_of_a_long_text_is_looked_at()
    {
        var spanish = string.Concat(Enumerable.Repeat("la farola no funciona ", LanguageGuess.MaxCharacters / 20));

        LanguageGuess.Of(spanish + new string('я', 60_000)).ShouldBe("es");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Any_text_gets_an_answer(string text) =>
        LanguageGuess.Of(text).ShouldBeOneOf("en", "es", "fr", "other");

    private static ILookup<string, string> Read(string file) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Conversations", file))
            .Select(line => line.Split('|', 2))
            .ToLookup(parts => parts[0], parts => parts[1]);

    private static string Plain(string text) => string.Concat(text.Select(c => c switch
    {
        'á' or 'à' or 'â' => 'a',
        'é' or 'è' or 'ê' => 'e',
        'í' or 'î' => 'i',
        'ó' or 'ô' => 'o',
        'ú' or 'ù' or 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        '¿' or '¡' => ' ',
        _ => c,
    }));
}
