using CleanFte.Domain.Customers;

namespace CleanFte.Unit.Customers;

public sealed class AddressTests
{
    [Theory]
    [InlineData("+34600111222", "+34600111222")]
    [InlineData(" +34 600-111.222 ", "+34600111222")]
    [InlineData("0034600111222", "+34600111222")]
    [InlineData("+1 (555) 010-0000", "+15550100000")]
    [InlineData("+33\u00A06\u00A012\u00A034\u00A056\u00A078", "+33612345678")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    public void A_phone_number_is_read_as_people_write_it(string text, string number)
    {
        PhoneNumber.TryParse(text, out var read).ShouldBeTrue();
        read.Value.ShouldBe(number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("600111222")]
    [InlineData("+034600111222")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("000034600111222")]
    [InlineData("++34600111222")]
    [InlineData("34+600111222")]
    [InlineData("+34600111222 ext 5")]
    [InlineData("+٣٤٦٠٠١١١٢٢٢")]
    [InlineData("+34600111222                                        ")]
    public void What_is_not_an_international_number_is_refused(string? text) =>
        PhoneNumber.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("ana@example.org", "ana@example.org")]
    [InlineData(" Ana@Example.ORG ", "ana@example.org")]
    [InlineData("ana+town@example.org", "ana+town@example.org")]
    [InlineData("ana@exämple.org", "ana@exämple.org")]
    [InlineData("o'hara@mail.example.org", "o'hara@mail.example.org")]
    public void An_email_address_is_kept_in_small_letters_and_otherwise_as_written(string text, string address)
    {
        EmailAddress.TryParse(text, out var read).ShouldBeTrue();
        read.Value.ShouldBe(address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("ana")]
    [InlineData("@example.org")]
    [InlineData("ana@")]
    [InlineData("ana@example")]
    [InlineData("ana@.example.org")]
    [InlineData("ana@example.org.")]
    [InlineData("ana@exa..mple.org")]
    [InlineData("ana@exa_mple.org")]
    [InlineData(".ana@example.org")]
    [InlineData("ana.@example.org")]
    [InlineData("a..na@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("Ana <ana@example.org>")]
    [InlineData("ana@example.org,bob@example.org")]
    [InlineData("ana\r\nBcc: x@example.org")]
    [InlineData("a\u200Bna@example.org")]
    public void What_is_not_an_email_address_is_refused(string? text) =>
        EmailAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Text_that_cannot_be_stored_is_not_an_email_address() =>
        EmailAddress.TryParse("an\uD800a@example.org", out _).ShouldBeFalse();

    [Fact]
    public void An_email_address_has_the_longest_length_of_its_standard()
    {
        var domain = string.Concat(Enumerable.Repeat("abcdefghi.", 19)) + "org";

        EmailAddress.TryParse($"{new string('a', 60)}@{domain}", out _).ShouldBeTrue();
        EmailAddress.TryParse($"{new string('a', 61)}@{domain}", out _).ShouldBeFalse();
        EmailAddress.TryParse($"{new string('a', 65)}@example.org", out _).ShouldBeFalse();
    }
}
