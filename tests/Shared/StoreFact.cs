using Xunit.Abstractions;
using Xunit.Sdk;

namespace ThreeStep.Tests;

/// <summary>A test of what holds on both stores: its class has one heir for each. Where PostgreSQL is missing, that one's are skipped.</summary>
[XunitTestCaseDiscoverer("ThreeStep.Tests.StoreFactDiscoverer", "ThreeStep.Runtime.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>The tests of this class need a server of PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnPostgresAttribute : Attribute;

public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod,
        IAttributeInfo factAttribute) => new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(),
        discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("Called by xUnit.")]
    public StoreTestCase() { }

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method) { }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(OnPostgresAttribute)).Any() ? PostgresServer.Missing
            : base.GetSkipReason(factAttribute);
}
