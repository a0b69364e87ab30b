using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// A page may stay open for days: every half minute it is asked whether its reader still is who they were. Actions ask by themselves.
/// </summary>
sealed class RevalidatingSignIn(ILoggerFactory logs, ProcessStore store) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState,
        CancellationToken cancellationToken) =>
        authenticationState.User.Identity?.IsAuthenticated != true
        || await SignInSetup.IsCurrent(authenticationState.User, store, cancellationToken);
}
