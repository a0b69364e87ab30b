namespace ThreeStep.Workflows.Bursts;

/// <summary>Where new ids come from. Injected, so that a test or a replay gets the same ones again.</summary>
public interface IIdSource
{
    string Next();

    /// <summary>One that an execution of an activity asks for. A replay knows by that which one it was in the past.</summary>
    /// <param name="nodeId">The activity.</param>
    string Next(string executionId, string nodeId) => Next();
}
