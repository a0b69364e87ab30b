using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>Who is away and who stands in, as the database has it.</summary>
public static class StandInTables
{
    extension(ProcessDatabase database)
    {
        /// <summary>Who does the work of people who are away now; for a change, where nothing is awaited.</summary>
        public StandIns StandIns()
        {
            var leaves = Running(database).ToList();
            return leaves.Count == 0 ? People.StandIns.None : new(leaves, Active(database).ToList());
        }

        /// <summary>As <see cref="StandIns"/>, for pages and requests.</summary>
        public async Task<StandIns> ReadStandIns(CancellationToken token)
        {
            var leaves = await Running(database).ToListAsync(token);
            return leaves.Count == 0 ? People.StandIns.None : new(leaves, await Active(database).ToListAsync(token));
        }
    }

    static IQueryable<Leave> Running(ProcessDatabase database) => database.Leaves.Where(leave => leave.State == LeaveState.Running);

    static IQueryable<string> Active(ProcessDatabase database) => database.Users.Where(user => user.IsActive).Select(user => user.Id);
}
