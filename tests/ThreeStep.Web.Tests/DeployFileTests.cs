using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ThreeStep.Web.Setup;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ThreeStep.Web.Tests;

/// <summary>
/// The files in docs/deploy are ones that Compose, Kubernetes and YARP take, and what they say of the product is so. No engine runs here.
/// </summary>
public sealed partial class DeployFileTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Dockerfile = "Dockerfile", ComposeFile = "docker-compose.yml", YarpFile = "yarp.json", KubernetesFile = "kubernetes.yaml";

    /// <summary>What .NET itself reads: that a proxy's headers count, and the ports of Microsoft's images.</summary>
    static readonly string[] settingsOfNet = ["ASPNETCORE_FORWARDEDHEADERS_ENABLED", "ASPNETCORE_HTTP_PORTS"];

    static readonly string[] nodeNames = ["node-a", "node-b"];

    static string Folder => Path.Combine(ArchitectureTests.Root(), "docs", "deploy");

    static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    static readonly Lazy<JsonNode> compose = new(Compose);
    static readonly Lazy<List<object>> manifest = new(() => Manifest(Text(KubernetesFile)));

    static JsonNode Compose()
    {
        using var text = new StringReader(Text(ComposeFile));
        var content = new DeserializerBuilder().Build().Deserialize(new MergingParser(new Parser(text)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(content))!;
    }

    static List<object> Manifest(string text) => KubernetesYaml.LoadAllFromString(text, strict: true);

    static T Only<T>() => Assert.Single(manifest.Value.OfType<T>());

    static JsonNode Node(string name) => compose.Value["services"]![name]!;

    static Dictionary<string, string> Settings(JsonNode service) =>
        service["environment"]!.AsObject().ToDictionary(setting => setting.Key, setting => setting.Value!.GetValue<string>());

    static V1PodSpec Pod => Only<V1Deployment>().Spec.Template.Spec;
    static V1Container Container => Assert.Single(Pod.Containers);

    static JsonNode Cluster => JsonNode.Parse(Text(YarpFile))!["ReverseProxy"]!["Clusters"]!["threestep"]!;

    static List<string> EntryPoint => JsonSerializer.Deserialize<List<string>>(
        Regex.Match(Text(Dockerfile), "^ENTRYPOINT (.*)$", RegexOptions.Multiline).Groups[1].Value)!;

    /// <summary>What the image gives the program after an option.</summary>
    static string Option(string name) => EntryPoint[EntryPoint.IndexOf(name) + 1];

    static int Port => new Uri(Option("--urls").Replace("+", "localhost", StringComparison.Ordinal)).Port;

    [Fact]
    public void Kubernetes_knows_every_field_of_the_manifest()
    {
        Assert.Equal(["PersistentVolumeClaim", "Deployment", "Service", "Ingress", "PodDisruptionBudget"],
            manifest.Value.Cast<IKubernetesObject>().Select(part => part.Kind));
        var misspelt = Text(KubernetesFile).Replace("failureThreshold:", "failuresThreshold:", StringComparison.Ordinal);
        Assert.ThrowsAny<YamlException>(() => Manifest(misspelt));
    }

    [Fact]
    public void What_belongs_together_in_the_manifest_has_the_same_names()
    {
        var (deployment, service, ingress) = (Only<V1Deployment>(), Only<V1Service>(), Only<V1Ingress>());
        var labels = deployment.Spec.Template.Metadata.Labels;
        foreach (var selector in new[]
            {
                deployment.Spec.Selector.MatchLabels, service.Spec.Selector, Only<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
                Assert.Single(Pod.TopologySpreadConstraints).LabelSelector.MatchLabels,
            })
            Assert.Equal(labels, selector);

        var target = Assert.Single(Assert.Single(ingress.Spec.Rules).Http.Paths).Backend.Service;
        Assert.Equal((service.Metadata.Name, Assert.Single(service.Spec.Ports).Name), (target.Name, target.Port.Name));
        Assert.Equal(Assert.Single(Container.Ports).Name, Assert.Single(service.Spec.Ports).TargetPort.Value);
        var host = Assert.Single(ingress.Spec.Rules).Host;
        Assert.Equal([host], Assert.Single(ingress.Spec.Tls).Hosts);
        Assert.Equal($"https://{host}", Container.Env.Single(setting => setting.Name == "Delivery__Address").Value);

        Assert.Equal(Pod.Volumes.Select(volume => volume.Name), Container.VolumeMounts.Select(mount => mount.Name));
        var shared = Pod.Volumes.Single(volume => volume.PersistentVolumeClaim is not null);
        var claim = Only<V1PersistentVolumeClaim>();
        Assert.Equal(claim.Metadata.Name, shared.PersistentVolumeClaim.ClaimName);
        Assert.Equal(["ReadWriteMany"], claim.Spec.AccessModes);
    }

    [Fact]
    public void A_node_is_never_missed_in_Kubernetes_while_another_takes_its_place()
    {
        var (deployment, budget) = (Only<V1Deployment>().Spec, Only<V1PodDisruptionBudget>().Spec);
        Assert.Equal("0", deployment.Strategy.RollingUpdate.MaxUnavailable.Value);
        Assert.True(deployment.Replicas > int.Parse(budget.MinAvailable.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [ComposeFact]
    public async Task Compose_takes_its_file_and_nothing_starts_without_a_password()
    {
        var (exitCode, output) = await Config(Text(ComposeFile), password: "one");
        Assert.True(exitCode == 0, output);
        Assert.Contains("Password=one", output);

        (exitCode, output) = await Config(Text(ComposeFile), password: null);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("THREESTEP_DATABASE_PASSWORD", output);

        var misspelt = Text(ComposeFile).Replace("stop_grace_period", "stop_grace_time", StringComparison.Ordinal);
        (exitCode, output) = await Config(misspelt, password: "one");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("stop_grace_time", output);
    }

    /// <summary>What Compose makes of a file; it asks no engine for that.</summary>
    static async Task<(int ExitCode, string Output)> Config(string text, string? password)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-compose-").FullName;
        try
        {
            var path = Path.Combine(folder, ComposeFile);
            await File.WriteAllTextAsync(path, text);
            var start = new ProcessStartInfo(ComposeFactAttribute.Program!, ["-f", path, "config"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder
            };
            start.Environment["THREESTEP_ADDRESS"] = "https://threestep.example.com";
            start.Environment["THREESTEP_DATABASE_PASSWORD"] = password;
            using var run = System.Diagnostics.Process.Start(start)!;
            var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
            await run.WaitForExitAsync();
            return (run.ExitCode, await output + await error);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Fact]
    public void Nodes_differ_in_nothing_but_their_own_data_folder()
    {
        Assert.Equal(nodeNames, compose.Value["services"]!.AsObject().Where(service => service.Value!["image"]!.GetValue<string>() == "threestep")
            .Select(service => service.Key));
        var (one, other) = (Node("node-a").DeepClone(), Node("node-b").DeepClone());
        Assert.NotEqual(Mounts(one)[Option("--data")], Mounts(other)[Option("--data")]);
        var shared = Settings(one)["SharedFolder"];
        Assert.Equal(Mounts(one)[shared], Mounts(other)[shared]);
        foreach (var node in (JsonNode[])[one, other]) node.AsObject().Remove("volumes");
        Assert.True(JsonNode.DeepEquals(one, other));
    }

    /// <summary>The volumes of a service by the path where they are mounted.</summary>
    static Dictionary<string, string> Mounts(JsonNode service) =>
        service["volumes"]!.AsArray().Select(volume => volume!.GetValue<string>().Split(':')).ToDictionary(parts => parts[1], parts => parts[0]);

    [Fact]
    public void Whatever_a_node_writes_to_is_a_volume()
    {
        Assert.Equal(new[] { Option("--data"), Settings(Node("node-a"))["SharedFolder"] }.Order(), Mounts(Node("node-a")).Keys.Order());
        Assert.Equal(["/tmp"], Node("node-a")["tmpfs"]!.AsArray().Select(path => path!.GetValue<string>()));
        Assert.Equal(new[] { Option("--data"), Container.Env.Single(setting => setting.Name == "SharedFolder").Value, "/tmp" }.Order(),
            Container.VolumeMounts.Select(mount => mount.MountPath).Order());
        Assert.Matches($@"RUN mkdir {Option("--data")} {Settings(Node("node-a"))["SharedFolder"]} ", Text(Dockerfile));
    }

    [Fact]
    public void The_product_knows_every_setting_that_a_node_is_given()
    {
        var known = new ConfigurationBuilder().AddJsonFile(Path.Combine(ArchitectureTests.Root(), "appsettings.json")).Build().AsEnumerable()
            .Select(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal)).Concat(settingsOfNet).ToHashSet(StringComparer.Ordinal);
        var image = Regex.Matches(Text(Dockerfile), "^ENV (\\w+)=", RegexOptions.Multiline).Select(setting => setting.Groups[1].Value);

        var ofCompose = Settings(Node("node-a")).Keys.Order().ToList();

        Assert.All([.. ofCompose, .. image], setting => Assert.Contains(setting, known));
        Assert.Contains("ConnectionStrings__ThreeStep", ofCompose);
        Assert.Equal(ofCompose, Container.Env.Select(setting => setting.Name).Order());
    }

    [Fact]
    public void The_company_that_it_begins_with_is_no_demonstration()
    {
        Assert.Contains("--empty", EntryPoint);
        Assert.All(nodeNames, name => Assert.All(["command", "entrypoint"], key => Assert.Null(Node(name)[key])));
        Assert.Null(Container.Command);
        Assert.Null(Container.Args);
    }

    [Fact]
    public async Task Who_asks_whether_a_node_lives_and_is_ready_asks_the_right_address()
    {
        var health = Regex.Match(Text(Dockerfile), @"/dev/tcp/127\.0\.0\.1/(\d+) && printf 'GET (\S+) HTTP");
        V1HTTPGetAction[] alive = [Container.StartupProbe.HttpGet, Container.LivenessProbe.HttpGet];
        var ready = Container.ReadinessProbe.HttpGet;

        foreach (var path in alive.Select(probe => probe.Path)) Assert.Equal("alive", await server.Admin.GetStringAsync(path));
        foreach (var path in (string[])[ready.Path, health.Groups[2].Value, Cluster["HealthCheck"]!["Active"]!["Path"]!.GetValue<string>()])
            Assert.Equal("ready", await server.Admin.GetStringAsync(path));

        var port = Assert.Single(Container.Ports);
        Assert.All([.. alive, ready], probe => Assert.Equal(port.Name, probe.Port.Value));
        Assert.Equal(Port, port.ContainerPort);
        Assert.Equal($"{Port}", health.Groups[1].Value);
        Assert.Contains($"\nEXPOSE {Port}\n", Text(Dockerfile));
    }

    [Fact]
    public void A_node_has_the_time_that_its_end_takes()
    {
        // What ServerLifeTests ask of a stop.
        const int LongestStop = 10;
        Assert.All(nodeNames, name => Assert.True(Seconds(Node(name)["stop_grace_period"]!.GetValue<string>())
            > Seconds(Node(name)["environment"]!["StopPause"]!.GetValue<string>()) + LongestStop));
        Assert.True(Pod.TerminationGracePeriodSeconds > Seconds(Container.Env.Single(each => each.Name == "StopPause").Value) + LongestStop);
    }

    static int Seconds(string text) => int.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void The_proxy_leads_to_the_nodes_and_keeps_a_browser_at_one()
    {
        using var json = JsonDocument.Parse(Text(YarpFile), new JsonDocumentOptions { AllowDuplicateProperties = false });
        var route = Assert.Single(JsonNode.Parse(Text(YarpFile))!["ReverseProxy"]!["Routes"]!.AsObject()).Value!;
        Assert.Equal("threestep", route["ClusterId"]!.GetValue<string>());
        Assert.Equal(nodeNames.Select(name => $"http://{name}:{Port}"),
            Cluster["Destinations"]!.AsObject().Select(destination => destination.Value!["Address"]!.GetValue<string>()));
        Assert.True(Cluster["SessionAffinity"]!["Enabled"]!.GetValue<bool>());
        Assert.Equal("true", Only<V1Service>().Metadata.Annotations["traefik.ingress.kubernetes.io/service.sticky.cookie"]);
        // Or the proxy refuses a file that the product takes.
        Assert.Equal(server.Service<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize, route["MaxRequestBodySize"]!.GetValue<long>());

        var proxy = compose.Value["services"]!["yarp"]!;
        var (file, target) = (Mounts(proxy)["/etc/yarp.config"], Settings(proxy));
        Assert.True(File.Exists(Path.Combine(Folder, file)));
        Assert.EndsWith($":{new Uri(target["ASPNETCORE_URLS"].Replace("+", "localhost", StringComparison.Ordinal)).Port}",
            Assert.Single(proxy["ports"]!.AsArray())!.GetValue<string>());
        Assert.All(proxy["secrets"]!.AsArray(), secret => Assert.Contains($"/run/secrets/{secret}", target.Values));
        Assert.All(nodeNames, name => Assert.Null(Node(name)["ports"]));
    }

    /// <summary>Links, cookies and Studio go by what the browser asked for, which a proxy that speaks TLS alone knows.</summary>
    [Fact]
    public async Task A_node_takes_the_proxys_word_that_the_browser_speaks_TLS()
    {
        await using var node = new ServerProcess();
        const string Believes = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";
        node.Settings[Believes] = Settings(Node("node-a"))[Believes];
        Assert.Equal(Settings(Node("node-a"))[Believes], Container.Env.Single(setting => setting.Name == Believes).Value);
        await node.Start();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { "X-Forwarded-Proto", "https" } } };
        using var answer = await node.Client.SendAsync(request);

        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public void No_secret_stands_in_a_file()
    {
        // Whoever starts them here has a password and a key beside them, which git ignores.
        Assert.All(Directory.GetFiles(Folder).Where(file => Path.GetExtension(file) is not (".env" or ".pem")), file =>
        {
            Assert.DoesNotMatch(SecretValue(), File.ReadAllText(file));
            Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file), StringComparison.Ordinal);
        });
        Assert.Contains("Password=${THREESTEP_DATABASE_PASSWORD:?", Settings(Node("node-a"))["ConnectionStrings__ThreeStep"]);
        Assert.NotNull(Container.Env.Single(setting => setting.Name == "ConnectionStrings__ThreeStep").ValueFrom.SecretKeyRef);
    }

    /// <summary>A password or key that is followed by a value instead of a variable's name.</summary>
    [GeneratedRegex("""(password|secret|api_?key)["']? *[=:] *["']?(?!\$\{)[\w-]""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();

    [Fact]
    public void The_manifest_runs_the_image_of_this_version()
    {
        Assert.EndsWith($"/threestep:{ProductVersion.Short}", Container.Image);
    }
}

/// <summary>A test that asks Docker Compose; without it, it is skipped with a line that says how to get it.</summary>
public sealed class ComposeFactAttribute : FactAttribute
{
    public static string? Program { get; } =
        new[] { "/usr/bin/docker-compose", "/usr/local/bin/docker-compose" }.FirstOrDefault(File.Exists);

    public ComposeFactAttribute() => Skip = Program is null
        ? "Docker Compose is missing: apt-get update && apt-get install -y --no-install-recommends docker-compose" : null;
}
