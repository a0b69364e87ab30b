using System.Collections.Concurrent;
using System.Security.Claims;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Notes that people are at work: whoever signs in, opens a page or does something there. Noted every ten minutes at most; a program with
/// somebody's key is not them.
/// </summary>
public sealed class PeopleSeen(OrderRecords records, TimeProvider clock)
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<string, DateTimeOffset> noted = [];

    public async Task See(ClaimsPrincipal caller)
    {
        if (caller.UserId() is not { } userId || !caller.IsAtBrowser()) return;
        var now = clock.GetUtcNow();
        if (noted.TryGetValue(userId, out var last) && now - last < Pause && last <= now) return;
        noted[userId] = now;
        try { await records.Record(caller.Actor(), change => SeePerson.Apply(change, userId)); }
        catch (Exception error) when (error is RefusalException or IntakeClosedException || Unavailability.Of(error) is not null)
        {
            // They can look all the same; the next page is the next try.
            noted.TryRemove(userId, out _);
        }
    }
}
