using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;

namespace ThreeStep.Web.Setup;

/// <summary>Whether the server can do its work now, for whoever sends it requests: <c>/health/ready</c> is 200, or 503 with the reason in
/// words.</summary>
static class Readiness
{
    /// <summary>What a drained server needs; in English to translate.</summary>
    public const string Drained = "The server was drained and takes up no more work. Nothing that waits is lost. Restart the server to go on.";

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => "alive").AllowAnonymous();
        app.MapGet("/health/ready", (HttpRequest request, StoreHealth store, Intake intake, IHostApplicationLifetime life) =>
            ReasonOf(store, intake, life) is { } reason
            ? Problems.Unavailable(Texts.Texts.In(ReaderLanguage.Of(request), reason))
            : Results.Text("ready")).AllowAnonymous();
        app.MapGet("/health", (StoreHealth store, Intake intake, IHostApplicationLifetime life) =>
        {
            var reason = ReasonOf(store, intake, life);
            return Results.Json(new { status = reason is null ? "ready" : "not ready", reason, version = ProductVersion.Full });
        }).AllowAnonymous();
    }

    static string? ReasonOf(StoreHealth store, Intake intake, IHostApplicationLifetime life) =>
        life.ApplicationStopping.IsCancellationRequested ? Unavailability.Explain(UnavailableReason.Stopping)
        : ReasonAgainst(store.Outage, intake.State.Reason);

    /// <summary>
    /// Why it is not ready, in English to translate; null when it is. A pause is somebody's wish and ends by hand: the server goes on answering.
    /// </summary>
    public static string? ReasonAgainst(StoreOutage? outage, IntakeReason intake) =>
        outage is { } away ? Unavailability.Explain(away.Reason)
        : intake == IntakeReason.Drain ? Drained
        : null;
}
