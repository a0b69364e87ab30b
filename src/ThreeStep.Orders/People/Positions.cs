using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>The positions that approval rules ask for: those the rules name, and those a company has beside them.</summary>
public static class Positions
{
    const string Key = "positions";

    public static readonly IReadOnlyList<string> Usual = ["SalesManager", "Director", "SalesHead", "Finance", "CFO", "CEO"];

    /// <summary>Those an administrator has added, in their order.</summary>
    public static IReadOnlyList<string> Own(ProcessDatabase database) => database.Setting<List<string>>(Key) ?? [];

    /// <summary>The usual ones, the company's own, and those that somebody holds without either.</summary>
    public static IReadOnlyList<string> All(ProcessDatabase database) => Usual.Concat(Own(database))
        .Concat(database.Users.Where(user => user.IsActive && user.Position != null).Select(user => user.Position!).Distinct().ToList())
        .Distinct().ToList();

    internal static void SetOwn(ProcessDatabase database, IReadOnlyList<string> own) => database.SetSetting(Key, own.ToList());
}
