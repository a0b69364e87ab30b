using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Accounts;

/// <summary>
/// Finds accounts by name: first by any part of it or its pinyin initials; where nothing fits, with slips: homophones by their initials, Latin
/// letters by trigrams, which an index of the database has: see <see cref="INameIndex.SimilarNames"/>.
/// </summary>
public static class AccountSearch
{
    const int ShortestWithSlips = 3;

    sealed record Candidate(string AccountId, string Name);

    /// <param name="accounts">What the searcher may see.</param>
    public static IQueryable<Account> Find(ProcessDatabase database, IQueryable<Account> accounts, string text)
    {
        var wanted = NameSearch.Plain(text);
        if (wanted.Length == 0) return accounts;
        var direct = Containing(accounts, wanted);
        if (wanted.Length < ShortestWithSlips || direct.Any()) return direct;
        if (NameSearch.HasChinese(wanted)) return Containing(accounts, NameSearch.Initials(wanted));
        var ids = Similar(database, wanted);
        return accounts.Where(account => ids.Contains(account.Id));
    }

    static IQueryable<Account> Containing(IQueryable<Account> accounts, string part)
    {
        var pattern = LikePattern.Containing(part);
        return accounts.Where(account => LikePattern.Fits(account.SearchText, pattern));
    }

    static List<string> Similar(ProcessDatabase database, string wanted)
    {
        var trigrams = Enumerable.Range(0, wanted.Length - 2).Select(start => wanted.Substring(start, 3)).Distinct()
            .Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var slips = (wanted.Length + 1) / 3;
        return database.Database.SqlQueryRaw<Candidate>(((INameIndex)database).SimilarNames, string.Join(" OR ", trigrams), wanted).AsEnumerable()
            .Where(candidate => Slips(wanted, candidate.Name) <= slips).Select(candidate => candidate.AccountId).ToList();
    }

    /// <summary>The fewest letters to change, add or leave out so that the wanted text stands somewhere in the name (Sellers' algorithm).</summary>
    static int Slips(string wanted, string name)
    {
        var column = Enumerable.Range(0, wanted.Length + 1).ToArray();
        var best = column[^1];
        foreach (var letter in name)
        {
            var diagonal = column[0];
            for (var row = 1; row <= wanted.Length; row++)
                (diagonal, column[row]) =
                    (column[row], Math.Min(Math.Min(column[row], column[row - 1]) + 1, diagonal + (wanted[row - 1] == letter ? 0 : 1)));
            best = Math.Min(best, column[^1]);
        }
        return best;
    }
}

/// <summary>A database that has an index of accounts' names by their trigrams.</summary>
interface INameIndex
{
    /// <summary>Accounts with a name like one, the likest first; {0} are its trigrams, {1} is the name, both in small letters.</summary>
    string SimilarNames { get; }
}
