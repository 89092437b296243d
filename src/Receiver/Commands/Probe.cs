using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Commands;

/// <summary>Tells what this machine has and what each of it likely is. Needs no database, and writes to no device.</summary>
public static class Probe
{
    public static Task<int> RunAsync(CommandLine.Probe command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var report = ProbeReport.Of(new KernelFolders(), new DeviceDoors());
        if (command.Json) Console.WriteLine(ProbeJson.Of(report));
        else ProbeText.Write(Console.Out, report);
        return Task.FromResult(ExitCode.Success);
    }
}
