using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Web.W3bstream;

/// <summary>What the Processor writes, written by a test.</summary>
internal static class Outbox
{
    /// <summary>2026-03-01T12:00:00Z: the end of window 0.</summary>
    public const string Start = "2026-03-01 12:00:00+00";

    public static Task AddReadingsAsync(this TestDatabase database, string stream, int first, int count, string state) => database.Owner.ExecuteAsync($$$"""
        insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body, state, attempts, answer_status, answer, answered_at)
        select $1, timestamptz '{{{Start}}}' + (i - 1) * interval '5 s', timestamptz '{{{Start}}}' + i * interval '5 s', 100 + i, 5, 'devnet', gen_random_uuid(),
               convert_to('{"data":{"sensor_reading":' || (100 + i) || '.0}}', 'UTF8'), $2,
               case $2 when 'failed' then 1 else 0 end, case $2 when 'failed' then 400 end, case $2 when 'failed' then 'no such device' end, case $2 when 'failed' then now() end
        from generate_series({{{first.ToString(CultureInfo.InvariantCulture)}}}, {{{(first + count - 1).ToString(CultureInfo.InvariantCulture)}}}) i
        """, stream, state);

    public static Task ForgetReadingsAsync(this TestDatabase database) => database.Owner.ExecuteAsync("delete from w3bstream_outbox");
}
