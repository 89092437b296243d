using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PowerMeter.Tests.TestKit;

/// <summary>One of the three programs, running as it does in production, against a test's database.</summary>
public sealed class PowerMeterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private PowerMeterProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <param name="program">Receiver, Processor or Web.</param>
    /// <param name="directory">Where its settings file, spool and keys go; shared by the processes of one base station.</param>
    /// <param name="settings">Environment settings such as <c>Spool__MaxSize</c>, without the POWERMETER_ prefix.</param>
    public static PowerMeterProcess Start(
        string program, TestDatabase database, string directory, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments) =>
        Start(program, database, directory, settings, RoleOf(program), arguments);

    /// <param name="role">Whose password it gets; the setting Database__Username names the same.</param>
    public static PowerMeterProcess Start(
        string program, TestDatabase database, string directory, IReadOnlyDictionary<string, string>? settings, string role, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(database);
        return Start(program, database.Server, database.Name, directory, settings, role, arguments);
    }

    /// <param name="database">Its name.</param>
    public static PowerMeterProcess Start(
        string program, PostgresServer server, string database, string directory, IReadOnlyDictionary<string, string>? settings, string role, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(arguments);
        var config = Path.Combine(directory, $"{program}.json");
        Directory.CreateDirectory(directory);
        File.WriteAllText(config, JsonSerializer.Serialize(new
        {
            Database = new { Host = "127.0.0.1", server.Port, Name = database },
            Spool = new { Directory = Path.Combine(directory, "spool") },
            Keys = new { Directory = Path.Combine(directory, "keys") },
            Backup = new { Directory = Path.Combine(directory, "backups"), OwnerPasswordFile = "" },
        }));
        var info = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.Program(program) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["POWERMETER_CONFIG"] = config, ["PGPASSFILE"] = server.PasswordFile(role) },
        };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) info.Environment[$"POWERMETER_{key}"] = value;

        var started = new PowerMeterProcess(Process.Start(info)!);
        started.Collect();
        return started;
    }

    /// <summary>All of its standard input, which then ends.</summary>
    public async Task WriteInputAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading it.
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited) await Shell.RunAsync("/bin/kill", "-TERM", $"{_process.Id}");
        return await WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static string RoleOf(string program) => $"powermeter_{program.ToLowerInvariant()}";

    private void Collect()
    {
        void Append(object _, DataReceivedEventArgs line)
        {
            lock (_output) _output.AppendLine(line.Data);
        }

        _process.OutputDataReceived += Append;
        _process.ErrorDataReceived += Append;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
