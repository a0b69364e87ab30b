using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Fields;

/// <summary>Amounts of money, percentages and counts. Ten-thousandths are kept, as the database has them.</summary>
public static class NumberField
{
    public const decimal LargestAmount = 900_000_000_000m;
    public const int Digits = 4;
    const int LargestCount = 100_000_000;

    /// <summary>An amount of money, in whatever currency it is; none is fine.</summary>
    /// <exception cref="RefusalException">It is negative, or more than any company turns over.</exception>
    public static decimal? Amount(decimal? amount, string field) => amount is not { } value ? null : Amount(value, field);

    /// <inheritdoc cref="Amount(decimal?, string)"/>
    public static decimal Amount(decimal amount, string field) =>
        amount is >= 0 and <= LargestAmount ? Math.Round(amount, Digits)
            : throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: an amount lies between 0 and {LargestAmount:N0}.");

    /// <summary>0 to 100.</summary>
    /// <exception cref="RefusalException">It lies outside.</exception>
    public static decimal Percent(decimal percent, string field) =>
        percent is >= 0 and <= 100 ? Math.Round(percent, Digits)
            : throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: a percentage lies between 0 and 100.");

    /// <summary>How many people a company has, and the like; none is fine.</summary>
    /// <exception cref="RefusalException">It is negative, or more than there can be.</exception>
    public static int? Count(int? count, string field) =>
        count is null or >= 0 and <= LargestCount ? count
            : throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: a number between 0 and {LargestCount:N0}.");

    /// <summary>A whole number within limits.</summary>
    /// <exception cref="RefusalException">It lies outside.</exception>
    public static int Between(int number, int least, int most, string field) =>
        number >= least && number <= most ? number
            : throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: a number between {least:N0} and {most:N0}.");
}
