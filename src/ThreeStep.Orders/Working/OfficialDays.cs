namespace ThreeStep.Orders.Working;

/// <summary>Holidays and make-up workdays as a state has announced them, in the yearly lists that come with the product.</summary>
public static class OfficialDays
{
    /// <summary>State Council of the People's Republic of China; each list names the paper it stands in.</summary>
    public const string China = "CN";

    static readonly Dictionary<string, SortedDictionary<int, IReadOnlyList<CalendarDay>>> Lists = Read();

    public static IEnumerable<string> Countries => Lists.Keys;

    /// <summary>All days that are known of a country; none of one that is not known.</summary>
    public static IEnumerable<CalendarDay> Of(string? country) => Lists.GetValueOrDefault(country ?? "")?.Values.SelectMany(days => days) ?? [];

    /// <summary>The years whose list is known.</summary>
    public static IEnumerable<int> YearsOf(string? country) => Lists.GetValueOrDefault(country ?? "")?.Select(list => list.Key) ?? [];

    static Dictionary<string, SortedDictionary<int, IReadOnlyList<CalendarDay>>> Read()
    {
        const string Prefix = "official-";
        var (lists, assembly) = (new Dictionary<string, SortedDictionary<int, IReadOnlyList<CalendarDay>>>(), typeof(OfficialDays).Assembly);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var country = name[Prefix.Length..].Split('-')[0];
            if (!lists.TryGetValue(country, out var years)) lists[country] = years = [];
            var days = HolidayList.Read(reader.ReadToEnd());
            years[days[0].Date.Year] = days;
        }
        return lists;
    }
}
