using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>Workflows name people who may have left since they were drawn or begun: what they are given goes to who took over from them.</summary>
static class Successor
{
    /// <summary>The person, or who took over from them; null where nobody did.</summary>
    public static string? Of(Change change, string? userId)
    {
        var seen = new HashSet<string>();
        while (userId is not null && seen.Add(userId))
        {
            if (change.Database.Users.Find(userId) is not { } person) return userId;
            if (person.IsActive) return userId;
            userId = person.TakenOverById ?? person.ManagerId;
        }
        return null;
    }
}
