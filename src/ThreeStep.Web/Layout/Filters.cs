using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

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

    /// <summary>
    /// Shows the list with another filter, unless its reader has left it: an answer to what was typed never takes somebody back who has clicked on.
    /// </summary>
    /// <param name="value">Blank for none.</param>
    /// <param name="replaces">Whether *back* leads to what was before the list, and not to the list with the former filter.</param>
    public static async Task ShowFiltered(
        this IJSRuntime browser, NavigationManager navigation, string name, string? value, bool replaces = false)
    {
        try { await browser.InvokeVoidAsync("showFiltered", new Uri(navigation.Uri).AbsolutePath, name, value ?? "", replaces); }
        catch (Exception gone) when (gone is OperationCanceledException or JSDisconnectedException) { }
    }
}
