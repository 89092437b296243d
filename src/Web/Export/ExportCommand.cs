using System.IO.Pipelines;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Import.Commands;
using PowerMeter.Web.Import;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Export;

/// <summary>Writes the CSV of the API's calls from the command line, with the login of the Web process: the rows to a file or standard output, progress to a terminal.</summary>
internal static class ExportCommand
{
    /// <summary>As of a program that SIGPIPE ended: who read has read enough.</summary>
    private const int ReaderIsGone = 141;

    private const int BrokenPipe = 32; // errno(3): EPIPE

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var wanted = ExportArguments.Parse(arguments);
        using var stop = new StopSignals();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        await using var database = DatabaseServices.CreateDataSource(DatabaseOptions.Read(builder.Configuration, "web"), "powermeter-export");
        var whole = wanted.File is null ? "what was written is not whole" : $"'{wanted.File}' was not written";
        try
        {
            await RunAsync(database, wanted, stop.Token);
            return ExitCode.Success;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == BrokenPipe)
        {
            return ReaderIsGone;
        }
        catch (Exception) when (stop.Token.IsCancellationRequested)
        {
            // What a command that is broken off says of itself depends on where it was.
            return await FailAsync($"Cancelled: {whole}.");
        }
        catch (ArgumentOutOfRangeException) // .NET's for errno(3): EFBIG
        {
            return await FailAsync($"The file is larger than its file system takes: {whole}.");
        }
        catch (IOException e)
        {
            return await FailAsync(DiskFault.IsFull(e) ? $"The disk is full: {whole}." : $"{e.Message} ({whole}).");
        }
        catch (NpgsqlException e)
        {
            return await FailAsync($"The database says: {e.Message} ({whole}).");
        }
    }

    private static async Task RunAsync(NpgsqlDataSource database, ExportArguments wanted, CancellationToken cancel)
    {
        var sensor = await NamedSensor.FindAsync(database, wanted.Sensor, cancel) ?? throw new SettingException(NamedSensor.NoSuch(wanted.Sensor).ToString());
        var progress = new ImportProgress();
        await using var output = ExportOutput.Open(wanted.File, wanted.Force);
        progress.Begin(ImportPhase.Writing);
        // Rows and progress on one terminal would be mixed.
        var isShown = !Console.IsErrorRedirected && (wanted.File is not null || Console.IsOutputRedirected);
        await using (isShown ? new ProgressBar(progress, TimeProvider.System) : null)
        {
            var pipe = PipeWriter.Create(output.Stream, new StreamPipeWriterOptions(leaveOpen: true));
            var rows = new ExportRows(database, sensor.Id, QuerySpan.Of(wanted.From, wanted.To), progress);
            await (wanted.Bucket is { } bucket ? rows.WriteEnergyAsync(pipe, bucket, cancel) : rows.WriteSamplesAsync(pipe, cancel));
            await pipe.FlushAsync(cancel);
            await output.CompleteAsync();
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return ExitCode.Failure;
    }
}
