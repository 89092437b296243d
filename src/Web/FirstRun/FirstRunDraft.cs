using System.Text.Json.Serialization;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.FirstRun;

/// <summary>What was answered so far. Secrets are plain here; <see cref="DraftDocument"/> protects them.</summary>
public sealed record FirstRunDraft
{
    /// <summary>Of the site: <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>IANA name; empty until it is guessed or chosen.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>1 to 64 characters.</summary>
    public string SiteName { get; init; } = "PowerMeter";

    public string AccountName { get; init; } = "";

    /// <summary>As in <c>users.password_hash</c>; empty until one is given. The password itself is kept nowhere.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Null for none yet.</summary>
    public SensorDraft? Sensor { get; init; }

    /// <summary>Null for none yet.</summary>
    public TariffDraft? Tariff { get; init; }

    /// <summary>From when the first contract holds; null for the first day of this month.</summary>
    public DateOnly? TariffFrom { get; init; }

    /// <summary>Empty: no readings are sent.</summary>
    public string PublishUrl { get; init; } = "";

    public string Token { get; init; } = "";

    /// <summary>The steps that were left for later: what they hold is not written.</summary>
    [JsonIgnore] // the document has them as a list
    public IReadOnlySet<FirstRunStep> Later { get; init; } = new HashSet<FirstRunStep>();

    public bool Has(FirstRunStep step) => !Later.Contains(step) && step switch
    {
        FirstRunStep.Place => TimeZone.Length > 0,
        FirstRunStep.Account => AccountName.Length > 0 && PasswordHash.Length > 0,
        FirstRunStep.Sensor => Sensor is not null,
        FirstRunStep.Tariff => Tariff is not null,
        FirstRunStep.W3bstream => PublishUrl.Length > 0,
        _ => false,
    };

    public FirstRunDraft Put(FirstRunStep step, bool isLater) =>
        this with { Later = isLater ? new HashSet<FirstRunStep>(Later) { step } : new HashSet<FirstRunStep>(Later.Where(other => other != step)) };

    // A record would print what it holds.
    public override string ToString() => nameof(FirstRunDraft);
}
