using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace ThreeStep.Benchmarks;

/// <summary>
/// Asks for every list and account page as an administrator, a manager and a rep, over HTTP, warm. A time alone means little on a shared machine, so
/// each stands beside its ratio to the quickest answer there is (<c>/health/ready</c>) in the same run.
/// </summary>
static class PageBenchmark
{
    const int Calls = 30;
    const int WarmUp = 3;
    /// <summary>Milliseconds; what a page may take at the 95th percentile.</summary>
    const double Limit = 300;

    /// <returns>0 when every page stays within the limit.</returns>
    public static async Task<int> Run(LargeCompany company)
    {
        string[] pages =
        [
            "/", "/accounts", "/accounts?page=500", "/accounts?q=%E7%91%9E%E4%B8%B0", "/accounts?q=rfsp", "/accounts?q=Nortwind",
                $"/accounts/{company.BusyAccountId}", "/accounts/account-1", "/deals", "/deals?view=list",
            "/approvals?show=all", "/leads", "/cases", "/process", "/process/big-order",
        ];
        var floor = (await Measure(company, "benchmark-admin", "/health/ready")).Median;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"/health/ready: median {floor:0.0} ms"));
        Console.WriteLine($"{"page",-34}{"as",-9}{"median",9}{"p95",9}{"p95 / ready",13}");
        var slow = 0;
        foreach (var page in pages)
            foreach (var (role, key) in new[] { ("admin", "benchmark-admin"), ("manager", company.ManagerId), ("rep", company.RepId) })
            {
                if (role == "rep" && page.StartsWith("/process", StringComparison.Ordinal)) continue;
                var (median, late) = await Measure(company, key, page);
                if (late > Limit) slow++;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Uri.UnescapeDataString(page),-34}{role,-9}{median,6:0} ms{late,6:0} ms{late / floor,11:0} x{(late > Limit ? "  over the limit" : "")}"));
            }
        Console.WriteLine(slow == 0 ? $"every page within {Limit:0} ms at the 95th percentile" : $"{slow} over {Limit:0} ms at the 95th percentile");
        return slow == 0 ? 0 : 1;
    }

    /// <returns>Milliseconds.</returns>
    static async Task<(double Median, double Late)> Measure(LargeCompany company, string key, string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(company.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        var times = new List<double>();
        for (var call = -WarmUp; call < Calls; call++)
        {
            var begin = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path);
            await answer.Content.ReadAsByteArrayAsync();
            if ((int)answer.StatusCode != 200) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
            if (call >= 0) times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        times.Sort();
        return (times[Calls / 2], times[(int)Math.Ceiling(Calls * 0.95) - 1]);
    }
}
