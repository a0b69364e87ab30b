using System.Diagnostics;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>What <c>dotnet publish</c> gives is complete, and runs from anywhere.</summary>
public sealed class PublishTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("threestep-publish-").FullName;

    [Fact]
    public async Task A_published_folder_is_complete_and_runs_from_anywhere()
    {
        var root = Installation.Find(new ServerOptions(Data: folder)).Root;
        var target = Path.Combine(folder, "program");
        using (var publish = System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet",
            ["publish", Path.Combine(root, "src", "ThreeStep.Web"), "-o", target, "-v", "q", "--nologo", "--no-restore", "-c", Configuration,
                "-p:NoBuild=true"]))!)
        {
            await publish.WaitForExitAsync();
            Assert.Equal(0, publish.ExitCode);
        }

        var files = Directory.GetFiles(target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(target, file).Replace('\\', '/'))
            .ToList();
        Assert.Contains("appsettings.json", files);
        Assert.Equal(Directory.GetFiles(Path.Combine(root, "workflows"), "*.json").Length,
            files.Count(file => file.StartsWith("workflows/", StringComparison.Ordinal)));
        Assert.DoesNotContain(files, file => file.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || file.Contains("EntityFrameworkCore.Design", StringComparison.Ordinal));
        Assert.True(files.Where(file => file.StartsWith("runtimes/", StringComparison.Ordinal)).Select(file => file.Split('/')[1])
            .Distinct().Count() <= 1);

        await using var server = new ServerProcess
        {
            Program = Path.Combine(target, "ThreeStep.Web.dll"),
            WorkingDirectory = Path.GetPathRoot(folder)!
        };
        await server.Start();
        var (status, body) = await server.Client.Get("/elsa/api/workflow-definitions?pageSize=1");
        Assert.Equal(200, status);
        Assert.True(body!["totalCount"]!.GetValue<int>() > 5);
    }

    static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
