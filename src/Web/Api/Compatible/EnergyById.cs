using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// /api/{sensor}/get/{unit}/by_id/{id1}/{id2} for energy and money, and …/{step} for mean power, energy and money in groups
/// of ids: what the segments carry that begin at these measures.
/// </summary>
internal static class EnergyById
{
    public static async Task<IResult> GetOneAsync(
        int sensor, string unit, string first, string end, SegmentEnergyQuery energy, WebOptions options, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var range = PathIds.Parse(first, end, options.MostIds);
        var groups = await energy.ReadAsync(sensor, range, Math.Max(range.Width, 1), cancel);
        return EnergyAnswers.One(unit, groups is [var whole] ? whole : null, CurrentRate.Of(site, time));
    }

    public static async Task<IResult> GetManyAsync(
        int sensor, string unit, string first, string end, string step, SegmentEnergyQuery energy, WebOptions options, SiteCache site, TimeProvider time,
        CancellationToken cancel)
    {
        var groups = await energy.ReadAsync(sensor, PathIds.Parse(first, end, options.MostIds), PathIds.ParseStep(step), cancel);
        return EnergyAnswers.Many(unit, groups, CurrentRate.Of(site, time));
    }
}
