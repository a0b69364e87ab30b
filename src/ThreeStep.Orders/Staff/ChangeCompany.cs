using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

public sealed record CompanyInput
{
    public string? Name { get; init; }
    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }
    public decimal? LargeDealAmount { get; init; }
}

/// <summary>An administrator changes what counts for the whole company.</summary>
public static class ChangeCompany
{
    public static Company Apply(Change change, CompanyInput input)
    {
        if (input.Name is not null) Requirements.Required(input.Name, "name", "A name is needed.");
        if (input.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            throw RefusalException.Invalid("currency", "A currency is written in three capital letters, such as CNY.");
        if (input.LargeDealAmount is < 0) throw RefusalException.Invalid("largeDealAmount", "The amount cannot be negative.");
        var company = change.Database.Companies.Find(Company.TheId) ?? change.Database.Companies.Add(new Company { Name = "Company", Currency = "CNY" }).Entity;
        company.Name = input.Name ?? company.Name;
        company.Currency = input.Currency ?? company.Currency;
        company.LargeDealAmount = input.LargeDealAmount ?? company.LargeDealAmount;
        if (input.LargeDealAmount is not null)
        {
            // The rules look the limit up: they must see the new one.
            change.Database.SaveChanges();
            OpenQuestions.HoldAll(change);
        }
        change.Audit(AuditAction.CompanyChanged, company.Name, FormattableString.Invariant($"{company.Currency} {company.LargeDealAmount}"));
        return company;
    }
}
