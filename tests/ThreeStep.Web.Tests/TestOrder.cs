using Xunit.Abstractions;

// Many tests wait for a server or a browser of their own to start; meanwhile others go on.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer("ThreeStep.Web.Tests.TestOrder", "ThreeStep.Web.Tests")]

namespace ThreeStep.Web.Tests;

/// <summary>What takes minutes begins first, so that nothing waits for it in the end.</summary>
public sealed class TestOrder : ITestCollectionOrderer
{
    static readonly string[] Long =
        [nameof(ServerLifeTests), nameof(DurabilityTests), nameof(Browser.StudioJourneys), nameof(Browser.WorkJourneys), nameof(BackupTests),
            nameof(Browser.AccessibilityTests), nameof(Browser.RestartJourney), nameof(Browser.WorkingTimeJourneys), nameof(PublishTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(Long, name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)) is
            >= 0 and var place ? place : Long.Length);
}
