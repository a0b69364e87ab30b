using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Accounts;

public sealed record ContactInput
{
    public string? Name { get; init; }
    public BuyingRole? Role { get; init; }
    public string? Title { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
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
            Name = Requirements.Required(input.Name, "name", "A name is needed."),
            Role = input.Role ?? BuyingRole.User,
            Title = input.Title,
            Email = input.Email,
            Phone = input.Phone,
        };
        change.Database.Contacts.Add(contact);
        return contact;
    }
}
