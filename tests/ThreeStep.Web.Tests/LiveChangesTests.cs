using Microsoft.Extensions.Logging.Abstractions;
using ThreeStep.Orders.People;
using ThreeStep.Web.Layout;

namespace ThreeStep.Web.Tests;

public sealed class LiveChangesTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_page_whose_refresh_failed_looks_again_by_itself_and_goes_on_living()
    {
        using var changes = new LiveChanges(server.Runtime, NullLogger<LiveChanges>.Instance);
        var (looks, looked) = (0, new SemaphoreSlim(0));
        using var page = changes.Subscribe(changed => changed is User { Id: "rep" }, () =>
        {
            looked.Release();
            return ++looks == 1 ? throw new InvalidOperationException("The database is busy.") : Task.CompletedTask;
        });

        await Change("first");
        Assert.True(await looked.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.True(await looked.WaitAsync(TimeSpan.FromMinutes(1)), "it is tried again");
        await Change("second");
        Assert.True(await looked.WaitAsync(TimeSpan.FromMinutes(1)), "the next change is shown");
    }

    Task Change(string name) => server.Runtime.Record(transaction => transaction.Database.Users.Find("rep")!.Name = name);
}
