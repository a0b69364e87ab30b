namespace ThreeStep.Orders.Deals;

/// <summary>What is left of a deal's price after its cost.</summary>
public static class DealMargin
{
    /// <summary>
    /// The margin in percent of what the customer pays: a discount lowers the price and not the cost, so 1 − (cost ÷ list price) ÷ (1 − discount).
    /// </summary>
    /// <param name="discountPercent">0 to 100.</param>
    /// <returns>Null where cost or list price are not known, or nothing is paid.</returns>
    public static decimal? Percent(Product? product, decimal discountPercent) =>
        product is { Cost: { } cost, ListPrice: > 0 } && discountPercent < 100
            ? Math.Round(100 * (1 - cost / product.ListPrice / (1 - discountPercent / 100)), 1) : null;

    /// <summary>What the same would cost without the discount.</summary>
    public static decimal ListAmount(decimal amount, decimal discountPercent) =>
        discountPercent < 100 ? Math.Round(amount / (1 - discountPercent / 100), 2) : amount;
}
