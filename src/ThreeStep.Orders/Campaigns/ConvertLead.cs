using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Makes an accepted lead a customer of its owner, with the lead's person as a contact. A company that is a customer already stays one customer.</summary>
public static class ConvertLead
{
    public static Account Apply(Change change, string id)
    {
        var lead = change.Access.Leads(change.Database).AsTracking().FirstOrDefault(row => row.Id == id) ?? throw RefusalException.NotFound("lead", id);
        if (lead.Status != LeadStatus.Accepted || lead.AccountId is not null) throw RefusalException.Conflict($"The lead is {lead.Status} already.", "status");
        var account = CustomerOf(change, lead);
        var isKnown = change.Database.Contacts.Any(contact => contact.AccountId == account.Id && contact.Name == lead.ContactName);
        if (!isKnown && !string.IsNullOrWhiteSpace(lead.ContactName))
            change.Database.Contacts.Add(new Contact { Id = change.NewId(), AccountId = account.Id, Name = lead.ContactName, Email = lead.Email, Phone = lead.Phone });
        (lead.AccountId, lead.Status) = (account.Id, LeadStatus.Converted);
        WithdrawNotices.OfLead(change, lead.Id);
        return account;
    }

    static Account CustomerOf(Change change, Lead lead)
    {
        var sameName = NameSearch.TextOf(lead.CompanyName);
        if (change.Database.Accounts.FirstOrDefault(row => row.SearchText == sameName) is not { } known)
            return change.Database.Accounts.Add(new Account { Id = change.NewId(), Name = lead.CompanyName, OwnerId = lead.OwnerId ?? change.By.UserId, CreatedAt = change.Now }).Entity;
        if (change.Access.Allows(known.OwnerId)) return known;
        throw RefusalException.Conflict($"The company is a customer of {change.Database.Users.Find(known.OwnerId)!.Name} already.", "companyName");
    }
}
