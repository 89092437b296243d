using System.Globalization;
using PowerMeter.Fuzz;
using PowerMeter.Tests.TestKit.Fuzz;

FuzzArguments options;
try
{
    options = FuzzArguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

foreach (var target in options.Targets)
{
    try
    {
        var result = new FuzzRun(target, options.Seed).Run(options.Inputs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {result.Inputs:N0} inputs, {result.Accepted:N0} accepted, {result.Rejected:N0} rejected, {result.InputsPerSecond:N0} a second (seed {options.Seed})"));
    }
    catch (FuzzException e)
    {
        Console.Error.WriteLine($"FAILED {e.Message}");
        return 1;
    }
}

return 0;
