using NodaTime;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Components;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.FirstRun;

/// <summary>What may be answered, whoever answers: the pages and the command line. Pure; what only the database knows it says itself.</summary>
public sealed class FirstRunChecks(UserChanges users, SensorChanges sensors, TariffDrafts tariffs)
{
    public const string AccountName = "account.name";
    public const string Password = "account.password";
    public const string TimeZone = "time_zone";

    private const int LongestSiteName = 64;
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2099, 12, 31);

    /// <returns>What is wrong with the answers of one step; nothing when one may go on.</returns>
    public IReadOnlyList<FieldFault> Check(FirstRunStep step, FirstRunDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Later.Contains(step)) return [];
        return step switch
        {
            FirstRunStep.Place => [.. PlaceFaults(draft)],
            FirstRunStep.Account => [.. AccountFaults(draft)],
            FirstRunStep.Sensor => draft.Sensor is null ? [new FieldFault("sensor.kind", "FirstRun_NoSensor")] : In("sensor", sensors.Check(draft.Sensor, new HashSet<string>())),
            FirstRunStep.Tariff => [.. TariffFaults(draft)],
            FirstRunStep.W3bstream => [.. W3bstreamFaults(draft)],
            _ => [],
        };
    }

    /// <returns>What is wrong with a new account; nothing when it may be so.</returns>
    public IReadOnlyList<FieldFault> CheckAccount(string name, string password) => In("account", users.Check(name, password));

    /// <returns>All that is wrong, in the order of the steps.</returns>
    public IReadOnlyList<FieldFault> CheckAll(FirstRunDraft draft) =>
        [.. Enum.GetValues<FirstRunStep>().SelectMany(step => Check(step, draft))];

    private static IEnumerable<FieldFault> PlaceFaults(FirstRunDraft draft)
    {
        if (!Languages.All.Contains(draft.Language)) yield return new FieldFault("language", "FirstRun_BadLanguage", draft.Language, string.Join(", ", Languages.All));
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(draft.TimeZone) is null) yield return new FieldFault(TimeZone, "FirstRun_BadZone", draft.TimeZone);
        if (draft.SiteName.Trim().Length is 0 or > LongestSiteName || draft.SiteName.Any(char.IsControl)) yield return new FieldFault("site_name", "FirstRun_BadSiteName", LongestSiteName);
        if (!Currencies.IsKnown(draft.Currency)) yield return new FieldFault("currency", "FirstRun_BadCurrency", draft.Currency);
    }

    // The password was checked when it was given; only its hash is left of it.
    private static IEnumerable<FieldFault> AccountFaults(FirstRunDraft draft)
    {
        if (draft.AccountName.Length == 0) yield return new FieldFault(AccountName, "FirstRun_NoName");
        if (draft.PasswordHash.Length == 0) yield return new FieldFault(Password, "FirstRun_NoPassword");
    }

    private IEnumerable<FieldFault> TariffFaults(FirstRunDraft draft)
    {
        if (draft.TariffFrom is { } from && (from < Earliest || from > Latest))
            yield return new FieldFault("tariff.valid_from", "FirstRun_BadDate", $"{from:yyyy-MM-dd}", $"{Earliest:yyyy-MM-dd}", $"{Latest:yyyy-MM-dd}");
        if (draft.Tariff is null) yield return new FieldFault("tariff.provider", "FirstRun_NoTariff");
        else foreach (var fault in In("tariff", tariffs.Check(draft.Tariff))) yield return fault;
    }

    private static IEnumerable<FieldFault> W3bstreamFaults(FirstRunDraft draft)
    {
        if (draft.PublishUrl.Length == 0) yield return new FieldFault("w3bstream.publish_url", "FirstRun_NoUrl");
        if (draft.Token.Length == 0) yield return new FieldFault("w3bstream.token", "FirstRun_NoToken");
        foreach (var fault in W3bstreamRules.Check(new W3bstreamChange { PublishUrl = draft.PublishUrl, Token = draft.Token }))
            yield return new FieldFault($"w3bstream.{fault.Field}", $"W3b_Bad_{fault.Field}");
    }

    private static List<FieldFault> In(string part, IReadOnlyList<FieldFault> faults) => [.. faults.Select(fault => fault with { Field = $"{part}.{fault.Field}" })];
}
