using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Which customer a lead becomes.</summary>
/// <param name="AccountId">One who is there already; a new one, or the one of the same name, unless told.</param>
/// <param name="ConfirmDuplicate">Another one is meant than those whose names are likely the same.</param>
public sealed record LeadConversion(string? AccountId = null, bool ConfirmDuplicate = false);

/// <summary>
/// Makes an accepted lead a customer of its owner, with the lead's person as a contact. A company that is a customer already stays one customer.
/// </summary>
public static class ConvertLead
{
    public static Account Apply(Change change, string id, LeadConversion? conversion = null)
    {
        var lead = change.Access.Leads(change.Database).AsTracking().FirstOrDefault(row => row.Id == id)
            ?? throw RefusalException.NotFound("lead", id);
        if (lead.Status != LeadStatus.Accepted || lead.AccountId is not null)
            throw RefusalException.Conflict($"The lead is {lead.Status} already.", "status");
        var account = CustomerOf(change, lead, conversion ?? new());
        var isKnown = change.Database.Contacts.Any(contact => contact.AccountId == account.Id && contact.Name == lead.ContactName)
            || AddContact.Same(change.Database, account.Id, lead.Email, lead.Phone).Any();
        if (!isKnown && !string.IsNullOrWhiteSpace(lead.ContactName))
            change.Database.Contacts.Add(new Contact
            {
                Id = change.NewId(),
                AccountId = account.Id,
                Name = lead.ContactName,
                Email = lead.Email,
                Phone = lead.Phone
            });
        (lead.AccountId, lead.Status) = (account.Id, LeadStatus.Converted);
        WithdrawNotices.OfLead(change, lead.Id);
        return account;
    }

    static Account CustomerOf(Change change, Lead lead, LeadConversion conversion)
    {
        if (Requirements.Chosen(conversion.AccountId) is { } chosen) return change.Account(chosen);
        var sameName = NameSearch.TextOf(lead.CompanyName);
        if (!conversion.ConfirmDuplicate && change.Database.Accounts.AsTracking().FirstOrDefault(row => row.SearchText == sameName) is { } known)
        {
            if (change.Access.Allows(known.OwnerId)) return known;
            var name = change.Database.Users.Find(known.OwnerId)!.Name;
            throw RefusalException.Conflict($"The company is a customer of {name} already.", "companyName");
        }
        AccountDuplicates.Refuse(change, lead.CompanyName, conversion.ConfirmDuplicate, "companyName");
        var owner = lead.OwnerId ?? change.By.UserId;
        var account = new Account { Id = change.NewId(), Name = lead.CompanyName, OwnerId = owner, CreatedAt = change.Now };
        return change.Database.Accounts.Add(account).Entity;
    }
}
