using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Notices;

/// <summary>Somebody has seen what they were told.</summary>
public static class SeeNotice
{
    public static Notice Apply(Change change, string id)
    {
        var notice = change.Database.Notices.Find(id);
        if (notice is null || notice.UserId != change.By.UserId) throw RefusalException.NotFound("notice", id);
        notice.SeenAt ??= change.Now;
        return notice;
    }
}
