using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Messages;

/// <summary>Somebody has seen a message in the app, or all of them.</summary>
public static class SeeMessage
{
    public static PersonMessage Apply(Change change, string id)
    {
        var message = change.Database.Messages.Find(id);
        if (message is null || message.UserId != change.By.UserId) throw RefusalException.NotFound("message", id);
        message.SeenAt ??= change.Now;
        return message;
    }

    /// <returns>How many were new.</returns>
    public static int All(Change change)
    {
        var unseen = change.Database.Messages.Where(message => message.UserId == change.By.UserId && message.SeenAt == null)
            .Select(message => message.Id).ToList();
        foreach (var id in unseen) Apply(change, id);
        return unseen.Count;
    }
}
