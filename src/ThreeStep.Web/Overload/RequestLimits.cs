using System.Threading.RateLimiting;
using ThreeStep.Runtime;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Overload;

/// <summary>
/// Who calls the API too often is told when to come again (429), who calls it too much at once, that it is busy (503). Each caller has a measure of
/// their own, so that a program that runs wild holds up neither people nor other programs.
/// </summary>
sealed class RequestLimits : IDisposable
{
    /// <summary>What is not used is kept for so long: a burst of calls after a pause is usual.</summary>
    const int KeptSeconds = 10;

    readonly LimitSettings settings;
    readonly PartitionedRateLimiter<HttpContext> often;
    readonly PartitionedRateLimiter<HttpContext> atOnce;

    public RequestLimits(LimitSettings settings)
    {
        this.settings = settings;
        often = PartitionedRateLimiter.Create<HttpContext, string>(context => CallerOf(context) is { } caller && LimitOf(context) is > 0 and var calls
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => ASecond(calls)) : RateLimitPartition.GetNoLimiter(""));
        atOnce = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(IsEndpoint(context) ? EndpointOf(context) : CallerOf(context) ?? "",
                _ => new ConcurrencyLimiterOptions { PermitLimit = settings.AtOnce, QueueLimit = settings.Waiting }));
    }

    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        var limits = settings.GetSection("Limits").Get<LimitSettings>() ?? new LimitSettings();
        services.AddSingleton(limits).AddSingleton<RequestLimits>().AddSingleton(new BacklogLimit(limits.Backlog));
    }

    public static void Use(WebApplication app) => app.UseWhen(IsLimited, limited => limited.Use(async (context, next) =>
    {
        var limits = context.RequestServices.GetRequiredService<RequestLimits>();
        using var turn = limits.often.AttemptAcquire(context);
        if (!turn.IsAcquired)
        {
            var pause = turn.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
            await Problems.TooMany(context.Request, limits.LimitOf(context), pause).ExecuteAsync(context);
            return;
        }
        using var place = await limits.atOnce.AcquireAsync(context, cancellationToken: context.RequestAborted);
        if (place.IsAcquired) await next(context);
        else await Problems.Busy(context.Request).ExecuteAsync(context);
    }));

    /// <summary>Connections that stay open are no calls, and pages have their own.</summary>
    static bool IsLimited(HttpContext context) => IsEndpoint(context) || context.Request.Path.StartsWithSegments("/api")
        || (context.Request.Path.StartsWithSegments("/elsa") && !context.Request.Path.StartsWithSegments("/elsa/hubs"));

    static bool IsEndpoint(HttpContext context) => context.Request.Path.StartsWithSegments("/workflows");

    /// <summary>However it is written, as routes are found.</summary>
    static string EndpointOf(HttpContext context) => context.Request.Path.ToString().TrimEnd('/').ToUpperInvariant();

    /// <summary>A key, or a person; null where nobody is signed in.</summary>
    static string? CallerOf(HttpContext context) => context.User.Identity is not { IsAuthenticated: true } ? null
        : context.User.FindFirst(Caller.KeyId)?.Value ?? context.User.UserId() ?? "server";

    int LimitOf(HttpContext context) =>
        context.User.UserId() is null ? 0 : context.User.IsAtBrowser() ? settings.CallsByPerson : settings.CallsByKey;

    static TokenBucketRateLimiterOptions ASecond(int callsAMinute)
    {
        var aSecond = Math.Max(1, callsAMinute / 60);
        return new()
        {
            TokenLimit = aSecond * KeptSeconds,
            TokensPerPeriod = aSecond,
            ReplenishmentPeriod = TimeSpan.FromMinutes((double)aSecond / callsAMinute),
        };
    }

    public void Dispose()
    {
        often.Dispose();
        atOnce.Dispose();
    }
}
