namespace ThreeStep.Workflows.Model;

/// <summary>What a value may name: its own workflow, other workflows, records. The same when a workflow runs and when it is checked.</summary>
public sealed record Surroundings(CompiledWorkflow Workflow, IDefinitionSource Definitions, IRecordReader Records);
