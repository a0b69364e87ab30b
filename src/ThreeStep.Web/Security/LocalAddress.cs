namespace ThreeStep.Web.Security;

/// <summary>Where to go after signing in: only ever a page of this server.</summary>
static class LocalAddress
{
    public static string Of(string? address) =>
        address is ['/', ..] and not (['/', '/', ..] or ['/', '\\', ..]) && Uri.TryCreate(address, UriKind.Relative, out _) ? address : "/";
}
