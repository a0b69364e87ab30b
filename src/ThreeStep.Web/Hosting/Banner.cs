using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Web.Hosting;

/// <summary>What the console says at a start: how to sign in, where the server is, what is waiting for whom.</summary>
static class Banner
{
    const int PeopleShown = 12;

    public static void Print(IEnumerable<string> addresses, ProcessStore store, ProcessClock clock)
    {
        var console = AnsiConsole.Console;
        console.WriteLine();
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]ThreeStep 三步曲[/] serves at {string.Join(", ", addresses)}");
        var now = clock.GetUtcNow();
        if (clock.IsSimulated)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"Simulated time: {now:yyyy-MM-dd HH:mm} UTC, {clock.Speed:0.##} seconds a second");
        PrintWaiting(console, store);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Process owners draw the workflows at {addresses.First()}/studio");
        console.WriteLine("Programs send a key (made under your profile) as  Authorization: ApiKey KEY.  The API is described at /openapi/v1.json.  Ctrl+C stops the server.");
        console.WriteLine();
    }

    public static void PrintSignIns(FirstSignIns signIns)
    {
        var console = AnsiConsole.Console;
        console.WriteLine();
        if (signIns.AdminPassword is { } password)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"Administrator, shown this once: sign in as [bold]{FirstSignIns.AdminId}[/] with [bold]{password}[/]");
        if (signIns.DemoPassword is null) return;
        var table = new Table().Border(TableBorder.Simple)
            .Title($"Demo company: everybody signs in with the password {signIns.DemoPassword}, shown this once")
            .AddColumns("Sign in as", "Person", "Role");
        foreach (var person in signIns.DemoPeople)
            table.AddRow(new Text(person.Id), new Text(person.Name), new Text(person.Position ?? $"{person.Role}"));
        console.Write(table);
    }

    static void PrintWaiting(IAnsiConsole console, ProcessStore store)
    {
        using var database = store.Query();
        var names = database.Users.ToDictionary(user => user.Id, user => user.Name);
        var tasks = database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && task.AssigneeId != null)
            .GroupBy(task => task.AssigneeId!)
                .Select(group => new { Id = group.Key, Open = group.Count(), Overdue = group.Count(task => task.IsOverdue) })
                .ToDictionary(row => row.Id);
        var approvals = database.ApprovalSteps.Where(step => step.Decision == null
            && database.Set<ApprovalRequest>().Any(request => request.Id == step.RequestId && request.Status == ApprovalStatus.Pending))
            .GroupBy(step => step.ApproverId).Select(group => new { Id = group.Key, Count = group.Count() })
                .ToDictionary(row => row.Id, row => row.Count);
        if (tasks.Count + approvals.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).Title("Waiting for").AddColumns("Person", "open tasks", "overdue", "approvals");
        foreach (var id in tasks.Keys.Union(approvals.Keys).OrderByDescending(id => approvals.GetValueOrDefault(id))
            .ThenByDescending(id => tasks.GetValueOrDefault(id)?.Open ?? 0).ThenBy(id => id).Take(PeopleShown))
            table.AddRow(new Text(names.GetValueOrDefault(id, id)), new Text($"{tasks.GetValueOrDefault(id)?.Open ?? 0}"),
                new Text($"{tasks.GetValueOrDefault(id)?.Overdue ?? 0}"), new Text($"{approvals.GetValueOrDefault(id)}"));
        console.Write(table);
    }
}
