using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>What may be given for the company; what is left out stays as it is. Nothing of it can be without a value.</summary>
public sealed record CompanyInput
{
    public Given<string?> Name { get; init; }
    /// <summary>ISO 4217.</summary>
    public Given<string?> Currency { get; init; }
    public Given<decimal> LargeDealAmount { get; init; }
}

/// <summary>An administrator changes what counts for the whole company.</summary>
public static class ChangeCompany
{
    public static Company Apply(Change change, CompanyInput input)
    {
        var company = change.Database.Companies.Find(Company.TheId)
            ?? change.Database.Companies.Add(new Company { Name = "Company", Currency = "CNY" }).Entity;
        company.Name = input.Name.Or(company.Name, text => TextField.Required(text, "name", "A name is needed."))!;
        company.Currency = input.Currency.Or(company.Currency, text => CurrencyField.Required(text, "currency"))!;
        company.LargeDealAmount = input.LargeDealAmount.Or(company.LargeDealAmount, amount => NumberField.Amount(amount, "largeDealAmount"));
        if (input.LargeDealAmount.IsGiven)
        {
            // The rules look the limit up: they must see the new one.
            change.Database.SaveChanges();
            OpenQuestions.HoldAll(change);
        }
        change.Audit(AuditAction.CompanyChanged, company.Name, FormattableString.Invariant($"{company.Currency} {company.LargeDealAmount}"));
        return company;
    }
}
