using System.Globalization;
using ThreeStep.Orders.Deals;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Web.Setup;

/// <summary>Chooses the clock: a database that was begun on simulated time goes on with it, whatever command opens it.</summary>
static class ClockSetup
{
    public static ProcessClock Choose(ServerOptions options, ProcessStore store)
    {
        using var database = store.Query();
        if (database.Settings.Find(ProcessClock.SettingKey) is { } kept)
            return ProcessClock.Simulated(ProcessClock.FromSetting(kept.Value), options.Speed ?? 1);
        var isNew = !database.Instances.Any() && !database.Deals.Any();
        return ForNewDatabase(isNew ? options : options with { Start = null });
    }

    /// <summary>The system's time, unless another start or speed is asked for.</summary>
    public static ProcessClock ForNewDatabase(ServerOptions options)
    {
        if (options.Start is { } start) return ProcessClock.Simulated(start, options.Speed ?? 1);
        return options.Speed is { } speed and not 1 ? ProcessClock.Simulated(TimeProvider.System.GetUtcNow(), speed) : ProcessClock.OfSystem();
    }

    /// <summary>Reads "1440x", "1440" or "86400x".</summary>
    public static double ParseSpeed(string text) =>
        double.TryParse(text.TrimEnd('x', 'X', '×'), NumberStyles.Float, CultureInfo.InvariantCulture, out var speed)
            && speed is >= 1 and <= 10_000_000
            ? speed
            : throw new FormatException($"'{text}' is no speed. Write it as 1440x (a day a minute) or 86400x (a day a second).");
}
