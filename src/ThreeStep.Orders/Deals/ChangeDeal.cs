using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Deals;

/// <summary>What may be given for a new or changed deal; what is left out stays as it is, what is given as nothing goes.</summary>
public sealed record DealInput
{
    public Given<string?> Name { get; init; }
    public Given<string?> AccountId { get; init; }
    /// <summary>The rep; nothing is the pool.</summary>
    public Given<string?> OwnerId { get; init; }
    public Given<Stage> Stage { get; init; }
    public Given<decimal> Amount { get; init; }
    /// <summary>ISO 4217.</summary>
    public Given<string?> Currency { get; init; }
    /// <summary>0 to 100.</summary>
    public Given<decimal> DiscountPercent { get; init; }
    public Given<bool> IsMultiYear { get; init; }
    /// <summary>For how many years it binds; it counts before <see cref="IsMultiYear"/>, which only says that there are several.</summary>
    public Given<int> Years { get; init; }
    /// <summary>How many days after the delivery the customer pays.</summary>
    public Given<int> PaymentDays { get; init; }
    /// <summary>Months of service that are given on top.</summary>
    public Given<int> FreeServiceMonths { get; init; }
    public Given<string?> Product { get; init; }
    public Given<string?> Competitor { get; init; }
    /// <summary>With the stage Lost.</summary>
    public Given<string?> LostReason { get; init; }
    public Given<DateOnly?> ExpectedCloseAt { get; init; }
    public Given<string?> NextActivity { get; init; }
    public Given<DateOnly?> NextActivityAt { get; init; }
}

/// <summary>Somebody changes a deal. Other terms put open questions about the former ones out of date, and the workflows hear of them.</summary>
public static class ChangeDeal
{
    public static Deal Apply(Change change, string id, DealInput input)
    {
        var deal = change.Deal(id);
        Set(change, deal, input);
        if (input.Stage.IsGiven) MoveDeal.Apply(change, id, input.Stage.Value, input.LostReason.Value);
        return deal;
    }

    static void Set(Change change, Deal deal, DealInput input)
    {
        var (terms, owner) = (deal.Terms, deal.OwnerId);
        SetFields(change, deal, input);
        History.HandedOver(change, deal.Id, owner, deal.OwnerId);
        if (deal.Terms != terms)
        {
            if (!deal.IsOpen)
                throw RefusalException.Conflict($"The deal is closed ({deal.Stage}): its terms stand. Reopen it to negotiate again.", "amount");
            change.Queue(DealEvents.TermsChanged(deal));
        }
        if (deal.Terms != terms || deal.OwnerId != owner) OpenQuestions.Follow(change, deal);
    }

    internal static void SetFields(Change change, Deal deal, DealInput input)
    {
        if (input.AccountId.IsGiven) change.Require("Account", input.AccountId.Value, "accountId");
        if (input.OwnerId.IsGiven && input.OwnerId.Value != deal.OwnerId) change.RequireUser(input.OwnerId.Value, "ownerId");
        deal.Name = input.Name.Or(deal.Name, text => TextField.Required(text, "name", "A name is needed."))!;
        deal.AccountId = input.AccountId.Or(deal.AccountId);
        deal.OwnerId = input.OwnerId.Or(deal.OwnerId);
        deal.Amount = input.Amount.Or(deal.Amount, amount => NumberField.Amount(amount, "amount"));
        deal.Currency = input.Currency.Or(deal.Currency, text => CurrencyField.Required(text, "currency"))!;
        deal.DiscountPercent = input.DiscountPercent.Or(deal.DiscountPercent, percent => NumberField.Percent(percent, "discountPercent"));
        if (input.IsMultiYear.IsGiven) deal.Years = input.IsMultiYear.Value ? Math.Max(deal.Years, 2) : 1;
        deal.Years = input.Years.Or(deal.Years, years => NumberField.Between(years, 1, Limits.Years, "years"));
        deal.PaymentDays = input.PaymentDays.Or(deal.PaymentDays, days => NumberField.Between(days, 0, Limits.PaymentDays, "paymentDays"));
        deal.FreeServiceMonths = input.FreeServiceMonths.Or(deal.FreeServiceMonths, months =>
            NumberField.Between(months, 0, Limits.FreeServiceMonths, "freeServiceMonths"));
        deal.Product = input.Product.Or(deal.Product, text => TextField.Line(text, "product", TextField.LongestName));
        if (input.Product.IsGiven) deal.ProductLine = LineOf(change, deal.Product);
        deal.Competitor = input.Competitor.Or(deal.Competitor, text => TextField.Line(text, "competitor", TextField.LongestName));
        deal.ExpectedCloseAt = input.ExpectedCloseAt.Or(deal.ExpectedCloseAt, day => DayField.Of(day, "expectedCloseAt"));
        deal.NextActivity = input.NextActivity.Or(deal.NextActivity, text => TextField.Line(text, "nextActivity"));
        deal.NextActivityAt = input.NextActivityAt.Or(deal.NextActivityAt, day => DayField.Of(day, "nextActivityAt"));
    }

    /// <summary>A product that is not in the list is a line of its own.</summary>
    static string? LineOf(Change change, string? product) =>
        product is null ? null : change.Database.Products.FirstOrDefault(known => known.Name == product)?.Line ?? product;
}
