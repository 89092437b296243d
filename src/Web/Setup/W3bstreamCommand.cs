using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Queries;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Setup;

/// <summary>Shows and changes what is set of W3bstream, with the login and the keys of the Web process: run it as its user.</summary>
internal static class W3bstreamCommand
{
    private const string Allowed = "'show [--json]', 'set KEY=VALUE...' and 'retry [N]'";
    private const int MostRetried = 1_000_000;

    /// <exception cref="SettingException">The arguments are not understood, or a setting is wrong; nothing was changed.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Func<IServiceProvider, Task> command = arguments switch
        {
            ["show"] => services => ShowAsync(services, isJson: false),
            ["show", "--json"] => services => ShowAsync(services, isJson: true),
            ["retry"] => services => RetryAsync(services, null),
            ["retry", var count] => services => RetryAsync(services, CountOf(count)),
            ["set", .. var words] => services => SetAsync(services, W3bstreamArguments.Parse(words, Console.In.ReadLine)),
            [] => throw new SettingException($"--w3bstream needs to be told what to do; allowed: {Allowed}."),
            // Only the first word: a token may be among the others.
            [var first, ..] => throw new SettingException($"--w3bstream {first} is not understood as it stands there; allowed: {Allowed}."),
        };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        // That the keys lie unencrypted in their directory is so in Web too, and nobody asked for it here.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.AddDatabase("web");
        builder.AddKeyRing();
        builder.AddQueries();
        builder.AddW3bstream();
        using var host = builder.Build();
        await command(host.Services);
        return ExitCode.Success;
    }

    private static async Task SetAsync(IServiceProvider services, W3bstreamChange change)
    {
        // As Web does when it starts, which it may never have done yet.
        if (change.Token is { Length: > 0 }) services.GetRequiredService<IDataProtectionProvider>().CreateProtector("PowerMeter first key").Protect("");
        try
        {
            await services.GetRequiredService<W3bstreamTable>().ChangeAsync(change, CancellationToken.None);
        }
        catch (W3bstreamFaultException e)
        {
            throw new SettingException($"Nothing was changed. {e.Message}", e);
        }

        var settings = await services.GetRequiredService<W3bstreamSettingsReader>().ReadAsync(CancellationToken.None);
        Console.WriteLine($"Changed: {change}. {ForwardingOf(settings)}");
    }

    private static async Task RetryAsync(IServiceProvider services, int? last)
    {
        var count = await services.GetRequiredService<W3bstreamTable>().RetryAsync(last, CancellationToken.None);
        Console.WriteLine(count == 1 ? "1 refused reading waits again." : string.Create(CultureInfo.InvariantCulture, $"{count} refused readings wait again."));
    }

    private static async Task ShowAsync(IServiceProvider services, bool isJson)
    {
        var site = services.GetRequiredService<Shared.Queries.SiteCache>();
        await site.StartAsync(CancellationToken.None);
        try
        {
            var state = await services.GetRequiredService<W3bstreamReader>().ReadAsync(CancellationToken.None);
            var now = services.GetRequiredService<TimeProvider>().GetCurrentInstant();
            if (isJson) Console.WriteLine(W3bstreamReport.JsonOf(state, now));
            else foreach (var line in W3bstreamReport.LinesOf(state, now)) Console.WriteLine(line);
        }
        finally
        {
            await site.StopAsync(CancellationToken.None);
        }
    }

    private static string ForwardingOf(W3bstreamSettings settings) => W3bstreamState.MissingOf(settings) is { } missing
        ? $"Nothing is sent: {missing} is not set."
        : "Readings are made and sent.";

    private static int CountOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostRetried
        ? count
        : throw SettingException.NotAllowed("--w3bstream retry", text, "a whole number from 1 to 1000000");
}
