using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Activities;

/// <summary>When an activity with several ways in runs.</summary>
public enum MergeMode
{
    /// <summary>Once nothing is on its way to an activity before it.</summary>
    Stream,
    /// <summary>When every forward connection has brought a token.</summary>
    Merge,
    /// <summary>When every connection, loops included, has brought a token.</summary>
    Converge,
    /// <summary>At every arrival.</summary>
    Cascade,
    /// <summary>At the first arrival; the others are given up.</summary>
    Race,
}
