using System.Globalization;
using System.Text.RegularExpressions;
using ThreeStep.Orders.Texts;
using ThreeStep.Web.Http;
using ThreeStep.Web.Setup;
using ThreeStep.Web.Texts;

namespace ThreeStep.Web.Tests;

/// <summary>What pages say, they say in both languages.</summary>
public sealed partial class TextsTests
{
    static readonly CultureInfo Chinese = ReaderLanguage.Chinese;

    [Fact]
    public void Every_text_of_every_page_is_there_in_Chinese()
    {
        var sources = Sources();
        var plain = sources.SelectMany(source => PlainText().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        var withValues = sources.SelectMany(WrittenText.WithValues).ToHashSet();

        Assert.True(plain.Count > 900 && withValues.Count > 150, $"{plain.Count} plain, {withValues.Count} with values");
        Assert.Equal([], plain.Concat(withValues).Where(text => Texts.Texts.In(Chinese, text) == text
            && Places().Replace(text, "").Any(char.IsAsciiLetter)).Order());
    }

    static List<string> Sources()
    {
        var folder = Path.Combine(Installation.Find(new ServerOptions(Data: Path.GetTempPath())).Root, "src", "ThreeStep.Web");
        return Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".razor" or ".cs"
            && !file.Contains("node_modules", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(System.IO.File.ReadAllText).ToList();
    }

    [Fact]
    public void A_message_keeps_its_values_apart_and_is_said_in_the_readers_words()
    {
        Message message = $"{"Li Na"} was faster: {Orders.Approvals.ApprovalStatus.Approved} at {new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero):yyyy-MM-dd HH:mm zzz}.";

        Assert.Equal("{0} was faster: {1} at {2:yyyy-MM-dd HH:mm zzz}.", message.English);
        Assert.Equal("Li Na was faster: Approved at 2026-11-23 02:00 +00:00.", message.ToString());
        Assert.Equal("Li Na已先处理：已同意，2026-11-23 10:00。",
            message.In(Chinese, text => Texts.Texts.In(Chinese, text), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
    }

    [Fact]
    public void Braces_in_a_text_stay_braces()
    {
        Message message = "Give {this}.";
        Assert.Equal("Give {this}.", message.ToString());
    }

    [Theory]
    [InlineData("约访 · Arrange a visit: 瑞丰", "zh-CN", "约访: 瑞丰")]
    [InlineData("约访 · Arrange a visit: 瑞丰", "en", "Arrange a visit: 瑞丰")]
    [InlineData("逾期：升级 · Late: escalate", "zh-CN", "逾期：升级")]
    [InlineData("逾期：升级 · Late: escalate", "en", "Late: escalate")]
    [InlineData("约访 · Arrange a visit: Acme", "zh-CN", "约访: Acme")]
    [InlineData("瑞丰食品 · 包装线 Packaging line", "en", "瑞丰食品 · Packaging line")]
    [InlineData("约访 · Arrange a visit：没有客户", "zh-CN", "约访：没有客户")]
    [InlineData("瑞丰 17", "en", "瑞丰 17")]
    [InlineData("Only English", "zh-CN", "Only English")]
    public void What_workflows_write_for_both_is_shown_in_one_language(string text, string language, string shown)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal(shown, Bilingual.Said(text));
        }
        finally { CultureInfo.CurrentUICulture = before; }
    }

    [GeneratedRegex("""\bT\("((?:[^"\\]|\\.)*)"\)""")]
    private static partial Regex PlainText();

    [GeneratedRegex("""\{\d+(:[^}]*)?\}""")]
    private static partial Regex Places();
}
