using Npgsql;

namespace PowerMeter.Web.SensorSetup;

/// <summary>
/// Keeps the table of sensors, for pages, first run and API alike. All ask ReadOnlyMode first. What is wrong is a
/// <see cref="Forms.FieldFaultException"/> whose fields are <c>kind</c>, <c>name</c>, <c>period_s</c>, <c>calibration</c>,
/// <c>settings.NAME</c>, <c>reference_w</c>, or <c>sensor</c> for one that is not there any more.
/// </summary>
public interface ISensorChanges
{
    /// <summary>Those that are not retired, by id.</summary>
    Task<IReadOnlyList<StoredSensor>> ListAsync(CancellationToken cancel);

    /// <summary>Those that were put away, by id: <see cref="RestoreAsync"/> brings one back.</summary>
    Task<IReadOnlyList<StoredSensor>> ListRetiredAsync(CancellationToken cancel);

    /// <summary>What is wrong with it, whatever else there is; nothing when it may be so. Pure.</summary>
    IReadOnlyList<Forms.FieldFault> Check(SensorDraft draft, IReadOnlySet<string> secretsSet);

    /// <returns>The new sensor's id.</returns>
    Task<int> AddAsync(SensorDraft draft, CancellationToken cancel);

    /// <summary>The same within somebody's transaction.</summary>
    Task<int> AddAsync(NpgsqlConnection connection, SensorDraft draft, CancellationToken cancel);

    /// <summary>All of it becomes what the draft says, but for secrets that it does not have, and the kind, which stays.</summary>
    Task ChangeAsync(int id, SensorDraft draft, CancellationToken cancel);

    Task PauseAsync(int id, bool paused, CancellationToken cancel);

    /// <summary>Puts a sensor away: it is read no more and stands in no list; its samples, energy and money stay.</summary>
    Task RetireAsync(int id, CancellationToken cancel);

    /// <summary>Brings a retired sensor back, switched on.</summary>
    Task RestoreAsync(int id, CancellationToken cancel);

    /// <summary>Removes a sensor with all its samples and roll-ups.</summary>
    Task RemoveAsync(int id, CancellationToken cancel);

    /// <summary>The same, piece by piece: given up on the way it leaves the sensor paused with what is left, and can be asked for again.</summary>
    /// <param name="progress">Told how much of its time is gone, 0 to 1.</param>
    Task RemoveAsync(int id, IProgress<double> progress, CancellationToken cancel);

    /// <summary>What the sensor measured until now, as it is calibrated: to compare with a reference meter's mean.</summary>
    /// <param name="over">1 second to 1 hour.</param>
    Task<MeanPower> MeanPowerAsync(int id, TimeSpan over, CancellationToken cancel);

    /// <summary>The calibration that makes our mean what the reference meter's was over the same time. Pure.</summary>
    /// <param name="old">The one that held meanwhile.</param>
    /// <exception cref="Forms.FieldFaultException">It is out of range, or our mean is too small to tell.</exception>
    double NewCalibration(double old, double referenceWatts, double ourWatts);
}
