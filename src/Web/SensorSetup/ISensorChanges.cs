using Npgsql;

namespace PowerMeter.Web.SensorSetup;

/// <summary>
/// Keeps the table of sensors, for pages, first run and API alike. All ask ReadOnlyMode first. What is wrong is a
/// <see cref="Forms.FieldFaultException"/> whose fields are <c>kind</c>, <c>name</c>, <c>period_s</c>, <c>calibration</c> or <c>settings.NAME</c>.
/// </summary>
public interface ISensorChanges
{
    Task<IReadOnlyList<StoredSensor>> ListAsync(CancellationToken cancel);

    /// <summary>What is wrong with it, whatever else there is; nothing when it may be so. Pure.</summary>
    IReadOnlyList<Forms.FieldFault> Check(SensorDraft draft, IReadOnlySet<string> secretsSet);

    /// <returns>The new sensor's id.</returns>
    Task<int> AddAsync(SensorDraft draft, CancellationToken cancel);

    /// <summary>The same within somebody's transaction.</summary>
    Task<int> AddAsync(NpgsqlConnection connection, SensorDraft draft, CancellationToken cancel);

    Task ChangeAsync(int id, SensorDraft draft, CancellationToken cancel);

    Task PauseAsync(int id, bool paused, CancellationToken cancel);

    /// <summary>Removes a sensor with all its samples and roll-ups.</summary>
    Task RemoveAsync(int id, CancellationToken cancel);
}
