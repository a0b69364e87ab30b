namespace ThreeStep.Web.Elsa;

/// <summary>Times as Elsa writes them: UTC with its offset and no trailing zeros in the fraction.</summary>
static class Times
{
    public static string Iso(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", System.Globalization.CultureInfo.InvariantCulture);

    public static string? Iso(DateTimeOffset? time) => time is { } known ? Iso(known) : null;
}
