using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>Who is away and who stands in, as the database has it.</summary>
public static class StandInTables
{
    extension(ProcessDatabase database)
    {
        /// <summary>Who does the work of people who are away now.</summary>
        public StandIns StandIns()
        {
            var leaves = database.Leaves.Where(leave => leave.State == LeaveState.Running).ToList();
            if (leaves.Count == 0) return People.StandIns.None;
            return new(leaves, database.Users.Where(user => user.IsActive).Select(user => user.Id).ToList());
        }
    }
}
