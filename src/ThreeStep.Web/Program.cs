Console.WriteLine("ThreeStep");
