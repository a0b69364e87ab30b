namespace ThreeStep.Orders.Scenarios;

/// <summary>Scenarios as files: beside the workflow files, in the folder <c>tests</c>.</summary>
public static class ScenarioFolder
{
    public const string Name = "tests";

    /// <summary>All files of a folder in the order of their names; none where there is no such folder.</summary>
    public static IReadOnlyList<ScenarioFile> Read(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder).Where(IsOne).Order(StringComparer.Ordinal)
            .Select(path => ScenarioReader.Read(Path.GetFileName(path), File.ReadAllText(path))).ToList();

    public static bool IsOne(string path) => Path.GetExtension(path) is ".yaml" or ".yml";
}
