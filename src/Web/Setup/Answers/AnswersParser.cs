using System.Globalization;
using System.Text.Json;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Setup.Answers;

/// <summary>Reads a file of answers: docs/first-run.md has every field. Pure but for the files that hold its secrets.</summary>
/// <param name="readSecret">Reads a file that a field names; throws <see cref="SettingException"/> when it cannot.</param>
internal sealed class AnswersParser(Func<string, string> readSecret)
{
    private static readonly JsonDocumentOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    private readonly List<FieldFault> _faults = [];
    private bool _holdsSecret;

    /// <exception cref="SettingException">It is not JSON.</exception>
    public SiteAnswers Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Form);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            // Its own message may repeat what stands there, a password perhaps.
            throw new SettingException($"The answers are not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} cannot be read. docs/first-run.md has an example.", e);
        }
    }

    private SiteAnswers Read(JsonElement root)
    {
        var all = new AnswerFields(root, "", _faults, "language", "time_zone", "currency", "site_name", "account", "sensor", "tariff", "w3bstream");
        var (none, later) = (new FirstRunDraft(), new HashSet<FirstRunStep>());
        var account = new AnswerFields(all.Find("account"), "account", _faults, "name", "password", "password_file");
        var draft = none with
        {
            Language = all.Text("language") ?? none.Language,
            TimeZone = Required(all, "time_zone"),
            Currency = all.Text("currency") ?? none.Currency,
            SiteName = all.Text("site_name") ?? none.SiteName,
            AccountName = account.Text("name") ?? "",
            Sensor = SensorOf(all.Find("sensor")),
            Tariff = TariffOf(all.Find("tariff"), out var from),
            TariffFrom = from,
        };
        draft = WithW3bstream(draft, all.Find("w3bstream"));
        if (all.Find("sensor") is null) later.Add(FirstRunStep.Sensor);
        if (all.Find("tariff") is null) later.Add(FirstRunStep.Tariff);
        if (all.Find("w3bstream") is null) later.Add(FirstRunStep.W3bstream);
        var password = Secret(account, "password");
        return new SiteAnswers(draft with { Later = later }, password, _faults, _holdsSecret);
    }

    private SensorDraft? SensorOf(JsonElement? element)
    {
        var fields = new AnswerFields(element, "sensor", _faults, "kind", "name", "period_s", "calibration", "settings", "secret_files");
        if (!fields.IsThere) return null;
        var settings = new Dictionary<string, string>(fields.Texts("settings"), StringComparer.Ordinal);
        foreach (var (name, file) in fields.Texts("secret_files"))
            if (FileText(fields, $"secret_files.{name}", file) is { } secret) settings[name] = secret;
        var kind = Required(fields, "kind");
        _holdsSecret |= SensorKind.Find(kind)?.Secrets.Any(fields.Texts("settings").ContainsKey) == true;
        return new SensorDraft(kind, fields.Text("name") ?? kind)
        {
            Settings = settings,
            PeriodSeconds = fields.Number("period_s"),
            Calibration = fields.Number("calibration") ?? 1,
        };
    }

    private TariffDraft? TariffOf(JsonElement? element, out DateOnly? from)
    {
        var fields = new AnswerFields(
            element, "tariff", _faults, "provider", "peak_price_per_kwh", "off_peak_price_per_kwh", "standing_charge_per_month", "prices_include_vat",
            "vat_percent", "off_peak", "threshold_w", "valid_from");
        from = null;
        if (!fields.IsThere) return null;
        if (!fields.Has("peak_price_per_kwh")) fields.Say("peak_price_per_kwh", "FirstRun_AnswerMissing");
        if (fields.Text("valid_from") is { } date)
        {
            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) from = parsed;
            else fields.Say("valid_from", "FirstRun_AnswerForm", "\"2026-11-01\"");
        }

        return new TariffDraft(fields.Text("provider") ?? "")
        {
            PeakPricePerKwh = fields.Decimal("peak_price_per_kwh") ?? 0,
            OffPeakPricePerKwh = fields.Decimal("off_peak_price_per_kwh"),
            StandingChargePerMonth = fields.Decimal("standing_charge_per_month") ?? 0,
            PricesIncludeVat = fields.Truth("prices_include_vat") ?? true,
            VatPercent = fields.Decimal("vat_percent") ?? 0,
            OffPeak = fields.Text("off_peak") ?? "",
            ThresholdW = fields.WholeNumber("threshold_w"),
        };
    }

    private FirstRunDraft WithW3bstream(FirstRunDraft draft, JsonElement? element)
    {
        var fields = new AnswerFields(element, "w3bstream", _faults, "publish_url", "token", "token_file");
        return fields.IsThere ? draft with { PublishUrl = fields.Text("publish_url") ?? "", Token = Secret(fields, "token") } : draft;
    }

    private static string Required(AnswerFields fields, string name)
    {
        if (fields.Find(name) is null) fields.Say(name, "FirstRun_AnswerMissing");
        return fields.Text(name) ?? "";
    }

    /// <returns>What the field holds, or the file that its companion names; empty when there is neither.</returns>
    private string Secret(AnswerFields fields, string name)
    {
        var file = $"{name}_file";
        if (fields.Has(name) && fields.Has(file)) fields.Say(file, "FirstRun_AnswerBoth", name);
        _holdsSecret |= fields.Has(name);
        if (fields.Text(name, isSecret: true) is { } text) return text;
        return fields.Text(file) is { } path ? FileText(fields, file, path) ?? "" : "";
    }

    private string? FileText(AnswerFields fields, string name, string path)
    {
        try
        {
            return readSecret(path);
        }
        catch (SettingException e)
        {
            fields.Say(name, "FirstRun_AnswerFile", e.Message);
            return null;
        }
    }
}
