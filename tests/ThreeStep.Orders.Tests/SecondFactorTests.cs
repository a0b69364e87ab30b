using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.SignIns;
using ThreeStep.Orders.Staff;

namespace ThreeStep.Orders.Tests;

/// <summary>Codes of an authenticator app, by moments of our own.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 10, TimeSpan.Zero);
    static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    readonly CompanyWorld world = new();
    readonly SecondFactorSecrets secrets = new(new EphemeralDataProtectionProvider());
    readonly byte[] secret = SecondFactor.NewSecret();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    string CodeAt(DateTimeOffset time) => new Totp(secret).ComputeTotp(time.UtcDateTime);

    static Credential WithFactor() => new() { Id = "rep", SecondFactorSecret = "kept", RecoveryCodes = [] };

    [Fact]
    public void Codes_are_those_of_RFC_6238()
    {
        var ofTheRfc = "12345678901234567890"u8.ToArray();

        Assert.Equal(1, SecondFactor.StepOf(ofTheRfc, "287082", DateTimeOffset.FromUnixTimeSeconds(59)));
        Assert.Equal(37037037, SecondFactor.StepOf(ofTheRfc, "050471", DateTimeOffset.FromUnixTimeSeconds(1111111111)));
        Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", SecondFactor.Written(ofTheRfc));
        Assert.Equal(
            "otpauth://totp/ThreeStep%20%E7%91%9E%E4%B8%B0%20%26%20Co:li-na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ThreeStep%20%E7%91%9E%E4%B8%B0%20%26%20Co",
            SecondFactor.Address(ofTheRfc, "li-na", "瑞丰 & Co"));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_a_step_wrong_and_not_two(int steps, bool isGood) =>
        Assert.Equal(isGood ? CodeUse.Code : CodeUse.Wrong, SecondFactor.Use(WithFactor(), secret, CodeAt(Noon + (steps * Step)), Noon));

    [Fact]
    public void A_code_is_good_once_and_so_is_every_code_before_it()
    {
        var credential = WithFactor();

        Assert.Equal(CodeUse.Code, SecondFactor.Use(credential, secret, CodeAt(Noon), Noon));
        Assert.Equal(CodeUse.Spent, SecondFactor.Use(credential, secret, CodeAt(Noon), Noon));
        Assert.Equal(CodeUse.Spent, SecondFactor.Use(credential, secret, CodeAt(Noon), Noon + Step));
        Assert.Equal(CodeUse.Spent, SecondFactor.Use(credential, secret, CodeAt(Noon - Step), Noon));
        Assert.Equal(CodeUse.Code, SecondFactor.Use(credential, secret, CodeAt(Noon + Step), Noon + Step));
    }

    [Fact]
    public void A_recovery_code_is_good_once_however_it_is_typed()
    {
        var codes = SecondFactor.NewRecoveryCodes();
        var credential = WithFactor();
        credential.RecoveryCodes = codes.Select(SecondFactor.HashOf).ToList();

        Assert.Equal(CodeUse.RecoveryCode, SecondFactor.Use(credential, secret, $" {codes[3].Replace('-', ' ').ToUpperInvariant()} ", Noon));
        Assert.Equal(CodeUse.Wrong, SecondFactor.Use(credential, secret, codes[3], Noon));
        Assert.Equal(9, credential.RecoveryCodes.Count);
        // It is a factor of its own: it helps where the secret cannot be read any more.
        Assert.Equal(CodeUse.RecoveryCode, SecondFactor.Use(credential, null, codes[4], Noon));
        Assert.Equal(CodeUse.Unreadable, SecondFactor.Use(credential, null, CodeAt(Noon), Noon));
        Assert.Equal(SecondFactor.RecoveryCodesMade, codes.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("-")]
    [InlineData("٣٤٥٦٧٨")]
    [InlineData("abcdef")]
    public void Nonsense_is_wrong(string? typed) => Assert.Equal(CodeUse.Wrong, SecondFactor.Use(WithFactor(), secret, typed, Noon));

    [Fact]
    public void The_wide_digits_of_a_Chinese_keyboard_and_spaces_do()
    {
        var code = CodeAt(Noon);
        var wide = string.Concat(code.Select(digit => (char)(digit - '0' + '０')));

        Assert.Equal(CodeUse.Code, SecondFactor.Use(WithFactor(), secret, wide, Noon));
        Assert.Equal(CodeUse.Code, SecondFactor.Use(WithFactor(), secret, $"{code[..3]} {code[3..]}", Noon));
    }

    [Fact]
    public void A_secret_is_enciphered_for_its_person_alone()
    {
        var kept = secrets.Protect("rep", secret);

        Assert.Equal(secret, secrets.Read("rep", kept));
        Assert.Null(secrets.Read("manager", kept));
        Assert.Null(new SecondFactorSecrets(new EphemeralDataProtectionProvider()).Read("rep", kept));
        Assert.DoesNotContain(Base32Encoding.ToString(secret), kept, StringComparison.Ordinal);
    }

    Task<T> Do<T>(Func<Change, T> change, string by = "rep") => world.Do(by, change);

    async Task<IReadOnlyList<string>> TurnedOn(bool isSigningIn = false, string stamp = "first")
    {
        if (stamp == "first")
            await world.Change(change => change.Database.Credentials.Add(
                new Credential { Id = "rep", UserName = "rep", PasswordHash = "hash", SecurityStamp = "first" }));
        var proposal = new SecretProposal("rep", stamp, secret, Noon + SecretProposal.Life);
        return await Do(change => TurnOnSecondFactor.Apply(change, proposal, CodeAt(Noon), isSigningIn, secrets, Noon));
    }

    Credential Kept() => world.Read(database => database.Credentials.Single(row => row.Id == "rep"));

    [Fact]
    public async Task Turning_it_on_signs_out_everywhere_tells_the_person_and_uses_the_code_up()
    {
        var codes = await TurnedOn();

        var kept = Kept();
        Assert.NotEqual("first", kept.SecurityStamp);
        Assert.Equal((Noon, 10), (kept.SecondFactorSince, kept.RecoveryCodes.Count));
        Assert.DoesNotContain(codes[0], kept.RecoveryCodes);
        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.SecondFactorOn);
        Assert.Equal(SignInAnswer.SpentCode,
            await Do(change => CheckCode.Apply(change, "rep", kept.SecurityStamp!, CodeAt(Noon), secrets, Noon)));
        Assert.Equal(SignInAnswer.Gone, await Do(change => CheckCode.Apply(change, "rep", "first", CodeAt(Noon + Step), secrets, Noon)));
        Assert.Equal(SignInAnswer.In,
            await Do(change => CheckCode.Apply(change, "rep", kept.SecurityStamp!, CodeAt(Noon + Step), secrets, Noon)));
    }

    [Fact]
    public async Task A_right_password_buys_no_more_tries_at_the_code()
    {
        await TurnedOn();
        var stamp = Kept().SecurityStamp!;

        for (var attempt = 1; attempt < 5; attempt++)
        {
            Assert.Equal(SignInAnswer.AsksForCode, await Do(change => CheckPassword.Apply(change, "rep", isRight: true, Noon)));
            Assert.Equal(SignInAnswer.WrongCode, await Do(change => CheckCode.Apply(change, "rep", stamp, "000000", secrets, Noon)));
        }
        Assert.Equal(SignInAnswer.Locked, await Do(change => CheckCode.Apply(change, "rep", stamp, "000000", secrets, Noon)));
        Assert.Equal(SignInAnswer.Locked, await Do(change => CheckPassword.Apply(change, "rep", isRight: true, Noon)));
        Assert.Equal(SignInAnswer.Locked, await Do(change => CheckCode.Apply(change, "rep", stamp, CodeAt(Noon + Step), secrets, Noon)));
        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.WrongCodes);

        var later = Noon + SignInRules.LockOut + Step;
        Assert.Equal(SignInAnswer.In, await Do(change => CheckCode.Apply(change, "rep", stamp, CodeAt(later), secrets, later)));
    }

    [Fact]
    public async Task Between_password_and_cookie_none_is_replaced()
    {
        await TurnedOn();

        await Assert.ThrowsAsync<RefusalException>(() => TurnedOn(isSigningIn: true, Kept().SecurityStamp!));
        // Who is signed in and has proved who they are moves it.
        await TurnedOn(isSigningIn: false, Kept().SecurityStamp!);
    }

    [Fact]
    public async Task Whose_role_must_have_one_sets_it_up_and_keeps_it()
    {
        await Do(change => ChangeCompany.Apply(change, new CompanyInput { SecondFactorRoles = new([Role.Rep, Role.Admin, Role.Rep]) }), "admin");
        await world.Change(change => change.Database.Credentials.Add(
            new Credential { Id = "manager", UserName = "manager", PasswordHash = "hash", SecurityStamp = "m" }));
        await TurnedOn();

        Assert.Equal(SignInAnswer.AsksForCode, await Do(change => CheckPassword.Apply(change, "rep", isRight: true, Noon)));
        Assert.Equal(SignInAnswer.In, await Do(change => CheckPassword.Apply(change, "manager", isRight: true, Noon), "manager"));
        await Assert.ThrowsAsync<RefusalException>(() => Do(change => TurnOffSecondFactor.Apply(change, "rep")));
        await Assert.ThrowsAsync<RefusalException>(() => Do(change => ResetSecondFactor.Apply(change, "rep"), "rep"));

        await Do(change => ResetSecondFactor.Apply(change, "rep"), "admin");
        Assert.Equal(SignInAnswer.AsksForSetUp, await Do(change => CheckPassword.Apply(change, "rep", isRight: true, Noon)));
        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.SecondFactorReset);
        await world.Pass(TimeSpan.FromMinutes(2));
        Assert.Contains(world.Messages("rep").SelectMany(message => message.Items),
            item => item.Kind == MatterKind.SignIn && item.About.Contains("Your second factor was removed", StringComparison.Ordinal));
        await Do(change => ChangeCompany.Apply(change, new CompanyInput { SecondFactorRoles = null }), "admin");
        Assert.Equal(SignInAnswer.In, await Do(change => CheckPassword.Apply(change, "rep", isRight: true, Noon)));
    }
}
