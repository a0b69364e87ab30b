using System.Globalization;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Tests;

public sealed class ActivityTextsTests
{
    static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    public static TheoryData<string> DomainActivities() =>
        new(new ActivityRegistry(typeof(OrderActivity).Assembly).Types.Select(type => type.TypeName)
            .Where(name => name.StartsWith("ThreeStep.", StringComparison.Ordinal)));

    [Fact]
    public void Elsas_own_activities_can_be_read_in_Chinese_too() =>
        Assert.All(new ActivityRegistry().Types.Where(type => type.Card.IsBrowsable), type =>
            Assert.Contains(ActivityTexts.In(Chinese, type.Card.DisplayName ?? ActivityTexts.Words(type.ClrType.Name)), letter => letter > 0x2E80));

    [Theory, MemberData(nameof(DomainActivities))]
    public void Every_card_can_be_read_in_Chinese_and_English(string typeName)
    {
        var type = new ActivityRegistry(typeof(OrderActivity).Assembly).Find(typeName)!;

        foreach (var english in ActivityTexts.Of(type))
        {
            Assert.Equal(english, ActivityTexts.In(CultureInfo.GetCultureInfo("en"), english));
            Assert.True(ActivityTexts.In(Chinese, english).Any(letter => letter > 0x2E80), $"{typeName}: '{english}' has no Chinese");
        }
    }

    [Fact]
    public void Each_has_its_card()
    {
        Assert.Equal(13, DomainActivities().Count);
        Assert.All(new ActivityRegistry(typeof(OrderActivity).Assembly).Types.Where(type => type.Card.Namespace == "ThreeStep"), type =>
        {
            Assert.NotNull(type.Card.Icon);
            Assert.NotNull(type.Card.Color);
            Assert.Contains(type.Card.Category, (string[])["Marketing", "Sales", "Service", "People", "Time"]);
        });
    }
}
