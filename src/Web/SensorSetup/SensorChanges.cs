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

/// <summary>
/// Keeps the table of sensors, for pages, first run and API alike. All ask ReadOnlyMode first. What is wrong is a
/// <see cref="Forms.FieldFaultException"/> whose fields are <c>kind</c>, <c>name</c>, <c>period_s</c>, <c>calibration</c>,
/// <c>settings.NAME</c>, <c>reference_w</c>, or <c>sensor</c> for one that is not there any more.
/// </summary>
public sealed class SensorChanges(
    NpgsqlDataSource database, SecretBox secrets, SensorRemoval removal, EnergyQuery energy, ReadOnlyMode readOnly, TimeProvider time)
{
    private const string Pause = "update sensors set enabled = not $2 where id = $1 and retired_at is null";
    private const string Retire = "update sensors set enabled = false, retired_at = coalesce(retired_at, now()) where id = $1";
    private const string Restore = "update sensors set enabled = retired_at is not null or enabled, retired_at = null where id = $1";

    /// <summary>Those that are not retired, by id.</summary>
    public Task<IReadOnlyList<StoredSensor>> ListAsync(CancellationToken cancel) => SensorTable.ListAsync(database, retired: false, cancel);

    /// <summary>Those that were put away, by id: <see cref="RestoreAsync"/> brings one back.</summary>
    public Task<IReadOnlyList<StoredSensor>> ListRetiredAsync(CancellationToken cancel) => SensorTable.ListAsync(database, retired: true, cancel);

    /// <summary>What is wrong with it, whatever else there is; nothing when it may be so. Pure.</summary>
    public IReadOnlyList<FieldFault> Check(SensorDraft draft, IReadOnlySet<string> secretsSet)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return SensorDraftRules.Check(SensorDraftRules.Normalise(draft), secretsSet);
    }

    /// <returns>The new sensor's id.</returns>
    public async Task<int> AddAsync(SensorDraft draft, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var id = await AddAsync(connection, draft, cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }

    /// <summary>The same within somebody's transaction.</summary>
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

    /// <summary>All of it becomes what the draft says, but for secrets that it does not have, and the kind, which stays.</summary>
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

    /// <summary>Puts a sensor away: it is read no more and stands in no list; its samples, energy and money stay.</summary>
    public Task RetireAsync(int id, CancellationToken cancel) => SwitchAsync(Retire, id, cancel);

    /// <summary>Brings a retired sensor back, switched on.</summary>
    public Task RestoreAsync(int id, CancellationToken cancel) => SwitchAsync(Restore, id, cancel);

    /// <summary>Removes a sensor with all its samples and roll-ups.</summary>
    public Task RemoveAsync(int id, CancellationToken cancel) => RemoveAsync(id, new Progress<double>(), cancel);

    /// <summary>The same, piece by piece: given up on the way it leaves the sensor paused with what is left, and can be asked for again.</summary>
    /// <param name="progress">Told how much of its time is gone, 0 to 1.</param>
    public async Task RemoveAsync(int id, IProgress<double> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        readOnly.Check();
        await removal.RunAsync(id, progress.Report, cancel);
    }

    /// <summary>What the sensor measured until now, as it is calibrated: to compare with a reference meter's mean.</summary>
    /// <param name="over">1 second to 1 hour.</param>
    public async Task<MeanPower> MeanPowerAsync(int id, TimeSpan over, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(over, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(over, TimeSpan.FromHours(1));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() * (UnixMicroseconds.PerSecond / 1000);
        var span = (await energy.ReadAsync(id, [now - (long)over.TotalMicroseconds, now], cancel))[0].Energy;
        return new MeanPower(span.IsCovered ? span.MeanWatts : null, span.CoveredSeconds);
    }

    /// <summary>The calibration that makes our mean what the reference meter's was over the same time. Pure.</summary>
    /// <param name="old">The one that held meanwhile.</param>
    /// <exception cref="Forms.FieldFaultException">It is out of range, or our mean is too small to tell.</exception>
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
        if (others.FirstOrDefault(other => !other.IsRetired && other.Driver == kind.Name && other.Receiver == draft.Receiver && StoredSettings.AreSameDevice(kind, other.Settings, settings)) is { } holder)
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
