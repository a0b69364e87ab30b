namespace ThreeStep.Web.Overload;

/// <summary>What one caller may ask of the API, so that nobody takes it from all others; from the section Limits of the settings.</summary>
sealed record LimitSettings
{
    /// <summary>Calls with one key in a minute; 0 for no limit. The server's own key has none.</summary>
    public int CallsByKey { get; init; } = 6000;

    /// <summary>Calls by one person, signed in with a browser, in a minute; 0 for no limit.</summary>
    public int CallsByPerson { get; init; } = 1200;

    /// <summary>Calls by one caller, or of one endpoint of a workflow, that are answered at once.</summary>
    public int AtOnce { get; init; } = 64;

    /// <summary>Calls by one caller that wait for their turn.</summary>
    public int Waiting { get; init; } = 512;

    /// <summary>Started workflows and events that have been accepted and wait to be carried out.</summary>
    public int Backlog { get; init; } = 100_000;
}
