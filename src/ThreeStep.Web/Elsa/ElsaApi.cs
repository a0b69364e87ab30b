using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Definitions;
using ThreeStep.Web.Elsa.Designer;
using ThreeStep.Web.Elsa.Execution;
using ThreeStep.Web.Elsa.Instances;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Elsa;

/// <summary>Elsa 3's REST API, so that Elsa Studio, Elsa's API client and exported workflows work with this server.</summary>
static class ElsaApi
{
    public static void AddElsaApi(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new DefinitionShape(provider.GetRequiredService<CompiledDefinitions>().Registry, provider.GetRequiredService<CompiledDefinitions>()));
        services.AddSignalR();
        services.AddSingleton<ObservedInstances>();
        services.AddHostedService<InstanceBroadcast>();
    }

    public static void MapElsaApi(this WebApplication app)
    {
        var api = app.MapGroup("/elsa/api").RequireAuthorization(Policies.Process);
        DefinitionEndpoints.Map(api);
        DefinitionManagementEndpoints.Map(api);
        DescriptorEndpoints.Map(api);
        ActivityExecutionEndpoints.Map(api);
        InstanceEndpoints.Map(api);
        ExecutionEndpoints.Map(api);
        AlterationEndpoints.Map(api);
        ActivityTestEndpoint.Map(api);
        InstanceTransferEndpoints.Map(api);
        RuntimeAdminEndpoints.Map(api);
        app.MapHub<InstanceHub>(SocketPaths.Instances).RequireAuthorization(Policies.Process);
        app.MapGet("/elsa/api/package/version", () => new { packageVersion = "3.8.0" }).AllowAnonymous();
    }
}
