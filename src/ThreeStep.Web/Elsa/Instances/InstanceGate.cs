using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// What routes about instances ask of their caller, beside the role: who does not see the cases of a workflow is told that its instances are not
/// there, and who may not change it does not change how they go on.
/// </summary>
static class InstanceGate
{
    /// <summary>The route's <c>id</c> is an instance that is looked at.</summary>
    public static RouteHandlerBuilder ForThoseWhoSee(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        Sees(context.HttpContext, (string)context.HttpContext.Request.RouteValues["id"]!) ? await next(context) : Results.NotFound());

    /// <summary>The route's <c>id</c> is an instance that is changed.</summary>
    public static RouteHandlerBuilder ForThoseWhoMend(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var (http, id) = (context.HttpContext, (string)context.HttpContext.Request.RouteValues["id"]!);
        if (!Sees(http, id)) return Results.NotFound();
        http.RequireMending([id]);
        return await next(context);
    });

    /// <exception cref="Orders.Records.RefusalException">One of them is not the caller's to change.</exception>
    public static void RequireMending(this HttpContext http, IReadOnlyCollection<string> instanceIds) =>
        InstanceAccess.RequireMending(http.User.Actor(), http.RequestServices.GetRequiredService<ProcessStore>(), instanceIds);

    /// <summary>True for what is not there: that is told by whoever looks for it.</summary>
    static bool Sees(HttpContext http, string id) => Sees(http.User.Actor(), http.RequestServices.GetRequiredService<ProcessStore>(), id);

    /// <inheritdoc cref="Sees(HttpContext, string)"/>
    public static bool Sees(Actor reader, ProcessStore store, string id)
    {
        using var database = store.Query();
        return WorkflowRights.Of(reader, database).Hidden is not { Count: > 0 } hidden
            || database.Instances.Where(row => row.Id == id).Select(row => row.DefinitionId).FirstOrDefault() is not { } workflow
            || !hidden.Contains(workflow);
    }
}
