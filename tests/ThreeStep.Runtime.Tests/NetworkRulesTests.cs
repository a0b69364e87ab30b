using System.Net;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Runtime.Tests;

public sealed class NetworkRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.5.4")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("::7f00:1")]
    [InlineData("224.0.0.1")]
    public void Nothing_inside_is_called(string address) => Assert.False(new NetworkRules(["*"], []).AllowsAddress(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void The_public_Internet_is(string address) => Assert.True(new NetworkRules([], []).AllowsAddress(IPAddress.Parse(address)));

    [Fact]
    public void What_the_settings_name_inside_is()
    {
        var rules = new NetworkRules([], ["10.1.0.0/16", "127.0.0.1"]);

        Assert.True(rules.AllowsAddress(IPAddress.Parse("10.1.2.3")));
        Assert.True(rules.AllowsAddress(IPAddress.Parse("::ffff:127.0.0.1")));
        Assert.False(rules.AllowsAddress(IPAddress.Parse("10.2.0.1")));
        Assert.Throws<FormatException>(() => new NetworkRules([], ["erp"]));
    }

    [Theory]
    [InlineData("https://erp.example.com/x", true)]
    [InlineData("https://ERP.example.com.:8443/x", true)]
    [InlineData("https://a.partner.cn/x", true)]
    [InlineData("https://partner.cn/x", false)]
    [InlineData("https://evil-partner.cn/x", false)]
    [InlineData("https://erp.example.com@evil.com/x", false)]
    [InlineData("https://erp.example.com.evil.com/x", false)]
    public void Hosts_are_called_that_the_settings_name(string url, bool allowed) =>
        Assert.Equal(allowed, new NetworkRules(["erp.example.com", "*.partner.cn"], []).AllowsHost(new Uri(url)));
}
