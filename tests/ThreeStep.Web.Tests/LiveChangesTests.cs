using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Layout;
using ThreeStep.Web.Security;

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

    [Fact]
    public async Task What_changes_while_a_page_looks_for_the_first_time_is_shown()
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        var address = $"{server.Address}/";
        ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize(address, address);
        await using var renderer = new InteractiveRenderer(scope.ServiceProvider);
        await using var database = server.Store.Query();
        var reader = await Reader.Read(Caller.Of(database.Users.First(user => user.Id == "rep"), "test"), server.Store, default);
        var (looks, looked) = (0, new SemaphoreSlim(0));
        async Task Look()
        {
            if (Interlocked.Increment(ref looks) == 1) await Change("while it looked");
            looked.Release();
        }

        await renderer.Show(builder =>
        {
            builder.OpenComponent<CascadingValue<Reader>>(0);
            builder.AddComponentParameter(1, nameof(CascadingValue<>.Value), reader);
            builder.AddComponentParameter(2, nameof(CascadingValue<>.ChildContent), (RenderFragment)(inside =>
            {
                inside.OpenComponent<LookingPage>(0);
                inside.AddComponentParameter(1, nameof(LookingPage.OnLook), (Func<Task>)Look);
                inside.CloseComponent();
            }));
            builder.CloseComponent();
        });

        Assert.True(await looked.WaitAsync(TimeSpan.FromMinutes(1)), "the first look");
        Assert.True(await looked.WaitAsync(TimeSpan.FromMinutes(1)), "the look at what has changed meanwhile");
    }

    sealed class LookingPage : WorkPage
    {
        [Parameter] public Func<Task> OnLook { get; set; } = default!;

        protected override bool Concerns(object changed) => changed is User { Id: "rep" };

        protected override Task Look(ProcessDatabase database, RecordAccess access, CancellationToken token) => OnLook();
    }

    sealed class Root : ComponentBase
    {
        [Parameter] public RenderFragment Content { get; set; } = default!;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => Content(builder);
    }

#pragma warning disable BL0006 // A renderer of one's own is the only way to be connected without a browser.
    /// <summary>Renders like a connected page, to nobody.</summary>
    sealed class InteractiveRenderer(IServiceProvider services)
        : Microsoft.AspNetCore.Components.RenderTree.Renderer(services, NullLoggerFactory.Instance)
    {
        public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

        protected override RendererInfo RendererInfo { get; } = new("Server", isInteractive: true);

        public Task Show(RenderFragment content) => Dispatcher.InvokeAsync(() =>
            RenderRootComponentAsync(AssignRootComponentId(InstantiateComponent(typeof(Root))),
                ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Root.Content)] = content })));

        protected override Task UpdateDisplayAsync(in Microsoft.AspNetCore.Components.RenderTree.RenderBatch batch) => Task.CompletedTask;

        protected override void HandleException(Exception exception) => throw exception;
    }
#pragma warning restore BL0006

    Task Change(string name) => server.Runtime.Record(transaction => transaction.Database.Users.Find("rep")!.Name = name);
}
