using System.Globalization;

namespace ThreeStep.Orders.Import;

/// <summary>Finds what a misspelt name was meant to be.</summary>
static class NameMatching
{
    const int LongEnoughToGuess = 6;
    const int MostEdits = 2;

    /// <summary>The known name that is the same but for case, blanks and signs, or else the only one within two edits; null when unsure.</summary>
    public static string? Find(string name, IReadOnlyCollection<string> known)
    {
        if (known.Contains(name)) return name;
        var bare = Bare(name);
        if (known.FirstOrDefault(candidate => Bare(candidate) == bare) is { } same) return same;
        if (name.Length < LongEnoughToGuess) return null;
        var near = known.Where(candidate => Math.Abs(candidate.Length - name.Length) <= MostEdits && Edits(bare, Bare(candidate)) <= MostEdits)
            .Take(2).ToList();
        return near.Count == 1 ? near[0] : null;
    }

    /// <summary>An id made of a name: "Mei-Mei Johns" → "mei-mei-johns".</summary>
    public static string ToId(string name)
    {
        var letters = name.Trim().ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : '-').ToArray();
        return string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
    }

    public static readonly IReadOnlyCollection<string> Countries = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name).EnglishName).ToHashSet();

    public static readonly IReadOnlyCollection<string> Sectors =
        ["technology", "medical", "retail", "software", "entertainment", "marketing", "telecommunications", "finance", "employment", "services",
            "manufacturing", "energy", "education", "logistics", "construction"];

    static string Bare(string name) => new(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());

    /// <summary>Levenshtein distance.</summary>
    static int Edits(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var (letter, row) in left.Select((letter, index) => (letter, index + 1)))
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
                current[column] = Math.Min(Math.Min(current[column - 1], previous[column]) + 1,
                    previous[column - 1] + (letter == right[column - 1] ? 0 : 1));
            previous = current;
        }
        return previous[right.Length];
    }
}
