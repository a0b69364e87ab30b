using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Replays;

namespace ThreeStep.Orders.Replays;

/// <summary>What is tried over the past.</summary>
/// <param name="Version">The version of the workflow; null runs each case on the version it ended with, to try a table or a calendar alone.</param>
/// <param name="From">Cases that began on this day of the company or later; null is all.</param>
/// <param name="To">And no later than on this one.</param>
/// <param name="Assumption">What is assumed of questions that nobody was asked then.</param>
public sealed record ReplayInput(int? Version = null, DateOnly? From = null, DateOnly? To = null, Assumption Assumption = Assumption.Usual)
{
    /// <summary>In the place of the company's approval matrix.</summary>
    public ApprovalMatrix? Matrix { get; init; }
    /// <summary>In the place of the company's calendar; those of teams and people stay.</summary>
    public CalendarDefinition? Calendar { get; init; }
}
