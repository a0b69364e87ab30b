using System.Globalization;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Staff;

/// <summary>What may be given for the company; what is left out stays as it is. Nothing of it can be without a value.</summary>
public sealed record CompanyInput
{
    public Given<string?> Name { get; init; }
    /// <summary>ISO 4217.</summary>
    public Given<string?> Currency { get; init; }
    public Given<decimal> LargeDealAmount { get; init; }
    /// <summary>In working time, such as "2 working days"; blank: nobody is looked for.</summary>
    public Given<string?> MissedAfter { get; init; }
    /// <summary>Whether approvals may be answered by the link in a mail, without signing in.</summary>
    public Given<bool> AllowsMailAnswers { get; init; }
    /// <summary>For how many days such a link is good: 1 to 14.</summary>
    public Given<int> MailLinkDays { get; init; }
    /// <summary>The roles that must sign in with a second factor; nothing: none must.</summary>
    public Given<IReadOnlyList<Role>?> SecondFactorRoles { get; init; }
    /// <summary>Whether a workflow is published only with the yes of a second person.</summary>
    public Given<bool> PublishingNeedsYes { get; init; }
    /// <summary>Whether also the designer and Elsa's API publish only with a word about what has changed.</summary>
    public Given<bool> PublishingNeedsComment { get; init; }
    /// <summary>zh-CN or en, of messages to people who have chosen none; blank: by the company's zone.</summary>
    public Given<string?> Language { get; init; }
}

/// <summary>An administrator changes what counts for the whole company.</summary>
public static class ChangeCompany
{
    /// <summary>A link that lies in a mailbox for longer is more likely somebody else's find than an answer.</summary>
    const int MostMailLinkDays = 14;

    public static Company Apply(Change change, CompanyInput input)
    {
        var company = change.Database.Companies.Find(Company.TheId)
            ?? change.Database.Companies.Add(new Company { Name = "Company", Currency = "CNY" }).Entity;
        var before = Facts(company);
        company.Name = input.Name.Or(company.Name, text => TextField.Required(text, "name", "A name is needed."))!;
        company.Currency = input.Currency.Or(company.Currency, text => CurrencyField.Required(text, "currency"))!;
        company.LargeDealAmount = input.LargeDealAmount.Or(company.LargeDealAmount, amount => NumberField.Amount(amount, "largeDealAmount"));
        company.MissedAfter = input.MissedAfter.Or(company.MissedAfter, WorkingLength);
        company.AllowsMailAnswers = input.AllowsMailAnswers.Or(company.AllowsMailAnswers);
        company.MailLinkDays = input.MailLinkDays.Or(company.MailLinkDays, days => NumberField.Between(days, 1, MostMailLinkDays, "mailLinkDays"));
        company.SecondFactorRoles = input.SecondFactorRoles.Or(company.SecondFactorRoles, Chosen)!;
        company.PublishingNeedsYes = input.PublishingNeedsYes.Or(company.PublishingNeedsYes);
        company.PublishingNeedsComment = input.PublishingNeedsComment.Or(company.PublishingNeedsComment);
        company.Language = input.Language.Or(company.Language, ChangePerson.Spoken);
        if (input.LargeDealAmount.IsGiven)
        {
            // The rules look the limit up: they must see the new one.
            change.Database.SaveChanges();
            OpenQuestions.HoldAll(change);
        }
        change.Audit(AuditAction.CompanyChanged, company.Name, string.Join(", ", Facts(company).Zip(before)
            .Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First.Name}: {pair.Second.Value} → {pair.First.Value}")));
        return company;
    }

    /// <summary>What counts for the whole company, for the audit log.</summary>
    static (string Name, string Value)[] Facts(Company company) =>
    [
        ("name", company.Name),
        ("currency", company.Currency),
        ("large", company.LargeDealAmount.ToString(CultureInfo.InvariantCulture)),
        ("missed after", company.MissedAfter ?? "–"),
        ("answers by mail", company.AllowsMailAnswers ? FormattableString.Invariant($"{company.MailLinkDays} d") : "no"),
        ("second factor", company.SecondFactorRoles.Count > 0 ? string.Join(' ', company.SecondFactorRoles) : "–"),
        ("publishing needs a yes", company.PublishingNeedsYes ? "yes" : "no"),
        ("publishing needs a comment", company.PublishingNeedsComment ? "yes" : "no"),
        ("language", company.Language ?? "–"),
    ];

    static IReadOnlyList<Role> Chosen(IReadOnlyList<Role>? roles) => roles is null ? []
        : roles.All(Enum.IsDefined) ? roles.Distinct().Order().ToList()
        : throw RefusalException.Invalid("secondFactorRoles", "There is no such role.");

    /// <summary>A length of working time of an hour or more, as it is written.</summary>
    static string? WorkingLength(string? text)
    {
        if (Requirements.Chosen(text) is not { } given) return null;
        try
        {
            var length = Durations.Read(given).InWorkingTime();
            if (length.WorkingDays > 0 || length.Time >= TimeSpan.FromHours(1)) return length.ToString();
        }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid("missedAfter", refusal.Words); }
        throw RefusalException.Invalid("missedAfter", "Give an hour of working time or more.");
    }
}
