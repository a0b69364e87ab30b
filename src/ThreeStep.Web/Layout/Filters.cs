using Microsoft.AspNetCore.Components;

namespace ThreeStep.Web.Layout;

/// <summary>Filters of lists live in the address.</summary>
static class Filters
{
    /// <summary>The present address with another filter. What is left of the list begins with its first page.</summary>
    /// <param name="value">Blank for none.</param>
    public static string Filtered(this NavigationManager navigation, string name, string? value) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = string.IsNullOrEmpty(value) ? null : value,
            ["page"] = null,
        });
}
