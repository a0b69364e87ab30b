using ThreeStep.Web.Hosting;

return await CommandLine.Run(args);
