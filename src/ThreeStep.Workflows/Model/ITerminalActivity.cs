using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>Marks an activity whose completion ends the flowchart it stands in.</summary>
public interface ITerminalActivity;
