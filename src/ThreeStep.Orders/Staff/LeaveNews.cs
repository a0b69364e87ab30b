using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Staff;

/// <summary>Who is told of a leave: whoever stands in, the manager, and the person where somebody else has said so.</summary>
static class LeaveNews
{
    const string Page = "/leave";

    public static void Set(Change change, Leave leave)
    {
        var days = Days(leave);
        var name = Name(change, leave.UserId);
        foreach (var person in Substitutes(leave)) Tell(change, person, NoticeKind.StandInBegins, name, days);
        if (change.Database.Users.Find(leave.UserId)?.ManagerId is { } manager && !Substitutes(leave).Contains(manager))
            Tell(change, manager, NoticeKind.LeaveSet, name, days);
        Tell(change, leave.UserId, NoticeKind.LeaveSet, name, days);
    }

    public static void Ended(Change change, Leave leave, bool wasRunning)
    {
        foreach (var person in Substitutes(leave)) Tell(change, person, NoticeKind.StandInEnds, Name(change, leave.UserId), null);
        if (wasRunning && change.Database.Users.Find(leave.UserId)?.ManagerId is { } manager && leave.IsAssumed)
            Tell(change, manager, NoticeKind.BackAgain, Name(change, leave.UserId), null);
        if (!wasRunning) Tell(change, leave.UserId, NoticeKind.StandInEnds, Name(change, leave.UserId), null);
    }

    static void Tell(Change change, string userId, NoticeKind kind, string about, Message? text)
    {
        if (userId != change.By.UserId) Notice.Add(change, userId, kind, about, text, Page);
    }

    static HashSet<string> Substitutes(Leave leave) =>
        leave.SubstituteIds.Values.Append(leave.SubstituteId).OfType<string>().ToHashSet();

    static string Name(Change change, string userId) => change.Database.Users.Find(userId)?.Name ?? userId;

    static Message Days(Leave leave) => $"{leave.From:yyyy-MM-dd} – {leave.To:yyyy-MM-dd}";
}
