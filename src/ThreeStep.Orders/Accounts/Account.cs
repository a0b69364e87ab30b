namespace ThreeStep.Orders.Accounts;

/// <summary>A company (客户): ONE record that marketing, sales and service share. Times are UTC.</summary>
public sealed class Account
{
    public required string Id { get; init; }
    public required string Name
    {
        get;
        set => (field, SearchText, MatchKey) = (value, NameSearch.TextOf(value), CompanyName.KeyOf(value));
    }
    /// <summary>What searches by name look through, see <see cref="NameSearch"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string SearchText { get; private set; } = "";
    /// <summary>What names of likely the same company have in common, see <see cref="CompanyName"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string MatchKey { get; private set; } = "";
    public string? Sector { get; set; }
    public string? Location { get; set; }
    public int? YearEstablished { get; set; }
    /// <summary>Annual revenue in millions of the account's currency.</summary>
    public decimal? Revenue { get; set; }
    public int? Employees { get; set; }
    public string? ParentAccountId { get; set; }
    public AccountTier Tier { get; set; } = AccountTier.Standard;
    public string? Segment { get; set; }
    /// <summary>The rep who owns the account; null is the pool (公海).</summary>
    public string? OwnerId { get; set; }
    public DateTimeOffset? LastInteractionAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public enum AccountTier { Standard, Key }

/// <summary>A person at the account (联系人).</summary>
public sealed class Contact
{
    public required string Id { get; init; }
    public required string AccountId { get; init; }
    public required string Name { get; set; }
    public BuyingRole Role { get; set; } = BuyingRole.User;
    public string? Title { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public DateTimeOffset? LastTouchAt { get; set; }
}

/// <summary>拍板人 · 使用者 · 技术把关 · 采购 · 内线</summary>
public enum BuyingRole { EconomicBuyer, User, Technical, Purchasing, Coach }
