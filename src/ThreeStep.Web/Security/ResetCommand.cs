using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.SignIns;
using ThreeStep.Orders.Store;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Security;

/// <summary>
/// <c>reset-second-factor NAME</c>: the last resort where nobody is left who could do it on a page. Whoever may run it has the data folder anyway.
/// </summary>
static class ResetCommand
{
    public static async Task<int> Run(ServerOptions options, string userId)
    {
        var installation = Installation.Find(options);
        if (!installation.HasStore) return Refuse($"There is no database in {installation.Data}.");
        var database = installation.Store();
        database.Migrate();
        var services = new ServiceCollection().AddLogging();
        RuntimeSetup.AddRuntime(services, installation, database, ClockSetup.Choose(options, database).Frozen());
        await using var provider = services.BuildServiceProvider();
        try { await provider.GetRequiredService<OrderRecords>().Record(Actor.Server, change => ResetSecondFactor.Apply(change, userId)); }
        catch (RefusalException refusal) { return Refuse(refusal.Message); }
        Console.WriteLine($"{userId} signs in with the password alone now, and was signed out everywhere. Whose role must have a second factor sets it up then.");
        return 0;
    }

    static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
