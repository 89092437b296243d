using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// /api/{sensor}/get/{unit}/by_time/{time1}/{time2} for energy and money, and …/{step} for mean power, energy and money
/// in groups. A group without coverage is null; mean power is over the covered time.
/// </summary>
internal static class EnergyBins
{
    public static async Task<IResult> GetOneAsync(
        int sensor, string unit, string from, string until, EnergyQuery energy, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var span = PathSpan.Parse(from, until);
        var bin = span.From == span.Until ? null : (await energy.ReadAsync(sensor, [span.From, span.Until], cancel))[0];
        return EnergyAnswers.One(unit, bin, CurrentRate.Of(site, time));
    }

    public static async Task<IResult> GetManyAsync(
        int sensor, string unit, string from, string until, string step, EnergyQuery energy, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var edges = PathSpan.Parse(from, until).Edges(step);
        var bins = edges.Length == 1 ? [] : await energy.ReadAsync(sensor, edges, cancel);
        return EnergyAnswers.Many(unit, bins, CurrentRate.Of(site, time));
    }
}
