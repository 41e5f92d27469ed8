using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class QuestionWordsTests
{
    [Fact]
    public void Words_come_once_as_written_and_folded() =>
        QuestionWords.Of("¿Dónde está la piscina? La PISCINA, d'été!").ShouldBe(
        [
            ("Dónde", "donde"), ("está", "esta"), ("la", "la"), ("piscina", "piscina"), ("d", "d"), ("été", "ete"),
        ]);

    [Fact]
    public void Courtesies_ask_for_nothing() =>
        QuestionWords.Of("Hola, por favor: ¿basura? ¡Gracias!").Select(w => w.Folded).ShouldBe(["por", "basura"]);

    [Fact]
    public void Accents_that_come_apart_are_left_out() =>
        QuestionWords.Of("man\u0303ana").ShouldBe([("manana", "manana")]);

    [Theory]
    [InlineData("")]
    [InlineData("?!' & | <-> :* \\ ()")]
    [InlineData("👍\0\uD83D")]
    public void What_has_no_words_asks_nothing(string text) => QuestionWords.Of(text).ShouldBeEmpty();

    [Fact]
    public void Long_questions_are_bounded()
    {
        var words = QuestionWords.Of(string.Join(' ', Enumerable.Range(0, 5_000)) + new string('x', 10_000));

        words.Count.ShouldBe(QuestionWords.MaxWords);
        QuestionWords.Of(new string('x', 10_000)).Single().Word.Length.ShouldBe(32);
    }
}
