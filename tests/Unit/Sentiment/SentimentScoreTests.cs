using CleanFte.Domain.Sentiment;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Sentiment;

public sealed class SentimentScoreTests
{
    private const double AllowedPlain = 0.03;
    private const double WantedAngry = 0.9;
    private const double WantedPleased = 0.85;

    private static readonly string[] Languages = ["en", "es", "fr", "other"];

    public static TheoryData<string, bool> Halves => new()
    {
        { "en", true }, { "en", false }, { "es", true }, { "es", false }, { "fr", true }, { "fr", false },
    };

    [Theory]
    [MemberData(nameof(Halves))]
    public void Plain_reports_are_not_taken_for_anger(string language, bool tuned)
    {
        var plain = SentimentSamples.Read("plain", language, tuned);
        var wrong = plain.Where(text => SentimentScore.Of(text, language) < SentimentScore.Angry).ToList();

        ((double)wrong.Count / plain.Count).ShouldBeLessThanOrEqualTo(AllowedPlain, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Anger_at_the_service_is_heard(string language, bool tuned)
    {
        var angry = SentimentSamples.Read("angry", language, tuned);
        var missed = angry.Where(text => SentimentScore.Of(text, language) >= SentimentScore.Angry).ToList();

        (1 - ((double)missed.Count / angry.Count)).ShouldBeGreaterThanOrEqualTo(WantedAngry, string.Join('\n', missed));
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Thanks_and_praise_are_heard(string language, bool tuned)
    {
        var praise = SentimentSamples.Read("praise", language, tuned);
        var missed = praise.Where(text => SentimentScore.Of(text, language) <= SentimentScore.Pleased).ToList();

        (1 - ((double)missed.Count / praise.Count))
            .ShouldBeGreaterThanOrEqualTo(WantedPleased, string.Join('\n', missed));
    }

    /// <summary>The phrases grew from the first, and the weights were fitted to all of them.</summary>
    [Theory]
    [InlineData("later", "en")]
    [InlineData("later", "es")]
    [InlineData("later", "fr")]
    [InlineData("more", "en", 0.78)]
    [InlineData("more", "es", 0.78)]
    [InlineData("more", "fr", 0.78)]
    [InlineData("strangers", "en")]
    [InlineData("strangers", "es")]
    [InlineData("strangers", "fr")]
    [InlineData("citizens", "en")]
    [InlineData("citizens", "es")]
    [InlineData("citizens", "fr")]
    [InlineData("townspeople", "en")]
    [InlineData("townspeople", "es")]
    [InlineData("townspeople", "fr")]
    [InlineData("neighbours", "en")]
    [InlineData("neighbours", "es")]
    [InlineData("neighbours", "fr")]
    [InlineData("regulars", "en")]
    [InlineData("regulars", "es")]
    [InlineData("regulars", "fr")]
    [InlineData("correspondents", "en")]
    [InlineData("correspondents", "es")]
    [InlineData("correspondents", "fr")]
    [InlineData("passengers", "en")]
    [InlineData("passengers", "es")]
    [InlineData("passengers", "fr")]
    [InlineData("subscribers", "en")]
    [InlineData("subscribers", "es")]
    [InlineData("subscribers", "fr")]
    [InlineData("parishioners", "en")]
    [InlineData("parishioners", "es")]
    [InlineData("parishioners", "fr")]
    [InlineData("everyday", "en")]
    [InlineData("everyday", "es")]
    [InlineData("everyday", "fr")]
    public void Messages_that_were_learned_from_are_told_apart(string set, string language, double heard = WantedAngry)
    {
        ShareBelowAngry(SentimentSamples.Read($"{set}.angry", language)).ShouldBeGreaterThanOrEqualTo(heard);
        ShareBelowAngry(SentimentSamples.Read($"{set}.plain", language)).ShouldBeLessThanOrEqualTo(AllowedPlain);

        double ShareBelowAngry(IReadOnlyList<string> texts) => Share(texts, language, SentimentScore.Angry);
    }

    /// <summary>What the fitting has never read; the least that is heard is what docs/sentiment tells of it.</summary>
    [Theory]
    [InlineData("voices", true, 0.86, 0.01)]
    [InlineData("voices", false, 0.83, 0.03)]
    [InlineData("residents", true, 0.95, 0.01)]
    [InlineData("residents", false, 0.85, 0.04)]
    [InlineData("travellers", true, 0.95, 0.01)]
    [InlineData("travellers", false, 0.77, 0.04)]
    [InlineData("examiners", true, 0.95, 0.01)]
    [InlineData("examiners", false, 0.8, 0.04)]
    public void Anger_in_other_voices_is_heard(string set, bool tuned, double heard, double mistaken)
    {
        foreach (var language in Languages[..3])
        {
            Share(SentimentSamples.Read($"{set}.angry", language, tuned), language, SentimentScore.Angry)
                .ShouldBeGreaterThanOrEqualTo(heard, language);
            Share(SentimentSamples.Read($"{set}.plain", language, tuned), language, SentimentScore.Angry)
                .ShouldBeLessThanOrEqualTo(mistaken, language);
        }
    }

    /// <summary>The anger is told in images that no table knows.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Anger_in_images_is_heard_mostly(string language)
    {
        Share(SentimentSamples.Read("unseen.angry", language), language, SentimentScore.Angry)
            .ShouldBeGreaterThanOrEqualTo(0.65);
        Share(SentimentSamples.Read("unseen.plain", language), language, SentimentScore.Angry)
            .ShouldBeLessThanOrEqualTo(0.05);
    }

    /// <summary>Below 0.5 a ticket gains priority, which reports and questions must not do by themselves.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void What_is_asked_of_the_tenants_raises_nothing(string language) =>
        Share(SentimentSamples.Read("tenants.plain", language), language, 0.5).ShouldBeLessThanOrEqualTo(AllowedPlain);

    [Theory]
    [InlineData("The pavement in front of 12 Mill Lane is broken, photo attached", "en")]
    [InlineData("Is the town hall open in the afternoon?", "en")]
    [InlineData("j'ai payé deux fois le parcmètre, je voudrais un remboursement", "fr")]
    [InlineData("Queremos cancelar nuestra suscripción a finales de mes.", "es")]
    [InlineData("hello", "en")]
    [InlineData("hi", "other")]
    [InlineData("quanto costa o cartao de estacionamento", "other")]
    [InlineData("give me my money back for the swimming course", "en")]
    public void A_request_raises_nothing(string text, string language) =>
        SentimentScore.Of(text, language).ShouldBeGreaterThanOrEqualTo(0.5);

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void A_language_that_was_not_told_costs_little(string language)
    {
        var angry = SentimentSamples.Read("angry", language);
        var plain = SentimentSamples.Read("plain", language);

        angry.Count(text => SentimentScore.Of(text, "other") < SentimentScore.Angry)
            .ShouldBeGreaterThanOrEqualTo((int)(angry.Count * WantedAngry));
        plain.Count(text => SentimentScore.Of(text, "other") < SentimentScore.Angry)
            .ShouldBeLessThanOrEqualTo((int)(plain.Count * AllowedPlain));
    }

    [Theory]
    [InlineData("A pothole broke my tyres", "en")]
    [InlineData("hay un perro muerto que apesta en la acera", "es")]
    [InlineData("la lampe est cassée, il fait noir, ma mère est tombée", "fr")]
    public void A_terrible_fact_is_neutral(string text, string language) =>
        SentimentScore.Of(text, language).ShouldBeInRange(0.4, 0.6);

    [Theory]
    [InlineData("your answer was good", "your answer was not good", "en")]
    [InlineData("I am happy with your answer", "I am not happy with your answer", "en")]
    [InlineData("es un buen servicio", "no es un buen servicio", "es")]
    [InlineData("estoy contento con ustedes", "no estoy contento con ustedes", "es")]
    [InlineData("votre service est bien", "votre service n'est pas bien", "fr")]
    [InlineData("je suis content de vous", "je ne suis pas content de vous", "fr")]
    public void Not_turns_praise_into_blame(string good, string denied, string language)
    {
        SentimentScore.Of(good, language).ShouldBeGreaterThan(0.5);
        SentimentScore.Of(denied, language).ShouldBeLessThan(0.5);
    }

    [Theory]
    [InlineData("your service is useless", "your service is not useless", "en")]
    [InlineData("I am disappointed", "I am not disappointed", "en")]
    [InlineData("estoy decepcionado", "no estoy decepcionado", "es")]
    [InlineData("je suis déçu", "je ne suis pas déçu", "fr")]
    public void Not_softens_blame(string bad, string denied, string language) =>
        SentimentScore.Of(denied, language).ShouldBeGreaterThan(SentimentScore.Of(bad, language));

    [Theory]
    [InlineData("your reply was bad", "your reply was very bad", "en")]
    [InlineData("vuestra idea es mala", "vuestra idea es muy mala", "es")]
    [InlineData("votre idée est mauvaise", "votre idée est vraiment mauvaise", "fr")]
    public void Very_makes_it_stronger(string bad, string worse, string language) =>
        SentimentScore.Of(worse, language).ShouldBeLessThan(SentimentScore.Of(bad, language));

    [Theory]
    [InlineData("you never answer", "YOU NEVER ANSWER")]
    [InlineData("you never answer", "you never answer!!!")]
    [InlineData("you are useless", "you are uuuuseless")]
    [InlineData("you never answer", "you never answer 😡")]
    public void Loud_anger_is_angrier(string calm, string loud) =>
        SentimentScore.Of(loud, "en").ShouldBeLessThan(SentimentScore.Of(calm, "en"));

    [Fact]
    public void Capitals_alone_are_no_anger() =>
        SentimentScore.Of("WATER LEAK ON MILL ROAD, PLEASE COME", "en").ShouldBeGreaterThan(0.4);

    [Fact]
    public void Praise_among_anger_is_sarcasm() =>
        SentimentScore.Of("Great service, you never answer. Wonderful!", "en").ShouldBeLessThan(SentimentScore.Angry);

    [Fact]
    public void Accents_do_not_matter() =>
        SentimentScore.Of("¡Qué vergüenza, inútiles!", "es").ShouldBe(
            SentimentScore.Of("¡Que verguenza, inutiles!", "es"));

    [Fact]
    public void What_exceeds_the_limit_is_not_read() =>
        SentimentScore.Of(new string(' ', SentimentScore.MaxCharacters) + "useless idiots", "en").ShouldBe(0.5);

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("الشارع مظلم")]
    [InlineData("1234 - 5678")]
    public void Nothing_said_is_neutral(string text) => SentimentScore.Of(text, "other").ShouldBe(0.5);

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_is_too_strange(string text)
    {
        foreach (var language in Languages)
        {
            SentimentScore.Of(text, language).ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void Marks_and_angry_faces_never_raise_the_score() =>
        Prop.ForAll(Messages(), text => Languages.All(language => new[] { "!!!", " !", "😡", " 🤬", "??" }.All(
                added => SentimentScore.Of(text + added, language) <= SentimentScore.Of(text, language))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_has_a_score_between_0_and_1() =>
        Prop.ForAll<string>(text => Languages.All(
                language => SentimentScore.Of(text ?? "", language) is >= 0 and <= 1))
            .QuickCheckThrowOnFailure();

    private static double Share(IReadOnlyList<string> texts, string language, double below) =>
        texts.Count(text => SentimentScore.Of(text, language) < below) / (double)texts.Count;

    /// <summary>Parts of real messages, put together.</summary>
    private static Arbitrary<string> Messages()
    {
        var words = Languages[..3]
            .SelectMany(language => new[] { "plain", "angry", "praise" }.SelectMany(
                kind => SentimentSamples.Read(kind, language)))
            .SelectMany(text => text.Split(' ')).Distinct().ToArray();
        return Gen.Elements(words).ListOf().Select(chosen => string.Join(' ', chosen)).ToArbitrary();
    }
}
