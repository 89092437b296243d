using System.Security.Claims;
using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Storage;

/// <summary>How long samples are kept: reads it and changes it. The Processor removes what is older, within the hour.</summary>
public sealed partial class RetentionChanges(NpgsqlDataSource database, AdministratorCheck administrators, ILogger<RetentionChanges> logger)
{
    private const string ReadMonths = "select raw_months()";
    private const string ReadDropped = "select month, samples, bytes, corrected, dropped_at from measures_dropped order by month desc";

    private const string Store = """
        insert into settings as old (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value where old.value is distinct from excluded.value
        """;

    private const string Forget = "delete from settings where key = $1";

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<RetentionState> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var months = new NpgsqlCommand(ReadMonths, connection);
        var kept = await months.ExecuteScalarAsync(cancel) as int?;
        await using var command = new NpgsqlCommand(ReadDropped, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var dropped = new List<DroppedMonth>();
        while (await reader.ReadAsync(cancel))
            dropped.Add(new DroppedMonth(
                LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(0)).ToYearMonth(), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
                MeasureSpans.ReadInstant(reader, 4)));
        return new RetentionState(kept, dropped);
    }

    /// <param name="months">Null: for ever.</param>
    /// <exception cref="FieldFaultException">Field <c>raw_months</c>.</exception>
    /// <exception cref="Server.ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">It is no administrator, or no more.</exception>
    public async Task ChangeAsync(ClaimsPrincipal who, int? months, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(who);
        await administrators.CheckAsync(who, cancel);
        if (months is < RetentionState.LeastMonths or > RetentionState.MostMonths)
            throw new FieldFaultException([new FieldFault(Setting.RawMonths, "Retention_Bad_Months", months, RetentionState.LeastMonths, RetentionState.MostMonths)]);
        await using var command = database.CreateCommand(months is null ? Forget : Store);
        command.Parameters.Add(new() { Value = Setting.RawMonths });
        var kept = months is { } number ? $"{number}" : null;
        if (kept is not null) command.Parameters.Add(new() { Value = kept });
        await command.ExecuteNonQueryAsync(cancel);
        var said = kept ?? "for ever";
        var name = who.Identity?.Name;
        Changed(logger, name, said);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} sets for how many months samples are kept: {Months}.")]
    private static partial void Changed(ILogger logger, string? who, string months);
}
