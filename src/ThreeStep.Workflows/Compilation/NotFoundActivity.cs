using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Compilation;

/// <summary>Stands for an activity whose type this server does not know. It loads and saves as it is, and faults when reached.</summary>
public sealed class NotFoundActivity : Activity
{
    public override void Execute(ActivityContext context) =>
        throw new ActivityException(
            $"The activity type '{Node.TypeName}' is not known to this server. Remove the activity, or install what provides it.");

    protected internal override void Bind() { }
}
