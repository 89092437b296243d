using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PowerMeter.Tests.W3bstreamNode.Hosting;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(NodeArguments.Usage);
    return 0;
}

try
{
    var options = NodeArguments.Parse(args);
    var ended = new TaskCompletionSource();
    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ended.TrySetResult();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    await using var node = await RunningNode.StartAsync(options);
    Console.WriteLine($"The W3bstream node listens. Page: {node.Url}  Publish to: {node.PublishUrl}");
    await ended.Task;
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
