using Microsoft.EntityFrameworkCore;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Backup.Commands;
using PowerMeter.Web.Export;
using PowerMeter.Web.Import.Commands;
using PowerMeter.Web.Setup.Answers;

namespace PowerMeter.Web.Setup;

/// <summary>What the command line asks for, with the owner's login; without arguments the Web process runs until it is stopped.</summary>
internal static class SetUpCommand
{
    private const string Usage = """
        Usage: PowerMeter.Web                            run until stopped
               PowerMeter.Web --migrate                  bring the database's schema up to date, give a new
                                                         site the list of offers, then end
               PowerMeter.Web --setup FILE|- [--if-new]  do the first run by a file of answers (docs/first-run.md), then end
               PowerMeter.Web --prepare-demo --user NAME make the demo's user (password from standard input), provider
                                                         and contracts, then end
               PowerMeter.Web --set-password NAME        give somebody another password (from standard input), then end
               PowerMeter.Web --create-token NAME --scope read|write|admin [--user NAME]
                                                         make a bearer token of the API and print it, then end
               PowerMeter.Web --list-tokens              print a line a token, then end
               PowerMeter.Web --revoke-token NAME        make a token worthless, then end
               PowerMeter.Web --update-offers [URL|FILE|-]
                                                         make a newer list of offers the catalogue, from an address, a file
                                                         or standard input (default: the list that comes with the program),
                                                         then end
               PowerMeter.Web --list-offers              print a line a provider, then end
               PowerMeter.Web --import FILE|-|URL --sensor N|NAME [options]
                                                         import samples (docs/import.md), then end
               PowerMeter.Web --export --sensor N|NAME [options]
                                                         write samples or energy as CSV (docs/import.md), then end
               PowerMeter.Web --backup FILE|- [--secrets [--passphrase-file FILE|-]] [--force]
                                                         back everything up (docs/backup.md), verify it, then end
               PowerMeter.Web --restore FILE|- [--yes] [--passphrase-file FILE|-] [--no-secrets] [--no-backup]
                                                         put a backup in the place of what the database has, then end
               PowerMeter.Web --verify-backup FILE|-     compare a backup with its checksums, then end
               PowerMeter.Web --w3bstream show [--json]  print how W3bstream is set and how the readings get on, then end
               PowerMeter.Web --w3bstream set KEY=VALUE...
                                                         change settings of W3bstream (docs/w3bstream.md; token=- reads
                                                         the token from standard input), then end
               PowerMeter.Web --w3bstream retry [N]      let refused readings be sent again, all or the newest N, then end
        """;

    public static bool Handles(string[] arguments) => arguments.Length > 0;

    /// <exception cref="SettingException">The arguments are not of the usage's form, or cannot be done.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--setup", .. var setup]) return await SiteCommand.RunAsync(setup);
        if (arguments is ["--import", .. var import]) return await ImportCommand.RunAsync(import);
        if (arguments is ["--export", .. var export]) return await ExportCommand.RunAsync(export);
        if (arguments is ["--backup", .. var backup]) return await BackupCommand.SaveAsync(backup);
        if (arguments is ["--restore", .. var restore]) return await RestoreCommand.RunAsync(restore);
        if (arguments is ["--verify-backup", .. var verified]) return await BackupCommand.VerifyAsync(verified);
        if (arguments is ["--w3bstream", .. var w3bstream]) return await W3bstreamCommand.RunAsync(w3bstream);
        Func<NpgsqlDataSource, Task> command = arguments switch
        {
            ["--migrate"] => MigrateAsync,
            ["--prepare-demo", "--user", var user] => database => PrepareDemoAsync(database, user),
            ["--create-token", var name, "--scope", var scope] => database => TokenCommand.CreateAsync(database, name, scope, null),
            ["--create-token", var name, "--scope", var scope, "--user", var user] => database => TokenCommand.CreateAsync(database, name, scope, user),
            ["--set-password", var name] => database => PasswordCommand.SetAsync(database, name),
            ["--list-tokens"] => TokenCommand.ListAsync,
            ["--update-offers"] => database => OfferCommand.UpdateAsync(database, null),
            ["--update-offers", var from] => database => OfferCommand.UpdateAsync(database, from),
            ["--list-offers"] => OfferCommand.ListAsync,
            ["--revoke-token", var name] => database => TokenCommand.RevokeAsync(database, name),
            _ => throw new SettingException($"'{string.Join(' ', arguments)}' is not understood.\n{Usage}"),
        };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        await using var database = DatabaseServices.CreateDataSource(DatabaseOptions.Read(builder.Configuration, "owner"), "powermeter-setup");
        await command(database);
        return ExitCode.Success;
    }

    private static async Task MigrateAsync(NpgsqlDataSource database)
    {
        foreach (var name in await Migrator.MigrateAsync(database, CancellationToken.None)) Console.WriteLine($"Applied {name}");
        await OfferCommand.LoadShippedAsync(database);
    }

    private static async Task PrepareDemoAsync(NpgsqlDataSource database, string user)
    {
        var password = (await Console.In.ReadLineAsync())?.Trim() ?? "";
        var options = new DbContextOptionsBuilder<PowerMeterContext>().UseNpgsql(database).Options;
        await using var context = new PowerMeterContext(options);
        await DemoSite.PrepareAsync(context, user, password, TimeProvider.System);
    }
}
