namespace ThreeStep.Orders.People;

/// <summary>A person who works with ThreeStep.</summary>
public sealed class User
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public Role Role { get; set; } = Role.Rep;
    /// <summary>The position that approval rules ask for: SalesManager, Director, SalesHead, Finance, CFO, CEO.</summary>
    public string? Position { get; set; }
    public string? ManagerId { get; set; }
    public string? TeamId { get; set; }
    /// <summary>IANA time zone, e.g. Asia/Shanghai.</summary>
    public string? Zone { get; set; }
    /// <summary>zh-CN or en.</summary>
    public string? Language { get; set; }
    public bool IsActive { get; set; } = true;
    /// <summary>Who has taken over from somebody who has left.</summary>
    public string? TakenOverById { get; set; }
}

public enum Role { Rep, Manager, Marketing, Service, ProcessOwner, Admin }

public sealed class Team
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public string? ManagerId { get; set; }
}

/// <summary>The one company this server works for.</summary>
public sealed class Company
{
    public const string TheId = "company";
    /// <summary>RULES: from this amount on a deal is large, unless the company says otherwise.</summary>
    public const decimal UsualLargeDealAmount = 1_000_000;
    public const string UsualMissedAfter = "2 working days";
    public const int UsualMailLinkDays = 3;
    public const string UsualZone = "Asia/Shanghai";
    public string Id { get; init; } = TheId;
    public required string Name { get; set; }
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }
    /// <summary>From this amount on a deal is large: one approval tier up, and a go-ahead is asked for. RULES: 1,000,000 unless set.</summary>
    public decimal LargeDealAmount { get; set; } = UsualLargeDealAmount;
    /// <summary>
    /// Whoever is asked for a yes may answer by the link in the mail, without signing in. Off unless set: who has the mail has the link.
    /// </summary>
    public bool AllowsMailAnswers { get; set; }
    /// <summary>Whether a workflow is published only with the yes of a second person.</summary>
    public bool PublishingNeedsYes { get; set; }
    /// <summary>Whether every way of publishing asks what has changed and why, also the designer and Elsa's API. Pages always ask.</summary>
    public bool PublishingNeedsComment { get; set; }
    /// <summary>zh-CN or en, for who has chosen none; null: by the company's zone.</summary>
    public string? Language { get; set; }
    /// <summary>For how many days such a link is good.</summary>
    public int MailLinkDays { get; set; } = UsualMailLinkDays;
    /// <summary>
    /// Somebody who has not been seen for so long while work waits is asked whether they are away, such as "2 working days"; null: nobody is.
    /// </summary>
    public string? MissedAfter { get; set; } = UsualMissedAfter;
    /// <summary>Who has one of these roles and signs in with a password must give a code of an authenticator app, too.</summary>
    public IReadOnlyList<Role> SecondFactorRoles { get; set; } = [];
    /// <summary>IANA time zone: the company's days and working hours are told by it.</summary>
    public string Zone { get; set; } = UsualZone;
}
