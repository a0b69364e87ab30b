using ThreeStep.Orders.Interactions;
using ThreeStep.Web.Absence;
using ThreeStep.Web.Accounts;
using ThreeStep.Web.Approvals;
using ThreeStep.Web.Calendars;
using ThreeStep.Web.Campaigns;
using ThreeStep.Web.Channels;
using ThreeStep.Web.Clocks;
using ThreeStep.Web.Deals;
using ThreeStep.Web.Diagrams;
using ThreeStep.Web.Imports;
using ThreeStep.Web.Messages;
using ThreeStep.Web.People;
using ThreeStep.Web.Process;
using ThreeStep.Web.Scenarios;
using ThreeStep.Web.Service;
using ThreeStep.Web.Settings;
using ThreeStep.Web.Tasks;

namespace ThreeStep.Web.Hosting;

/// <summary>
/// The domain's REST API. Lists answer <c>{ items, totalCount }</c> with <c>page</c> from 0 and <c>pageSize</c>; errors are problem details.
/// </summary>
static class OrdersApi
{
    public static void MapOrdersApi(this WebApplication app)
    {
        var api = app.MapGroup("/api").RequireAuthorization();
        AccountEndpoints.Map(api);
        InteractionEndpoints.Map(api);
        DealEndpoints.Map(api);
        TaskEndpoints.Map(api);
        ClockEndpoints.Map(api);
        ApprovalEndpoints.Map(api);
        MatrixEndpoints.Map(api);
        CampaignEndpoints.Map(api);
        ServiceEndpoints.Map(api);
        UserEndpoints.Map(api);
        AbsenceEndpoints.Map(api);
        CalendarEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        ImportEndpoints.Map(api);
        Today.NoticeEndpoints.Map(api);
        MessageEndpoints.Map(api);
        ChannelEndpoints.Map(api);
        SettingsEndpoints.Map(api);
        VersionEndpoints.Map(api);
        DiagramEndpoints.Map(api);
        Replays.ReplayEndpoints.Map(api);
        Moves.MoveEndpoints.Map(api);
        Thresholds.ThresholdEndpoints.Map(api);
        FormDesign.FormEndpoints.Map(api);
        Figures.FigureEndpoints.Map(api);
        Starts.StartEndpoints.Map(api);
        ScenarioEndpoints.Map(api);
        Rights.AccessEndpoints.Map(api);
        Shelves.ShelfEndpoints.Map(api);
        Reviews.ReviewEndpoints.Map(api);
    }
}
