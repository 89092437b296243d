using System.Text.Json.Nodes;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.SensorSetup;

/// <inheritdoc cref="ISensorChanges"/>
internal sealed class SensorChanges(
    NpgsqlDataSource database, SecretBox secrets, SensorRemoval removal, EnergyQuery energy, ReadOnlyMode readOnly, TimeProvider time) : ISensorChanges
{
    private const string Pause = "update sensors set enabled = not $2 where id = $1 and retired_at is null";
    private const string Retire = "update sensors set enabled = false, retired_at = coalesce(retired_at, now()) where id = $1";
    private const string Restore = "update sensors set enabled = retired_at is not null or enabled, retired_at = null where id = $1";

    public Task<IReadOnlyList<StoredSensor>> ListAsync(CancellationToken cancel) => SensorTable.ListAsync(database, retired: false, cancel);

    public Task<IReadOnlyList<StoredSensor>> ListRetiredAsync(CancellationToken cancel) => SensorTable.ListAsync(database, retired: true, cancel);

    public IReadOnlyList<FieldFault> Check(SensorDraft draft, IReadOnlySet<string> secretsSet)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return SensorDraftRules.Check(SensorDraftRules.Normalise(draft), secretsSet);
    }

    public async Task<int> AddAsync(SensorDraft draft, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var id = await AddAsync(connection, draft, cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }

    public async Task<int> AddAsync(NpgsqlConnection connection, SensorDraft draft, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(draft);
        readOnly.Check();
        draft = SensorDraftRules.Normalise(draft);
        Demand(SensorDraftRules.Check(draft, new HashSet<string>()));
        var settings = StoredSettings.Of(draft, null, secrets);
        await SensorTable.LockAsync(connection, cancel);
        Demand(await ClashesAsync(connection, 0, draft, settings, cancel));
        return await SensorTable.InsertAsync(connection, draft, settings, cancel);
    }

    public async Task ChangeAsync(int id, SensorDraft draft, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(draft);
        readOnly.Check();
        draft = SensorDraftRules.Normalise(draft);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await SensorTable.LockAsync(connection, cancel);
        var stored = await SensorTable.FindAsync(connection, id, cancel) ?? throw new FieldFaultException([SensorFaults.Gone()]);
        if (stored.Driver != draft.Kind) throw new FieldFaultException([SensorFaults.KindStays(stored.Driver)]);
        Demand(SensorDraftRules.Check(draft, StoredSettings.SecretsIn(stored.Settings, SensorKind.Find(stored.Driver))));
        var settings = StoredSettings.Of(draft, stored.Settings, secrets);
        Demand(await ClashesAsync(connection, id, draft, settings, cancel));
        await SensorTable.UpdateAsync(connection, id, draft, settings, cancel);
        await transaction.CommitAsync(cancel);
    }

    public Task PauseAsync(int id, bool paused, CancellationToken cancel) => SwitchAsync(Pause, id, cancel, new NpgsqlParameter<bool> { TypedValue = paused });

    public Task RetireAsync(int id, CancellationToken cancel) => SwitchAsync(Retire, id, cancel);

    public Task RestoreAsync(int id, CancellationToken cancel) => SwitchAsync(Restore, id, cancel);

    public Task RemoveAsync(int id, CancellationToken cancel) => RemoveAsync(id, new Progress<double>(), cancel);

    public async Task RemoveAsync(int id, IProgress<double> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        readOnly.Check();
        await removal.RunAsync(id, progress.Report, cancel);
    }

    public async Task<MeanPower> MeanPowerAsync(int id, TimeSpan over, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(over, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(over, TimeSpan.FromHours(1));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() * (UnixMicroseconds.PerSecond / 1000);
        var span = (await energy.ReadAsync(id, [now - (long)over.TotalMicroseconds, now], cancel))[0].Energy;
        return new MeanPower(span.IsCovered ? span.MeanWatts : null, span.CoveredSeconds);
    }

    public double NewCalibration(double old, double referenceWatts, double ourWatts)
    {
        if (!double.IsFinite(referenceWatts) || Math.Abs(referenceWatts) > Sample.MostWatts) throw new FieldFaultException([SensorFaults.Reference(referenceWatts)]);
        var factor = CalibrationFactor.Compare(old, referenceWatts, ourWatts) ?? throw new FieldFaultException([SensorFaults.TooLittle(ourWatts)]);
        return CalibrationFactor.IsAllowed(factor) ? factor : throw new FieldFaultException([SensorFaults.ReferenceFactor(factor)]);
    }

    private static void Demand(IReadOnlyList<FieldFault> faults)
    {
        if (faults.Count > 0) throw new FieldFaultException(faults);
    }

    /// <summary>What another sensor has already: the name, or the device.</summary>
    private static async Task<IReadOnlyList<FieldFault>> ClashesAsync(
        NpgsqlConnection connection, int id, SensorDraft draft, JsonObject settings, CancellationToken cancel)
    {
        var others = await SensorTable.OthersAsync(connection, id, draft, cancel);
        var faults = new List<FieldFault>();
        if (others.FirstOrDefault(other => other.Name == draft.Name) is { } namesake)
            faults.Add(namesake.IsRetired ? SensorFaults.NameRetired(draft.Name) : SensorFaults.NameTaken(draft.Name));
        var kind = SensorKind.Named(draft.Kind);
        if (others.FirstOrDefault(other => !other.IsRetired && other.Driver == kind.Name && StoredSettings.AreSameDevice(kind, other.Settings, settings)) is { } holder)
            faults.Add(SensorFaults.DeviceTaken(holder.Name));
        return faults;
    }

    private async Task SwitchAsync(string sql, int id, CancellationToken cancel, params NpgsqlParameter[] more)
    {
        readOnly.Check();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        command.Parameters.AddRange(more);
        if (await command.ExecuteNonQueryAsync(cancel) == 0) throw new FieldFaultException([SensorFaults.Gone()]);
    }
}
