using NodaTime;
using NodaTime.Extensions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// The last step: user, settings, sensor, contract and W3bstream in one transaction, under a lock. Of two who do it at once
/// one wins; whatever breaks it off leaves nothing but the draft.
/// </summary>
public sealed partial class FirstRunWriter(
    NpgsqlDataSource database, FirstRunChecks checks, SensorChanges sensors, TariffDrafts tariffs, W3bstreamTable w3bstream,
    Installation installation, ReadOnlyMode readOnly, TimeProvider time, ILogger<FirstRunWriter> logger)
{
    private const long LockKey = 0x496E7374616C; // any number that nobody else in this database uses
    private const string Lock = "select pg_advisory_xact_lock($1)";
    private const string TakeDraft = "delete from first_run where browser = $1 and version = $2";
    private const string DropDraft = "delete from first_run";
    private const string AddUser = "insert into users (name, password_hash, role) values ($1, $2, $3) returning id";
    private const string Store = "insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";

    /// <param name="from">The address of whoever does it; null for the command line.</param>
    /// <param name="held">The browser's key and the version of the draft that it has seen; null for the command line, which asks no draft.</param>
    /// <exception cref="FieldFaultException">An answer is wrong; nothing was written.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="NpgsqlException">The database does not answer; nothing was written.</exception>
    public async Task<FirstRunOutcome> FinishAsync(FirstRunDraft draft, string? from, (byte[] Browser, long Version)? held, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(draft);
        readOnly.Check();
        if (checks.CheckAll(draft) is { Count: > 0 } faults) throw new FieldFaultException(faults);
        int user;
        await using (var connection = await database.OpenConnectionAsync(cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await ExecuteAsync(connection, Lock, cancel, new NpgsqlParameter<long> { TypedValue = LockKey });
            if (await Installation.IsDoneAsync(connection, cancel)) return new FirstRunOutcome(FirstRunResult.TooLate);
            if (!await TakeDraftAsync(connection, held, cancel)) return new FirstRunOutcome(FirstRunResult.TakenOver);
            user = await WriteAsync(connection, draft, cancel);
            await transaction.CommitAsync(cancel);
        }

        installation.SetDone(from);
        Done(logger, from ?? "the command line");
        return new FirstRunOutcome(FirstRunResult.Done, user);
    }

    private static async Task<bool> TakeDraftAsync(NpgsqlConnection connection, (byte[] Browser, long Version)? held, CancellationToken cancel)
    {
        if (held is { } own)
            return await ExecuteAsync(connection, TakeDraft, cancel, new NpgsqlParameter<byte[]> { TypedValue = own.Browser }, new NpgsqlParameter<long> { TypedValue = own.Version }) == 1;
        await ExecuteAsync(connection, DropDraft, cancel);
        return true;
    }

    private async Task<int> WriteAsync(NpgsqlConnection connection, FirstRunDraft draft, CancellationToken cancel)
    {
        var user = await AddUserAsync(connection, draft, cancel);
        await StoreAsync(connection, Setting.TimeZone, draft.TimeZone, cancel);
        await StoreAsync(connection, Setting.Currency, draft.Currency, cancel);
        await StoreAsync(connection, Setting.SiteName, draft.SiteName.Trim(), cancel);
        await StoreAsync(connection, Setting.Language, draft.Language, cancel);
        if (draft.Has(FirstRunStep.Sensor)) await Within("sensor", () => sensors.AddAsync(connection, draft.Sensor!, cancel));
        if (draft.Has(FirstRunStep.Tariff)) await Within("tariff", () => tariffs.AddFirstAsync(connection, draft.Tariff!, ValidFrom(draft), cancel));
        if (draft.Has(FirstRunStep.W3bstream)) await w3bstream.ChangeAsync(connection, new W3bstreamChange { PublishUrl = draft.PublishUrl, Token = draft.Token }, cancel);
        return user;
    }

    // The standing charge of the month that runs counts from its first day, as on the bill.
    private LocalDate ValidFrom(FirstRunDraft draft)
    {
        if (draft.TariffFrom is { } from) return LocalDate.FromDateOnly(from);
        var today = time.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[draft.TimeZone]).Date;
        return new LocalDate(today.Year, today.Month, 1);
    }

    private static async Task<int> AddUserAsync(NpgsqlConnection connection, FirstRunDraft draft, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(AddUser, connection);
        foreach (var text in (string[])[draft.AccountName, draft.PasswordHash, User.Admin]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        try
        {
            return (int)(await command.ExecuteScalarAsync(cancel))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new FieldFaultException([new FieldFault(FirstRunChecks.AccountName, "FirstRun_NameTaken", draft.AccountName)]);
        }
    }

    private static async Task StoreAsync(NpgsqlConnection connection, string key, string value, CancellationToken cancel)
    {
        try
        {
            await ExecuteAsync(connection, Store, cancel, new NpgsqlParameter<string> { TypedValue = key }, new NpgsqlParameter<string> { TypedValue = value });
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation && key == Setting.TimeZone)
        {
            // One that NodaTime knows and PostgreSQL, which keeps it, does not.
            throw new FieldFaultException([new FieldFault(FirstRunChecks.TimeZone, "FirstRun_BadZone", value)]);
        }
    }

    // Their fields get the name of the part that they are in.
    private static async Task Within(string part, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (FieldFaultException e)
        {
            throw new FieldFaultException([.. e.Faults.Select(fault => fault with { Field = $"{part}.{fault.Field}" })]);
        }
        catch (TariffException)
        {
            throw new FieldFaultException([new FieldFault($"{part}.provider", "FirstRun_ContractThere")]);
        }
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first run was finished by {Where}: this base station is set up.")]
    private static partial void Done(ILogger logger, string where);
}
