using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace ThreeStep.Benchmarks;

/// <summary>
/// Elsa's list of instances by every filter and order that Studio offers, over HTTP, warm: at 2,000 instances and at a million. Each time stands
/// beside its ratio to reading one instance in the same run; how much of the file an instance takes stands below.
/// </summary>
static class InstanceListBenchmark
{
    const int Calls = 20;
    const int WarmUp = 10;
    const int Few = 2_000;

    public static async Task<int> Run(int many)
    {
        Console.WriteLine($"load of the machine: {await File.ReadAllTextAsync("/proc/loadavg")}");
        // Once for the compiler, which is busy with what is new to it and would be measured.
        await Measure(Few);
        var few = await Measure(Few);
        var lots = await Measure(many);
        Console.WriteLine($"{"list of instances",-50}{$"{Few:N0}",12}{"/ one",8}{$"{many:N0}",16}{"/ one",8}");
        foreach (var (name, at) in few.Times)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-50}{at,9:0.0} ms{at / few.One,7:0.0}x{lots.Times[name],13:0.0} ms{lots.Times[name] / lots.One,7:0.0}x"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading one instance: {few.One:0.0} ms and {lots.One:0.0} ms (medians)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"the first search after a start: {few.FirstSearch:0} ms and {lots.FirstSearch:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"an instance with two waits takes {lots.BytesEach:N0} bytes of the file with its waits, history and indexes; its row {lots.RowBytes:N0}"));
        return 0;
    }

    sealed record Figures(double One, Dictionary<string, double> Times, double FirstSearch, double BytesEach, double RowBytes);

    static async Task<Figures> Measure(int count)
    {
        await using var world = await WaitingInstances.Make(count);
        using var client = new HttpClient { BaseAddress = new Uri(world.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", WaitingInstances.Key);
        var first = await Time(client, "/elsa/api/workflow-instances?searchTerm=somewhere");
        var one = await Median(client, $"/elsa/api/workflow-instances/{world.SomeId}");
        var times = new Dictionary<string, double>();
        var (last, middle) = (count / 50 - 1, count / 100);
        foreach (var (name, query) in new (string, string)[]
        {
            ("first page", "pageSize=50"), ("middle page", $"pageSize=50&page={middle}"), ("last page", $"pageSize=50&page={last}"),
                ("oldest first", "orderDirection=Ascending"),
            ("by last change", "orderBy=UpdatedAt"), ("by name", "orderBy=Name"), ("by end", "orderBy=Finished"),
            ("running", "status=Running"), ("finished", "status=Finished"), ("finished, by last change", "status=Finished&orderBy=UpdatedAt"),
                ("faulted", "subStatus=Faulted"),
            ("with incidents", "hasIncidents=true"), ("without incidents", "hasIncidents=false"),
            ("of a workflow", "definitionIds=waiting-1"), ("of two workflows", "definitionIds=waiting-1&definitionIds=waiting-2"),
                ("of a workflow, running, by last change", "definitionIds=waiting-1&status=Running&orderBy=UpdatedAt"),
            ("of a workflow, faulted, by last change", "definitionIds=waiting-0&subStatus=Faulted&orderBy=UpdatedAt"),
                ("of a workflow, page 100", "definitionIds=waiting-1&page=100&pageSize=50"),
            ("search: a record's id", "searchTerm=deal-1234"), ("search: part of a name", $"searchTerm={Uri.EscapeDataString("包装线 1999")}"),
            ("search: in one name of a hundred", $"searchTerm={Uri.EscapeDataString("包装线 19")}"),
            ("search: in every name", $"searchTerm={Uri.EscapeDataString("瑞丰")}"),
                ("search: a workflow", $"searchTerm={Uri.EscapeDataString("跟进")}"), ("search: nothing", "searchTerm=nowhere"),
            ("search: in one name of a hundred, running", $"searchTerm={Uri.EscapeDataString("包装线 19")}&status=Running"),
                ("search: in one name of a hundred, by last change", $"searchTerm={Uri.EscapeDataString("包装线 19")}&orderBy=UpdatedAt"),
                ("search: in every name, by name", $"searchTerm={Uri.EscapeDataString("瑞丰")}&orderBy=Name"),
        })
            times[name] = await Median(client, $"/elsa/api/workflow-instances?{query}");
        return new Figures(one, times, first, world.BytesEach, world.RowBytes);
    }

    /// <returns>Milliseconds.</returns>
    static async Task<double> Median(HttpClient client, string path)
    {
        var times = new List<double>();
        for (var call = -WarmUp; call < Calls; call++)
        {
            var time = await Time(client, path);
            if (call >= 0) times.Add(time);
        }
        times.Sort();
        return times[Calls / 2];
    }

    /// <returns>Milliseconds.</returns>
    static async Task<double> Time(HttpClient client, string path)
    {
        var begin = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode != 200) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
