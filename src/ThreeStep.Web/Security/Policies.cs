using Microsoft.AspNetCore.Authorization;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>What roles may do, by name. docs/rights.md shows the outcome for every route, and a test holds it.</summary>
static class Policies
{
    /// <summary>See and change workflows: process owners and administrators.</summary>
    public const string Process = "process";
    /// <summary>See how the process runs: also managers.</summary>
    public const string Oversight = "oversight";
    /// <summary>Manage people, keys and the company, import data, read the audit log.</summary>
    public const string Administration = "administration";
    /// <summary>Work on deals and accounts: sales, and administrators.</summary>
    public const string Sales = "sales";
    /// <summary>Make campaigns: marketing, managers, administrators.</summary>
    public const string Marketing = "marketing";
    /// <summary>Bring in leads and cases: whoever talks to customers.</summary>
    public const string Customers = "customers";

    public static void Add(AuthorizationBuilder authorization)
    {
        Allow(authorization, Process, Role.ProcessOwner, Role.Admin);
        Allow(authorization, Oversight, Role.Manager, Role.ProcessOwner, Role.Admin);
        Allow(authorization, Administration, Role.Admin);
        Allow(authorization, Sales, Role.Rep, Role.Manager, Role.Admin);
        Allow(authorization, Marketing, Role.Marketing, Role.Manager, Role.Admin);
        Allow(authorization, Customers, Role.Rep, Role.Manager, Role.Marketing, Role.Service, Role.Admin);
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(KeyAllows).Build();
        authorization.SetFallbackPolicy(signedIn).SetDefaultPolicy(signedIn);
    }

    static void Allow(AuthorizationBuilder authorization, string name, params IEnumerable<Role> roles) =>
        authorization.AddPolicy(name, policy => policy.RequireRole(roles.Select(role => role.ToString())).RequireAssertion(KeyAllows));

    /// <summary>A key may be good for less than its person.</summary>
    static bool KeyAllows(AuthorizationHandlerContext context) => context.Resource is not HttpContext http
        || context.User.FindFirst(Caller.KeyRights)?.Value switch
        {
            // A workflow may do anything, also when it is called by GET.
            nameof(ApiKeyRights.Read) => (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
                && !http.Request.Path.StartsWithSegments("/workflows"),
            nameof(ApiKeyRights.Work) => !http.Request.Path.StartsWithSegments("/elsa"),
            _ => true,
        };
}
