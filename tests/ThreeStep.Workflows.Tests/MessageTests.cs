using System.Globalization;
using System.Text.Json;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Tests;

/// <summary>What is told to people is kept in documents in a way that can still be said in any language.</summary>
public sealed class MessageTests
{
    static string Kept(Message message, out Message read)
    {
        var json = JsonSerializer.Serialize(message, Json.Options);
        read = JsonSerializer.Deserialize<Message>(json, Json.Options)!;
        return json;
    }

    static string Turned(string english) => english switch
    {
        "{0}: {1}" => "{0}：{1}",
        "Text" => "文字",
        "{0} waits {1} since {2:yyyy-MM-dd HH:mm}, {3:N0} times; {4}" => "{0} 从 {2:yyyy-MM-dd HH:mm} 起等了 {1}，{3:N0} 次；{4}",
        "{0} days" => "{0} 天",
        "Suspended" => "等待中",
        _ => english,
    };

    [Fact]
    public void A_sentence_without_values_is_kept_as_plain_text()
    {
        Assert.Equal("\"Give {this}.\"", Kept("Give {this}.", out var read));
        Assert.Equal("Give {this}.", read.ToString());
    }

    [Fact]
    public void Values_are_kept_apart_and_as_what_they_are()
    {
        var since = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        Message message = $"{InstanceSubStatus.Suspended} waits {TimeSpan.FromDays(3)} since {since:yyyy-MM-dd HH:mm}, {1234:N0} times; {null as string}";

        Kept(message, out var read);

        Assert.Equal("Suspended waits 3 days since 2026-03-02 01:00, 1,234 times; ", read.ToString());
        Assert.Equal("等待中 从 2026-03-02 09:00 起等了 3 天，1,234 次；",
            read.In(CultureInfo.InvariantCulture, Turned, TimeZoneInfo.CreateCustomTimeZone("+8", TimeSpan.FromHours(8), "", "")));
    }

    [Fact]
    public void A_message_in_a_message_is_translated_too()
    {
        Message label = "Text";
        Message message = $"{label}: {(Message)"broken"}";

        Kept(message, out var read);

        Assert.Equal("文字：broken", read.In(CultureInfo.InvariantCulture, Turned));
    }
}
