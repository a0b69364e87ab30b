using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Setup;

/// <summary>The runtime with the settings of this installation; also for commands that run without a server.</summary>
static class RuntimeSetup
{
    /// <param name="urls">Where the server listens, if the command line says it.</param>
    public static void AddRuntime(IServiceCollection services, Installation installation, ProcessStore store, ProcessClock clock,
        string? urls = null)
    {
        var delivery = installation.Settings.GetSection("Delivery").Get<DeliverySettings>() ?? new DeliverySettings();
        delivery.MailFolder = installation.MailFolder;
        if (delivery.Address.Length == 0) delivery.Address = Reachable((urls ?? installation.Settings["Urls"] ?? "").Split(';')[0]);
        DataKeys.Add(services, installation, store);
        services.AddSingleton(installation.Settings.GetSection("Http").Get<HttpSettings>() ?? new HttpSettings());
        services.AddOrders(CalendarSettings.Read(installation.Settings)).AddProcessRuntime(store, clock, delivery);
    }

    /// <summary>A server that listens at every address of its machine is reached by the machine's name.</summary>
    public static string Reachable(string address) =>
        new[] { "://+", "://*", "://0.0.0.0", "://[::]" }.Aggregate(address, (known, every) => known.Replace(every, $"://{Environment.MachineName}"));
}
