using ThreeStep.Benchmarks;

// How fast the pages are with a large company's data. Give the folder of a CRM export to have its deals and workflows as well:
//   dotnet run -c Release --project tests/ThreeStep.Benchmarks [DIR]
await using var company = await LargeCompany.Make(args.FirstOrDefault());
return await PageBenchmark.Run(company);
