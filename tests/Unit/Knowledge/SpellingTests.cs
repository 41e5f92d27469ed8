using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("piscina", "piscina", 0)]
    [InlineData("pisicna", "piscina", 1)]
    [InlineData("picina", "piscina", 1)]
    [InlineData("pisccina", "piscina", 1)]
    [InlineData("pescina", "piscina", 2)]
    [InlineData("ipscnia", "piscina", 2)]
    [InlineData("", "ab", 2)]
    public void A_slip_is_a_letter_too_much_too_few_or_two_exchanged_and_another_one_is_two(string one, string other, int slips)
    {
        Spelling.Distance(one, other, 2).ShouldBe(slips);
        Spelling.Distance(other, one, 2).ShouldBe(slips);
    }

    [Fact]
    public void Words_that_are_too_far_apart_are_not_measured_further()
    {
        Spelling.Distance("piscina", "biblioteca", 2).ShouldBe(3);
        Spelling.Distance(new string('a', Spelling.Longest + 1), new string('a', Spelling.Longest + 1), 2).ShouldBe(3);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(41, 0)]
    public void Longer_words_may_have_more_slips(int letters, int slips) => Spelling.Allowed(letters).ShouldBe(slips);
}
