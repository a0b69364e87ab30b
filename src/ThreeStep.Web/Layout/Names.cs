using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Layout;

/// <summary>What people and customers are called, for lists to choose from and to read.</summary>
static class Names
{
    /// <summary>People in the order of their names.</summary>
    /// <param name="withRole">Also says what each of them does.</param>
    public static async Task<List<(string Id, string Name)>> Spoken(this IQueryable<User> people, CancellationToken token, bool withRole = false)
    {
        var found = await people.Select(user => new { user.Id, user.Name, user.Role }).ToListAsync(token);
        return found
            .Select(user => (user.Id, Name: withRole ? $"{Reader.Spoken(user.Name)} · {Texts.Texts.T(user.Role)}" : Reader.Spoken(user.Name)))
            .OrderBy(user => user.Name, StringComparer.CurrentCulture).ToList();
    }

    /// <summary>People who may have customers, leads and deals.</summary>
    public static IQueryable<User> Sellers(this ProcessDatabase database) =>
        database.Users.Where(user => user.IsActive && (user.Role == Role.Rep || user.Role == Role.Manager));

    public static Task<Dictionary<string, string>> AccountNames(this ProcessDatabase database, IEnumerable<string?> ids, CancellationToken token)
    {
        var wanted = ids.Distinct().ToList();
        return database.Accounts.Where(account => wanted.Contains(account.Id)).Select(account => new { account.Id, account.Name })
            .ToDictionaryAsync(account => account.Id, account => account.Name, token);
    }
}
