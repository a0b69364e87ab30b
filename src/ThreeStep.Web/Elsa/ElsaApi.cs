using ThreeStep.Web.Security;

namespace ThreeStep.Web.Elsa;

/// <summary>Elsa 3's REST API, so that Elsa Studio, Elsa's API client and exported workflows work with this server.</summary>
static class ElsaApi
{
    public static void MapElsaApi(this WebApplication app)
    {
        var api = app.MapGroup("/elsa/api").RequireAuthorization(Policies.Process);
        DefinitionEndpoints.Map(api);
        DefinitionManagementEndpoints.Map(api);
        DescriptorEndpoints.Map(api);
        ActivityExecutionEndpoints.Map(api);
        InstanceEndpoints.Map(api);
        ExecutionEndpoints.Map(api);
        app.MapGet("/elsa/api/package/version", () => new { packageVersion = "3.8.0" }).AllowAnonymous();
    }
}
