namespace ThreeStep.Web.People;

/// <summary>Time zones to choose from. Any other IANA name can be given by REST and is offered as well once somebody has it.</summary>
static class Zones
{
    static readonly string[] Common =
    [
        "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata", "Asia/Dubai",
            "Australia/Sydney", "Europe/Moscow", "Europe/Berlin", "Europe/Paris",
        "Europe/London", "UTC", "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    ];

    public static IEnumerable<string> With(string? present) =>
        string.IsNullOrEmpty(present) || Common.Contains(present) ? Common : Common.Prepend(present);
}
