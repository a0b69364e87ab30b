using System.Globalization;
using ThreeStep.Benchmarks;

// How fast the pages are with a large company's data. Give the folder of a CRM export to have its deals and workflows as well:
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks [DIR]
// How fast the list of instances is at 2,000 and at a million (or another number), and how much of the file an instance takes:
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks instances [1000000]
// How long it takes to count working time:
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks working-time
// How long the morning digest of 2,000 people with 20 messages each takes:
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks digest
// How fast the page of a workflow is with 100,000 finished cases (or another number):
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks figures [100000]
if (args is ["figures", .. var cases])
    return await FigureBenchmark.Run(cases is [var many] ? int.Parse(many, CultureInfo.InvariantCulture) : 100_000);
if (args is ["digest"]) return await DigestBenchmark.Run();
if (args is ["working-time"]) return WorkingTimeBenchmark.Run();
if (args is ["instances", .. var rest])
    return await InstanceListBenchmark.Run(rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000);
await using var company = await LargeCompany.Make(args.FirstOrDefault());
return await PageBenchmark.Run(company);
