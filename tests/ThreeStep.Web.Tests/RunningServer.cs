using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>The real host on a free port and a database of its own, with a small company.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public const string ServerKey = "key-of-the-tests";
    /// <summary>Everybody's password here.</summary>
    public const string Password = "a password for tests";

    static readonly string PasswordHash = new PasswordHasher<Credential>().HashPassword(new(), Password);

    readonly string folder = Directory.CreateTempSubdirectory("threestep-web-").FullName;
    WebApplication app = null!;
    string? database;

    /// <summary>With <c>THREESTEP_STORE=postgres</c> the host works on PostgreSQL.</summary>
    static bool IsOnPostgres => Environment.GetEnvironmentVariable("THREESTEP_STORE") == "postgres";

    [ModuleInitializer]
    internal static void SetServerKey() => Environment.SetEnvironmentVariable("THREESTEP_API_KEY", ServerKey);

    public string Address => app.Urls.First();
    public string Folder => folder;
    public HttpClient Admin { get; private set; } = null!;
    public WorkflowRuntime Runtime => app.Services.GetRequiredService<WorkflowRuntime>();
    public IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
    /// <summary>One of the host's own services, or a class that lives on them.</summary>
    public T Service<T>() where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(app.Services);
    public ProcessStore Store => app.Services.GetRequiredService<ProcessStore>();

    /// <summary>A database with the workflows and the company, made once: servers begin with a copy of it.</summary>
    static readonly Lazy<Task<string>> Prepared = new(Prepare);

    public async Task InitializeAsync()
    {
        if (IsOnPostgres) database = PostgresServer.NewDatabase(await Prepared.Value);
        else System.IO.File.Copy(await Prepared.Value, Path.Combine(folder, "threestep.db"));
        app = Server.Build(Options(folder) with { Database = database });
        await app.StartAsync();
        Admin = WithKey(ServerKey);
    }

    static ServerOptions Options(string folder) => new("http://127.0.0.1:0", folder, Empty: true);

    static async Task<string> Prepare()
    {
        var folder = Directory.CreateTempSubdirectory("threestep-web-prepared-").FullName;
        var database = IsOnPostgres ? PostgresServer.NewDatabase() : null;
        await using var app = Server.Build(Options(folder) with { Database = database });
        await app.Services.GetRequiredService<WorkflowFiles>().Load(Installation.Find(Options(folder)).WorkflowFolder);
        await app.Services.GetRequiredService<WorkflowRuntime>().Record(transaction =>
        {
            var records = transaction.Database;
            records.Add(new Company { Name = "Company", Currency = "CNY" });
            records.AddRange(
                Person("rep", Role.Rep, null, "manager"), Person("other", Role.Rep, null, "elsewhere"),
                    Person("manager", Role.Manager, "SalesManager", "director"), Person("director", Role.Manager, "Director", "head"),
                Person("head", Role.Manager, "SalesHead", null), Person("finance", Role.Manager, "Finance", null),
                    Person("owner", Role.ProcessOwner, null, null), Person("elsewhere", Role.Manager, null, null),
                Person("marketing", Role.Marketing, null, "head"), Person("service", Role.Service, null, "head"),
                    Person("admin", Role.Admin, null, null));
            foreach (var user in records.Users.Local.ToList())
                records.Add(new ApiKeyRow
                {
                    Id = user.Id,
                    UserId = user.Id,
                    Name = "tests",
                    Hash = ApiKey.Hash($"key-of-{user.Id}"),
                    Rights = ApiKeyRights.All,
                    CreatedAt = DateTimeOffset.UnixEpoch
                });
            foreach (var user in records.Users.Local.ToList())
                records.Add(new Credential
                {
                    Id = user.Id,
                    UserName = user.Id,
                    NormalizedUserName = user.Id.ToUpperInvariant(),
                    PasswordHash = PasswordHash,
                    SecurityStamp = user.Id,
                    LockoutEnabled = true
                });
        });
        if (database is not null)
        {
            app.Services.GetRequiredService<ProcessStore>().Close();
            return database;
        }
        var copy = Path.Combine(folder, "prepared.db");
        app.Services.GetRequiredService<ProcessStore>().CopyTo(copy);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return copy;
    }

    static User Person(string id, Role role, string? position, string? managerId) =>
        new() { Id = id, Name = id, Role = role, Position = position, ManagerId = managerId };

    public HttpClient WithKey(string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        return client;
    }

    public HttpClient As(string userId) => WithKey($"key-of-{userId}");

    /// <summary>The approval a deal waits for; the workflow asks soon after the terms change.</summary>
    public async Task<string> ApprovalOf(string dealId)
    {
        string? id = null;
        await Calls.Eventually(async () =>
            (id = (await Admin.Get($"/api/approvals?dealId={dealId}&status=Pending")).Body!["items"]!.AsArray()
            .FirstOrDefault()?["id"]?.ToString()) is not null, "the approval is asked for");
        return id!;
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

static class Calls
{
    public static async Task<(int Status, JsonNode? Body)> Call(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is string text) request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        else if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        JsonNode? json = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" && answer.Length > 0)
            json = JsonNode.Parse(answer);
        return ((int)response.StatusCode, json);
    }

    public static Task<(int Status, JsonNode? Body)> Get(this HttpClient client, string path) => client.Call(HttpMethod.Get, path);
    public static Task<(int Status, JsonNode? Body)> Put(this HttpClient client, string path, object? body) =>
        client.Call(HttpMethod.Put, path, body);
    public static Task<(int Status, JsonNode? Body)> Post(this HttpClient client, string path, object? body = null) =>
        client.Call(HttpMethod.Post, path, body ?? new { });
    public static Task<(int Status, JsonNode? Body)> Patch(this HttpClient client, string path, object body) =>
        client.Call(HttpMethod.Patch, path, body);

    /// <summary>Looks again until it is so; fails after two minutes, which a loaded machine does not need.</summary>
    public static async Task Eventually(Func<Task<bool>> isSo, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            try { await again.WaitForNextTickAsync(limit.Token); }
            catch (OperationCanceledException) { Assert.Fail($"It did not happen: {what}"); }
        }
    }
}
