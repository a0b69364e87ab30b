using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Accounts;

public sealed record ContactInput
{
    public string? Name { get; init; }
    public BuyingRole? Role { get; init; }
    public string? Title { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    /// <summary>Somebody there has the same mail address or telephone, and yet another person is meant.</summary>
    public bool ConfirmDuplicate { get; init; }
}

/// <summary>One more person at a customer.</summary>
public static class AddContact
{
    public static Contact Apply(Change change, string accountId, ContactInput input)
    {
        var contact = new Contact
        {
            Id = change.NewId(),
            AccountId = change.Account(accountId).Id,
            Name = TextField.Required(input.Name, "name", "A name is needed."),
            Role = input.Role ?? BuyingRole.User,
            Title = TextField.Line(input.Title, "title", TextField.LongestName),
            Email = MailField.Of(input.Email, "email"),
            Phone = PhoneField.Of(input.Phone, "phone"),
        };
        if (!input.ConfirmDuplicate) Refuse(change, contact);
        change.Database.Contacts.Add(contact);
        return contact;
    }

    /// <exception cref="RefusalException">Somebody at the customer has the same mail address or telephone.</exception>
    static void Refuse(Change change, Contact contact)
    {
        var same = Same(change.Database, contact.AccountId, contact.Email, contact.Phone)
            .Select(known => new LikelyDuplicate(known.Id, known.Name, null)).ToList();
        if (same.Count == 0) return;
        var names = string.Join(", ", same.Select(known => known.Name));
        var field = contact.Email is null ? "phone" : "email";
        throw RefusalException.Duplicate(field, $"Likely the same person is there already: {names}. Or say that this is another.", same);
    }

    /// <summary>Who at a customer is reached in the same way.</summary>
    internal static IEnumerable<Contact> Same(ProcessDatabase database, string accountId, string? email, string? phone) =>
        database.Contacts.Where(contact => contact.AccountId == accountId).AsEnumerable()
            .Where(contact => MailField.AreSame(contact.Email, email) || PhoneField.AreSame(contact.Phone, phone));
}
