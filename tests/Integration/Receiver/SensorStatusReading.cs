using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>A row of <c>sensor_status</c>.</summary>
/// <param name="LagSeconds">From the change of state to its being written, as far as the row is about a change.</param>
internal sealed record SensorStatusReading(string State, long Samples, long Rejected, string? Error, long SpoolDepth, double LagSeconds)
{
    public static async Task<SensorStatusReading?> OfAsync(TestDatabase database, int sensor) =>
        (await database.Owner.QueryAsync(
            "select state, samples, rejected, error, spool_depth, extract(epoch from updated_at - since)::double precision from sensor_status where sensor_id = $1",
            row => new SensorStatusReading(
                row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4), row.GetDouble(5)),
            sensor)).SingleOrDefault();

    public static async Task<SensorStatusReading> BecomesAsync(TestDatabase database, int sensor, string state)
    {
        SensorStatusReading? status = null;
        await Eventually.BecomesTrueAsync(
            $"sensor {sensor} is {state}", async () => (status = await OfAsync(database, sensor))?.State == state);
        return status!;
    }
}
