using System.Diagnostics;

namespace PowerMeter.Tests.TestKit;

/// <summary>Runs a program to its end.</summary>
public static class Shell
{
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It did not exit with 0.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // Output goes to a file: a server that the program leaves running would hold a pipe open for ever.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh")
            {
                ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, program },
            }.With(arguments))!;
            await process.WaitForExitAsync();
            var output = await File.ReadAllTextAsync(log);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static ProcessStartInfo With(this ProcessStartInfo info, string[] arguments)
    {
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        return info;
    }
}
