using System.Text.Json.Nodes;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tests;

/// <summary>What may stand in a field, whichever way it comes.</summary>
public sealed class FieldTests
{
    static string RefusedField(Func<object?> rule) => Assert.Throws<RefusalException>(rule).Field!;

    [Theory]
    [InlineData("  瑞丰   食品\u3000集团 ", "瑞丰 食品 集团")]
    [InlineData("Cafe\u0301", "Caf\u00e9")]
    [InlineData("\ufeffAcme\u200b", "Acme")]
    [InlineData("two\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u00a0 \u200b", null)]
    [InlineData("👩\u200d💻 team", "👩\u200d💻 team")]
    public void A_line_is_brought_to_one_form(string typed, string? kept) => Assert.Equal(kept, TextField.Line(typed, "name"));

    [Theory]
    [InlineData("Ac\u200bme")]
    [InlineData("Ac\u0000me")]
    [InlineData("Ac\u202eme")]
    [InlineData("Ac\u200dme")]
    [InlineData("\u3164")]
    [InlineData("Acme\uffff!")]
    public void What_cannot_be_seen_is_refused(string typed) => Assert.Equal("name", RefusedField(() => TextField.Line(typed, "name")));

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal("name", RefusedField(() => TextField.Line("Acme" + '\ud83d', "name")));

    [Fact]
    public void A_note_keeps_its_lines() => Assert.Equal("first\n\nsecond line", TextField.Note(" first \r\n\r\n second  line\n", "note"));

    [Fact]
    public void A_name_of_three_thousand_characters_is_too_long_and_says_so()
    {
        var refusal = Assert.Throws<RefusalException>(() => TextField.Required(new string('长', 3_000), "companyName", "A name is needed."));
        Assert.Equal("Company name: at most 200 characters; this has 3,000.", refusal.Message);
        Assert.Equal("companyName", refusal.Field);
    }

    [Theory]
    [InlineData("cny", "CNY")]
    [InlineData(" EUR ", "EUR")]
    [InlineData("", null)]
    public void A_currency_is_one_of_ISO_4217(string typed, string? kept) => Assert.Equal(kept, CurrencyField.Of(typed, "currency"));

    [Theory]
    [InlineData("ABC")]
    [InlineData("XXX")]
    [InlineData("RMB")]
    [InlineData("¥")]
    public void What_is_no_currency_is_refused(string typed) => Assert.Equal("currency", RefusedField(() => CurrencyField.Of(typed, "currency")));

    [Theory]
    [InlineData("li.na@example.com")]
    [InlineData("o'neil+tag@sub.example.co.uk")]
    [InlineData("用户@例子.公司")]
    public void A_mail_address_is_kept_as_written(string typed) => Assert.Equal(typed, MailField.Of($" {typed} ", "email"));

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@b")]
    [InlineData("Li Na <li.na@example.com>")]
    [InlineData("a@b.com, c@d.com")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@b.com\r\nBcc: c@d.com")]
    public void What_is_no_mail_address_is_refused(string typed) => Assert.Equal("email", RefusedField(() => MailField.Of(typed, "email")));

    [Theory]
    [InlineData("138 0013 8000")]
    [InlineData("010-6554 1234")]
    [InlineData("０１０－６５５４１２３４")]
    [InlineData("0512-65251234 转 801")]
    [InlineData("010-65541234-801")]
    [InlineData("400-820-8820")]
    [InlineData("95588")]
    [InlineData("+49 30 1234567")]
    public void A_telephone_number_is_kept_as_written(string typed) => Assert.Equal(typed, PhoneField.Of(typed, "phone"));

    [Theory]
    [InlineData("call me")]
    [InlineData("12")]
    [InlineData("138 0013 80001234567")]
    public void What_cannot_be_called_is_refused(string typed) => Assert.Equal("phone", RefusedField(() => PhoneField.Of(typed, "phone")));

    [Theory]
    [InlineData("13800138000", "+86 138-0013-8000", true)]
    [InlineData("010-65541234 转 801", "+86 10 6554 1234 ext. 801", true)]
    [InlineData("010-65541234", "010-65541234-801", false)]
    public void Numbers_are_compared_by_what_they_reach(string one, string other, bool same) => Assert.Equal(same, PhoneField.AreSame(one, other));

    [Fact]
    public void A_day_lies_between_1900_and_2200()
    {
        Assert.Equal(new DateOnly(2200, 12, 31), DayField.Of(new DateOnly(2200, 12, 31), "expectedCloseAt"));
        Assert.Equal("expectedCloseAt", RefusedField(() => DayField.Of(new DateOnly(1, 1, 1), "expectedCloseAt")));
        Assert.Equal("expectedCloseAt", RefusedField(() => DayField.Of(new DateOnly(2201, 1, 1), "expectedCloseAt")));
    }

    [Theory]
    [InlineData("2026-12-01", "2026-12-01")]
    [InlineData("2026-11-30T16:00:00Z", "2026-12-01")]
    [InlineData("2026-12-01T00:00:00+08:00", "2026-12-01")]
    [InlineData("2026-11-30T15:59:59Z", "2026-11-30")]
    public void A_moment_that_a_workflow_gives_is_the_companys_day(string given, string day) =>
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            DayField.Of(JsonValue.Create(given), "nextActivityAt", CompanyDays.Zone("Asia/Shanghai")));

    [Fact]
    public void Amounts_and_percentages_have_their_limits()
    {
        Assert.Equal(0.3333m, NumberField.Amount(0.33333m, "amount"));
        Assert.Equal("amount", RefusedField(() => NumberField.Amount(-1m, "amount")));
        Assert.Equal("discountPercent", RefusedField(() => NumberField.Percent(100.01m, "discountPercent")));
        Assert.Equal("employees", RefusedField(() => NumberField.Count(-1, "employees")));
    }
}
