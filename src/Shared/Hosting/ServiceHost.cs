using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PowerMeter.Shared.Hosting;

/// <summary>How each of the three processes is set up, runs and ends.</summary>
public static class ServiceHost
{
    /// <summary>The sections of all three processes: they share one file.</summary>
    private static readonly string[] Sections = ["Database", "Receiver", "Spool", "Batch", "Clock", "Keys", "Web", "W3bstream", "Display", "Backup"];

    /// <summary>
    /// Settings come from the JSON file that <c>POWERMETER_CONFIG</c> names, then from environment variables such as
    /// <c>POWERMETER_Spool__Directory</c>; the log goes to standard output, a line an entry.
    /// </summary>
    /// <exception cref="SettingException">The file that is named cannot be read, or a variable of systemd's is wrong.</exception>
    public static void AddPowerMeterDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration.Sources.Clear();
        if (Environment.GetEnvironmentVariable("POWERMETER_CONFIG") is { Length: > 0 } file) AddFile(builder.Configuration, file);
        builder.Configuration.AddEnvironmentVariables("POWERMETER_");
        RejectUnknownSections(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Error);
        // What ends the process is said by Fail, once, and as a sentence where that is enough.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            options.UseUtcTimestamp = true;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MessageBoard>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<MessageBoard>());
        builder.Services.AddSingleton<ClockDoubt>();
        builder.Services.AddSingleton<LifeSigns>();
        // First, and so the last to be stopped: systemd hears of it until the end.
        if (NotifySocket.Read(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } socket)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ServiceNotifier>(services, socket));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }

    /// <summary>
    /// Runs until it is told to stop. On .NET 10 a failed BackgroundService stops the host but leaves the exit code at
    /// 0: this is the one place that makes it <see cref="ExitCode.Failure"/>, so that the supervisor starts it again.
    /// </summary>
    public static async Task<int> RunAsync(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        // Asked for now: running the host also disposes it.
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException) when (services.Any(service => service.ExecuteTask is { IsFaulted: true }))
        {
            // One failed while others were still being started: it is the one to tell of.
        }

        var failed = services.Select(service => service.ExecuteTask).FirstOrDefault(task => task is { IsFaulted: true });
        return failed is null ? ExitCode.Success : Fail(failed.Exception!.GetBaseException());
    }

    /// <summary>
    /// Runs the whole program; what it throws goes to standard error, a sentence for what a user can mend and the whole
    /// trace for what only a developer can, and the exit code is 1.
    /// </summary>
    public static async Task<int> MainAsync(Func<Task<int>> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            return await program();
        }
#pragma warning disable CA1031 // The one place that catches all: nothing goes on after it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Fail(e);
        }
    }

    private static int Fail(Exception e)
    {
        Console.Error.WriteLine(e switch
        {
            SettingException => e.Message,
            IOException or UnauthorizedAccessException => e.Message,
            DbException => $"The database says: {e.Message}",
            _ => e.ToString(),
        });
        return ExitCode.Failure;
    }

    private static void RejectUnknownSections(IConfiguration configuration)
    {
        // CONFIG, COMMAND (see LauncherCommand) and TEST_… are environment variables with our prefix that are no settings.
        var unknown = configuration.GetChildren().Select(section => section.Key)
            .FirstOrDefault(key => !Sections.Contains(key, StringComparer.OrdinalIgnoreCase) && !key.StartsWith("TEST_", StringComparison.Ordinal) && key is not ("CONFIG" or "COMMAND"));
        if (unknown is not null) throw new SettingException($"{unknown} is not a section of the settings; allowed: {string.Join(", ", Sections)}.");
    }

    private static void AddFile(IConfigurationManager configuration, string file)
    {
        if (!File.Exists(file)) throw new SettingException($"POWERMETER_CONFIG names '{file}', and there is no such file.");
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        }
        catch (InvalidDataException e)
        {
            throw new SettingException($"POWERMETER_CONFIG names '{file}', which is not JSON: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
