using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ThreeStep.Orders.Deals;
using ThreeStep.Runtime;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Tests;

/// <summary>Arrows go one way: Web → Orders → Runtime → Workflows; bursts do no input and output.</summary>
public sealed class ArchitectureTests
{
    static readonly string[] Order = ["ThreeStep.Workflows", "ThreeStep.Runtime", "ThreeStep.Orders", "ThreeStep.Web"];

    static readonly Assembly[] Assemblies =
        [typeof(Burst).Assembly, typeof(WorkflowRuntime).Assembly, typeof(Deal).Assembly, typeof(ServerOptions).Assembly];

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Process.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [Fact]
    public void A_project_knows_only_those_before_it()
    {
        foreach (var assembly in Assemblies)
            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => Order.Contains(reference.Name)))
                Assert.True(Array.IndexOf(Order, reference.Name) < Array.IndexOf(Order, assembly.GetName().Name),
                    $"{assembly.GetName().Name} → {reference.Name}");
    }

    [Fact]
    public void The_project_files_say_the_same()
    {
        foreach (var (name, index) in Order.Select((name, index) => (name, index)))
        {
            var references = XDocument.Load(Path.Combine(Root(), "src", name, $"{name}.csproj")).Descendants("ProjectReference")
                .Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, reference => Assert.True(Array.IndexOf(Order, reference) < index, $"{name} → {reference}"));
        }
    }

    /// <summary>
    /// Folders are taken off one after the other, each when it knows none of those that are left; what cannot be taken off stands in a circle.
    /// </summary>
    [Theory]
    [InlineData("Workflows")]
    [InlineData("Runtime")]
    [InlineData("Orders")]
    [InlineData("Web")]
    public void Folders_know_each_other_one_way(string project)
    {
        var folder = Path.Combine(Root(), "src", $"ThreeStep.{project}");
        var knows = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Room: Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar), Path: path))
            .Where(file => file.Room is [not ("obj" or "bin"), _, ..] && Path.GetExtension(file.Path) is ".cs" or ".razor")
            .SelectMany(file =>
                Regex.Matches(File.ReadAllText(file.Path), $@"ThreeStep\.{project}\.(\w+)")
                .Select(match => (From: file.Room[0], To: match.Groups[1].Value)))
            .Where(arrow => arrow.From != arrow.To)
            .ToLookup(arrow => arrow.From, arrow => arrow.To);

        var left = knows.Select(arrows => arrows.Key).ToHashSet();
        while (left.RemoveWhere(room => !knows[room].Any(left.Contains)) > 0) { }

        Assert.True(left.Count == 0,
            string.Join("; ", left.Select(room => $"{room} → {string.Join(", ", knows[room].Where(left.Contains).Distinct())}")));
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Hangfire")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Net.Sockets")]
    public void Bursts_neither_store_nor_call(string library) =>
        Assert.DoesNotContain(Assemblies[0].GetReferencedAssemblies(), reference => reference.Name!.StartsWith(library, StringComparison.Ordinal));

    [Fact]
    public void Nobody_asks_the_system_for_the_time()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/") && !path.Contains("/Migrations/")))
            Assert.DoesNotMatch(@"DateTime(Offset)?\.(Utc)?Now|Thread\.Sleep", File.ReadAllText(path));
    }

    /// <summary>But for what is reckoned from the data, such as how far a name is moved in.</summary>
    [Fact]
    public void Styles_stand_in_the_sheet()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.razor", SearchOption.AllDirectories))
            Assert.DoesNotMatch(@"\s[sS]tyle=""(?!@)", File.ReadAllText(path));
    }

    static readonly string[] Written = [".cs", ".razor", ".css", ".js"];
    static readonly string[] NotOurs = ["obj", "bin", "Migrations", "node_modules"];

    /// <summary>
    /// The texts of a line count up to a length that can be taken in: a sentence, or a workflow as JSON, is not broken for the sake of its line. The
    /// markup of a page is counted as it stands.
    /// </summary>
    [Fact]
    public void Lines_fit_the_page()
    {
        const int longest = 150, longestText = 60;
        var tooLong = new List<string>();
        foreach (var path in new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*", SearchOption.AllDirectories))
            .Where(path => Written.Contains(Path.GetExtension(path))
                && !Path.GetRelativePath(Root(), path).Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains)))
        {
            var (isRaw, isMarkup) = (false, Path.GetExtension(path) == ".razor");
            foreach (var (line, index) in File.ReadAllLines(path).Select((line, index) => (line, index)))
            {
                if (line.StartsWith("@code", StringComparison.Ordinal)) isMarkup = false;
                var marks = isMarkup ? 0 : Regex.Count(line, "\"\"\"");
                var isText = isRaw || marks > 0;
                if (marks % 2 == 1) isRaw = !isRaw;
                var length = isText ? 0 : isMarkup ? line.Length
                    : Regex.Replace(line, @"""(?:[^""\\]|\\.)*""", text => text.Value[..Math.Min(text.Length, longestText)]).Length;
                if (length > longest) tooLong.Add($"{Path.GetRelativePath(Root(), path)}, line {index + 1} has {line.Length} columns");
            }
        }
        Assert.Empty(tooLong);
    }
}
