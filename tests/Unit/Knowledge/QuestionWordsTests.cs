using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class QuestionWordsTests
{
    [Fact]
    public void Words_come_once_as_written_and_folded() =>
        QuestionWords.Of("¿Dónde está la piscina? La PISCINA, d'été!").Select(w => (w.Word, w.Folded)).ShouldBe(
        [
            ("Dónde", "donde"), ("está", "esta"), ("la", "la"), ("piscina", "piscina"), ("d", "d"), ("été", "ete"),
        ]);

    [Fact]
    public void Courtesies_ask_for_nothing() =>
        QuestionWords.Of("Hola, por favor: ¿basura? ¡Gracias!").Select(w => w.Folded).ShouldBe(["por", "basura"]);

    [Theory]
    [InlineData("Can Peter come? Only on Sunday", "peter sunday")]
    [InlineData("CAN PETER COME", "")]
    [InlineData("Can Peter Come", "")]
    [InlineData("Peter can come", "")]
    public void A_capital_of_its_own_makes_a_name(string question, string names) =>
        string.Join(' ', QuestionWords.Of(question).Where(w => w.IsName).Select(w => w.Folded)).ShouldBe(names);

    [Fact]
    public void What_somebody_is_called_asks_for_nothing() =>
        QuestionWords.Of("Hello, my name is Peter, parking?").Select(w => w.Folded).ShouldBe(["parking"]);

    [Fact]
    public void Accents_that_come_apart_are_left_out() =>
        QuestionWords.Of("man\u0303ana").ShouldBe([new("manana", "manana", false)]);

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
