namespace ThreeStep.Orders.Records;

/// <summary>Patterns for LIKE of what people type: a percent sign or an underscore in it is just that.</summary>
public static class LikePattern
{
    public const string Escape = @"\";

    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            // SQLite reads a pattern up to a NUL: what is left of it would fit everything.
            .Replace('\0', '\uFFFD')}%";
}
