using Microsoft.Extensions.Localization;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Passwords;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Setup;

/// <summary>Gives somebody who forgot his password another one, with the owner's login.</summary>
internal static class PasswordCommand
{
    // A changed password ends the sessions by itself (their stamp is of it); none is left to be listed.
    private const string Change = """
        with changed as (update users set password_hash = $2 where name = $1 returning id)
        , ended as (delete from sessions where user_id in (select id from changed))
        select count(*) from changed
        """;

    /// <summary>The password is the first line of standard input. API tokens stay as they are.</summary>
    /// <exception cref="SettingException">There is no such user, or the password cannot be so; nothing was changed.</exception>
    public static async Task SetAsync(NpgsqlDataSource database, string name)
    {
        var password = await Console.In.ReadLineAsync() ?? "";
        if (PasswordRules.Check(name, password) is { } fault)
        {
            await using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
            throw new SettingException($"Nothing was changed. {fault.InEnglish(services.GetRequiredService<IStringLocalizer<Texts>>())}");
        }

        await using var command = database.CreateCommand(Change);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = UserChanges.HashOf(password) });
        if (await command.ExecuteScalarAsync() is 0L) throw new SettingException($"There is no user '{name}': nothing was changed. Names are written as in Settings, People, capitals too.");
        Console.WriteLine($"'{name}' has a new password, and is signed out everywhere.");
    }
}
