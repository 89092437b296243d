using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Import.Sources;

namespace PowerMeter.Web.Import.Commands;

/// <summary>Imports from the command line, with the login of the Web process: the report to standard output, progress to standard error.</summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var wanted = ImportArguments.Parse(arguments);
        using var stop = new StopSignals();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        await using var database = DatabaseServices.CreateDataSource(DatabaseOptions.Read(builder.Configuration, "web"), "powermeter-import");
        try
        {
            return await RunAsync(database, wanted, stop.Token);
        }
        catch (ImportException e)
        {
            return await FailAsync(e.Message);
        }
        catch (Exception) when (stop.Token.IsCancellationRequested)
        {
            // What a command that is broken off says of itself depends on where it was.
            return await FailAsync("Cancelled: nothing was written.");
        }
    }

    private static async Task<int> RunAsync(NpgsqlDataSource database, ImportArguments wanted, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var importer = new Importer(database, new SiteReader(database), time);
        var target = await importer.FindAsync(wanted.Sensor, cancel);
        var (source, options) = await OpenAsync(wanted, cancel);
        await using var _ = source;
        var progress = new ImportProgress();
        ImportReport report;
        await using (new ProgressBar(progress, time)) report = await importer.CheckAsync(target, source, options, progress, cancel);
        foreach (var line in ReportText.LinesOf(report, target)) Console.WriteLine(line);
        if (wanted.DryRun) return ExitCode.Success;

        ImportResult result;
        await using (new ProgressBar(progress, time)) result = await importer.LoadAsync(target, source, options, report, progress, cancel);
        Console.WriteLine(ReportText.DoneLine(result, options.Replace));
        if (wanted.Wait) await WaitAsync(importer, target, report, progress, time, cancel);
        return ExitCode.Success;
    }

    private static async Task WaitAsync(Importer importer, ImportTarget target, ImportReport report, ImportProgress progress, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            bool done;
            await using (new ProgressBar(progress, time)) done = await importer.WaitForEnergyAsync(target, report, progress, cancel);
            Console.WriteLine(done ? "Energy    is computed." : "Energy    is not computed yet: no Processor runs. It does so as soon as it is started.");
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException)
        {
            Console.WriteLine("Energy    is not computed yet: the Processor goes on with it. The samples are stored.");
        }
    }

    private static async Task<(IImportSource Source, ImportOptions Options)> OpenAsync(ImportArguments wanted, CancellationToken cancel)
    {
        if (CitizenWattAddress.Is(wanted.Source))
        {
            if (wanted.Options.Format is not (null or ImportFormat.CitizenWatt)) throw new ImportException(new Sentence("Import_NotOfDatabase"));
            var address = CitizenWattAddress.Parse(wanted.Source);
            var source = await CitizenWattSource.ConnectAsync(address, DatabasePassword.Read($"Password for {address} (is not shown): "), wanted.Options.SourceSensor, cancel);
            return (source, wanted.Options with { Format = ImportFormat.CitizenWatt, SourceSensor = null });
        }

        if (wanted.Source == "-") return (await StandardInput.OpenAsync(cancel), wanted.Options);
        if (!File.Exists(wanted.Source)) throw new ImportException(new Sentence("Import_NoFile", wanted.Source));
        return (new FileSource(() => new FileStream(wanted.Source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16)), wanted.Options);
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return ExitCode.Failure;
    }
}
