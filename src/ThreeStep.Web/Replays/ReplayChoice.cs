using ThreeStep.Orders.Replays;
using ThreeStep.Workflows.Replays;

namespace ThreeStep.Web.Replays;

/// <summary>Over which cases something is tried, and what is assumed, as somebody chooses it in <see cref="ReplayFields"/>.</summary>
public sealed class ReplayChoice
{
    /// <summary>Cases that began in the last so many days; 0 is all.</summary>
    public int Days { get; set; } = 92;
    public Assumption Assumption { get; set; }

    /// <param name="today">In the reader's zone.</param>
    public ReplayInput Input(int? version, DateOnly today) => new(version, Days == 0 ? null : today.AddDays(-Days), null, Assumption);
}
