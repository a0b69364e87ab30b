using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime;

/// <summary>Whoever wanted to change or publish a workflow may not: the product says why. Nothing was changed.</summary>
public sealed class DefinitionRefusedException(Message words) : WordedException(words);

/// <summary>What somebody does to a workflow: draws it, its deletion included, or says what new instances run.</summary>
public enum DefinitionAct { Edit, Publish }
