using System.Security.Claims;
using MudBlazor;
using ThreeStep.Orders.People;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Layout;

/// <param name="IsDaily">Also in the bar at the bottom of a phone.</param>
sealed record Room(string Address, string Name, string Icon, bool IsDaily = false);

/// <summary>What the navigation offers, by role. Each page checks for itself as well.</summary>
static class Rooms
{
    public static IEnumerable<Room> For(ClaimsPrincipal caller)
    {
        var isDesk = caller.Is(Role.Service, Role.Marketing);
        yield return new("/", "Today", Icons.Material.Outlined.Today, true);
        yield return new("/approvals", "Approvals", Icons.Material.Outlined.FactCheck, !isDesk);
        yield return new("/accounts", "Customers", Icons.Material.Outlined.Business, true);
        yield return new("/deals", "Pipeline", Icons.Material.Outlined.ViewKanban, !isDesk);
        yield return new("/leads", "Leads", Icons.Material.Outlined.PersonSearch, isDesk);
        yield return new("/cases", "Cases", Icons.Material.Outlined.SupportAgent, isDesk);
        if (caller.Is(Role.Manager, Role.ProcessOwner, Role.Admin)) yield return new("/process", "Process", Icons.Material.Outlined.AccountTree);
        if (caller.Is(Role.ProcessOwner)) yield return new("/approval-matrix", "Approval matrix", Icons.Material.Outlined.Rule);
        if (caller.Is(Role.ProcessOwner)) yield return new("/audit", "Audit log", Icons.Material.Outlined.Policy);
        if (caller.Is(Role.Admin)) yield return new("/settings", "Settings", Icons.Material.Outlined.Settings);
    }
}
