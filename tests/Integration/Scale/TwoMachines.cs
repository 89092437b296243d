using System.Security.Cryptography;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>
/// A primary and its synchronous standby, and on each of two machines a Receiver, a Processor and a Web that know both
/// servers. The machines are directories of this one; the processes and their settings are the real ones.
/// </summary>
internal sealed class TwoMachines : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly List<PowerMeterProcess> _processes = [];

    private TwoMachines(TemporaryDirectory directory, PostgresServer primary, PostgresServer standby, TestDatabase database)
    {
        (_directory, Primary, Standby, Database) = (directory, primary, standby, database);
        var hosts = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}";
        Settings = new Dictionary<string, string>
        {
            ["Database__Host"] = hosts,
            // One machine's loopback needs no encryption, and a private cluster has no certificate.
            ["Keys__Store"] = "database",
            ["Keys__MasterKeyFile"] = MakeMasterKey(directory.File("master-key")),
        };
    }

    public PostgresServer Primary { get; }

    public PostgresServer Standby { get; }

    /// <summary>On the primary, until it is killed.</summary>
    public TestDatabase Database { get; }

    /// <summary>What all processes have in common.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public static async Task<TwoMachines> CreateAsync()
    {
        var directory = new TemporaryDirectory();
        var primary = await PostgresServer.CreateAsync(directory.File("primary"), "test");
        var database = await primary.CreateDatabaseAsync();
        var standby = await primary.CreateStandbyAsync(directory.File("standby"), synchronous: true);
        return new TwoMachines(directory, primary, standby, database);
    }

    /// <param name="program">Receiver or Processor.</param>
    public PowerMeterProcess Start(string program, string machine, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(Settings);
        foreach (var (key, value) in more) settings[key] = value;
        var process = PowerMeterProcess.Start(program, Database, _directory.File(machine), settings);
        _processes.Add(process);
        return process;
    }

    /// <summary>What the processes said, for a failure's message.</summary>
    public string Log() => string.Join('\n', _processes.Select(process => process.Output));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        await Standby.KillAsync();
        await Primary.KillAsync();
        _directory.Dispose();
    }

    public static string MakeMasterKey(string file)
    {
        File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
