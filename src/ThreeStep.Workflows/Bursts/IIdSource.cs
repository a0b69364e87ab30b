using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Where new ids come from. Injected, so that a test or a replay gets the same ones again.</summary>
public interface IIdSource
{
    string Next();
}
