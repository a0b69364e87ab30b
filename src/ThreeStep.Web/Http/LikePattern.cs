namespace ThreeStep.Web.Http;

/// <summary>Patterns for LIKE of what people type: a percent sign or an underscore in it is just that.</summary>
static class LikePattern
{
    public const string Escape = @"\";

    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
