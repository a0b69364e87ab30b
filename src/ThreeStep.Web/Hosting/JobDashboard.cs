using Hangfire;
using Hangfire.Dashboard;
using ThreeStep.Orders.People;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Hosting;

/// <summary>Hangfire's dashboard: what is being delivered, what failed and is tried again. For administrators, on this server's own pages.</summary>
static class JobDashboard
{
    public static void Map(WebApplication app) => app.MapHangfireDashboard("/hangfire", new DashboardOptions
    {
        Authorization = [new AdministratorsOnly()],
        AppPath = "/logs",
        DashboardTitle = "ThreeStep",
        DisplayStorageConnectionString = false,
    }).RequireAuthorization(Policies.Administration);

    sealed class AdministratorsOnly : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => context.GetHttpContext().User.Is(Role.Admin);
    }
}
