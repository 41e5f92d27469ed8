using System.Text.RegularExpressions;
using CleanFte.Domain.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Tickets;

public sealed class TrackingNumberTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Where the symbols are in the canonical spelling.</summary>
    private static readonly int[] Places = [4, 5, 6, 7, 9, 10, 11, 12, 13, 14];

    private static readonly Arbitrary<TrackingNumber> Numbers =
        Gen.Fresh(TrackingNumber.Draw).ToArbitrary();

    [Fact]
    public void What_is_drawn_reads_back() => Check.QuickThrowOnFailure(Prop.ForAll(Numbers, number =>
        Regex.IsMatch(number.Value, TrackingNumber.Pattern)
        && TrackingNumber.TryParse(number.Value, out var read) && read == number));

    [Fact]
    public void Any_spelling_people_use_reads() => Check.QuickThrowOnFailure(Prop.ForAll(
        Numbers,
        Gen.Elements("", " ", "-", " - ", "\u2011").ToArbitrary(),
        Gen.Choose(0, 7).ToArbitrary(),
        (number, between, how) =>
        {
            var spelt = number.Value.Replace("-", between, StringComparison.Ordinal);
            spelt = (how & 1) == 0 ? spelt : spelt.ToLowerInvariant();
            spelt = (how & 2) == 0 ? spelt : spelt.Replace('0', 'O').Replace('1', 'l');
            spelt = (how & 4) == 0 ? spelt : $" {spelt.Replace('1', 'I')} ";
            return TrackingNumber.TryParse(spelt, out var read) && read == number;
        }));

    [Fact]
    public void One_wrong_symbol_is_always_noticed() => Check.QuickThrowOnFailure(Prop.ForAll(Numbers, number =>
        Places.All(place => Alphabet.Where(c => c != number.Value[place]).All(c =>
            !TrackingNumber.TryParse(number.Value.Remove(place, 1).Insert(place, c.ToString()), out _)))));

    [Fact]
    public void Any_text_is_read_or_refused() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(),
        text => !TrackingNumber.TryParse(text, out var read) || Regex.IsMatch(read.Value, TrackingNumber.Pattern)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TKT-0000-00000")]
    [InlineData("TKT-0000-0000000")]
    [InlineData("TKT-0000-000001")]
    [InlineData("TKT-U000-000000")]
    [InlineData("ABC-0000-000000")]
    [InlineData("TKT_0000_000000")]
    [InlineData("TKT-0000-000000                                ")]
    public void Anything_else_is_refused(string? text) => TrackingNumber.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_number_that_was_never_set_cannot_be_used() =>
        Should.Throw<InvalidOperationException>(() => default(TrackingNumber).Value);
}
