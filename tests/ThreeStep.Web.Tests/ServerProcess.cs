using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>The server as a process of its own, which can be killed (SIGKILL) and started again on the same data.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    readonly string[] options;
    readonly int port = FreePort();
    System.Diagnostics.Process? process;
    Task<string> output = Task.FromResult("");

    public ServerProcess(params string[] options)
    {
        this.options = options;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", RunningServer.ServerKey);
    }

    /// <summary>Settings by environment variables, for the next start.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>The program as it was built here, unless another is told.</summary>
    public string Program { get; init; } = typeof(ServerOptions).Assembly.Location;
    public string WorkingDirectory { get; init; } = "";

    public string Data { get; } = Directory.CreateTempSubdirectory("threestep-process-").FullName;
    public string DatabasePath => Path.Combine(Data, "threestep.db");
    public HttpClient Client { get; }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task Start()
    {
        process = System.Diagnostics.Process.Start(Arguments(["--urls", $"http://127.0.0.1:{port}", .. options]))!;
        output = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        await Calls.Eventually(async () =>
        {
            try { return (await Client.GetAsync("/health/ready")).IsSuccessStatusCode; }
            catch (HttpRequestException) { return false; }
        }, "the server is ready");
    }

    /// <summary>Runs a command to its end on the same data.</summary>
    public async Task<(int ExitCode, string Output)> Run(params string[] command)
    {
        using var run = System.Diagnostics.Process.Start(Arguments([.. command, .. options]))!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        return (run.ExitCode, await output + await error);
    }

    ProcessStartInfo Arguments(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments, "--data", Data, "--empty"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory,
        };
        start.Environment["THREESTEP_API_KEY"] = RunningServer.ServerKey;
        // As .NET is by itself. Ours compiles busy code at once, which pays in a server that works for minutes, not in one that is killed soon.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "64";
        foreach (var (name, value) in Settings) start.Environment[name] = value;
        return start;
    }

    /// <summary>SIGKILL: no goodbye, no flush.</summary>
    public async Task Kill()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>STOP halts it where it stands, as a machine does that sleeps; CONT lets it go on as if nothing had been.</summary>
    public async Task Signal(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", $"{process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as service managers and containers send it.</summary>
    /// <returns>How it ended and how long that took.</returns>
    public async Task<(int ExitCode, TimeSpan Time)> Stop()
    {
        var begun = TimeProvider.System.GetTimestamp();
        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process!.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        var ended = (process.ExitCode, TimeProvider.System.GetElapsedTime(begun));
        process.Dispose();
        process = null;
        return ended;
    }

    /// <summary>What it has written since its last start, once it has ended.</summary>
    public Task<string> Output => output;

    public int Id => process!.Id;

    public async Task Restart()
    {
        await Kill();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Client.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
