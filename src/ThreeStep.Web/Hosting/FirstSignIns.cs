using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Hosting;

/// <summary>The passwords of a first start. They are told once, on the console, and kept nowhere but as hashes.</summary>
/// <param name="AdminPassword">Null where an administrator can sign in already.</param>
/// <param name="DemoPassword">The one for all people of the demo company; null where there is none.</param>
sealed record FirstSignIns(string? AdminPassword, string? DemoPassword, IReadOnlyList<User> DemoPeople)
{
    public const string AdminId = "admin";

    /// <summary>Sees to it that somebody can sign in: an administrator always, the demo company's people when it was made just now.</summary>
    /// <returns>Null when there is nothing to tell.</returns>
    public static async Task<FirstSignIns?> Make(IServiceProvider services, bool isNewDemo)
    {
        await using var scope = services.CreateAsyncScope();
        var (file, passwords) =
            (scope.ServiceProvider.GetRequiredService<ProcessStore>(), scope.ServiceProvider.GetRequiredService<PasswordSignIn>());
        await using var database = file.Query();
        var hasAdmin = await database.Users.AnyAsync(user => user.Role == Role.Admin && user.IsActive
            && database.Set<Credential>().Any(row => row.Id == user.Id));
        var adminPassword = hasAdmin ? null : await MakeAdmin(scope.ServiceProvider.GetRequiredService<WorkflowRuntime>(), passwords);
        if (!isNewDemo) return adminPassword is null ? null : new(adminPassword, null, []);
        var password = PasswordSignIn.NewPassword();
        var people = (await database.Users.Where(user => user.Role != Role.Admin && user.IsActive).ToListAsync())
            .OrderBy(user => user.Role).ThenBy(user => user.Id).ToList();
        foreach (var person in people) await passwords.Set(person.Id, password, mustChange: false);
        return new(adminPassword, password, people);
    }

    static async Task<string> MakeAdmin(WorkflowRuntime runtime, PasswordSignIn passwords)
    {
        await runtime.Record(transaction =>
        {
            var users = transaction.Database.Users;
            if (users.Find(AdminId) is { } known) (known.Role, known.IsActive) = (Role.Admin, true);
            else users.Add(new User { Id = AdminId, Name = "管理员 Administrator", Role = Role.Admin });
        });
        var password = PasswordSignIn.NewPassword();
        await passwords.Set(AdminId, password, mustChange: false);
        return password;
    }
}
