using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Resources;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Setup.Answers;

/// <summary>The first run without a browser: <c>--setup FILE|- [--if-new]</c>, with the login and the keys of the Web process.</summary>
internal static class SiteCommand
{
    private const string Usage = "--setup needs a file of answers, or '-' for standard input; --if-new after it makes it a success when the base station is set up already. docs/first-run.md has an example.";
    private const string SetUpAlready = "This base station is set up already (it has an administrator): nothing was changed.";

    /// <exception cref="SettingException">An answer is wrong, or the base station is set up already; nothing was changed.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (file, ifNew) = arguments switch
        {
            [var name] when !name.StartsWith("--", StringComparison.Ordinal) => (name, false),
            [var name, "--if-new"] => (name, true),
            ["--if-new", var name] => (name, true),
            _ => throw new SettingException(Usage),
        };
        using var host = Build();
        var services = host.Services;
        if (await services.GetRequiredService<Installation>().IsDoneAsync(CancellationToken.None)) return Already(ifNew);
        var answers = Read(file);
        var draft = Checked(services, answers);
        // As Web does when it starts, which it may never have done yet.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("PowerMeter first key").Protect("");
        FirstRunOutcome outcome;
        try
        {
            outcome = await services.GetRequiredService<FirstRunWriter>().FinishAsync(draft, null, null, CancellationToken.None);
        }
        catch (FieldFaultException e)
        {
            throw Wrong(services, e.Faults);
        }

        if (outcome.Result != FirstRunResult.Done) return Already(ifNew);
        Console.WriteLine($"This base station is set up: sign in as '{draft.AccountName}'. Sensor: {draft.Sensor?.Name ?? "none yet"}. Contract: {draft.Tariff?.Provider ?? "none yet"}. W3bstream: {(draft.PublishUrl.Length > 0 ? "readings are sent" : "nothing is sent")}.");
        return ExitCode.Success;
    }

    private static IHost Build()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        // That the keys lie unencrypted in their directory is so in Web too, and nobody asked for it here.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("PowerMeter", LogLevel.Warning);
        builder.AddDatabase("web");
        builder.AddKeyRing();
        builder.AddQueries();
        builder.AddTariffs();
        builder.AddW3bstream();
        builder.AddSensorSetup();
        builder.AddFirstRun();
        builder.Services.AddTexts();
        builder.Services.AddSingleton<UserChanges>();
        builder.Services.AddSingleton(WebOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<ReadOnlyMode>();
        return builder.Build();
    }

    private static SiteAnswers Read(string file)
    {
        var (json, isOpen) = AnswersFile.Read(file);
        var isTaken = file == AnswersFile.StandardInput;
        var answers = new AnswersParser(name =>
        {
            if (name == AnswersFile.StandardInput && isTaken) throw new SettingException("standard input was read already");
            isTaken |= name == AnswersFile.StandardInput;
            return AnswersFile.ReadSecret(name);
        }).Parse(json);
        return isOpen && answers.HoldsSecret
            ? throw new SettingException("The file of answers holds a secret, and other users of this machine may read it: 'chmod 600' closes it; or keep the secret in a file of its own (password_file, token_file, secret_files).")
            : answers;
    }

    private static FirstRunDraft Checked(IServiceProvider services, SiteAnswers answers)
    {
        var checks = services.GetRequiredService<FirstRunChecks>();
        var draft = answers.Draft with { PasswordHash = "" };
        var faults = answers.Faults.Concat(checks.CheckAccount(draft.AccountName, answers.Password))
            .Concat(checks.CheckAll(draft).Where(fault => !fault.Field.StartsWith("account.", StringComparison.Ordinal)))
            // What could not be read is said once.
            .DistinctBy(fault => fault.Field).ToList();
        return faults.Count > 0 ? throw Wrong(services, faults) : draft with { PasswordHash = UserChanges.HashOf(answers.Password) };
    }

    private static SettingException Wrong(IServiceProvider services, IReadOnlyList<FieldFault> faults)
    {
        var texts = services.GetRequiredService<IStringLocalizer<Texts>>();
        return new SettingException($"Nothing was changed. {faults.Count} of the answers cannot be so:\n{string.Join('\n', faults.Select(fault => $"  {fault.InEnglish(texts)}"))}");
    }

    private static int Already(bool ifNew)
    {
        if (!ifNew) throw new SettingException(SetUpAlready);
        Console.WriteLine(SetUpAlready);
        return ExitCode.Success;
    }
}
