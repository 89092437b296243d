using System.Text.Json;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Corrections;

namespace PowerMeter.Web.Api.V1.Corrections;

/// <summary>Reads what is to be done: what each field is. What it may be is for <see cref="CorrectionRules"/> to say.</summary>
internal static class CorrectionBody
{
    private const string ExpectedSamples = "expected_samples";
    private const string NumberAllowed = "a number";

    /// <exception cref="ParameterException">A field is not known, is missing, is of the wrong kind, or does not belong to the kind of correction.</exception>
    public static (CorrectionRequest Request, long? Expected) Parse(int sensorId, JsonElement body)
    {
        var fields = new JsonFields(
            body, "", CorrectionFields.Kind, CorrectionFields.From, CorrectionFields.To, CorrectionFields.Watts, CorrectionFields.Factor, CorrectionFields.Offset,
            CorrectionFields.Reason, ExpectedSamples);
        var kind = CorrectionKinds.Named(TextOf(fields, CorrectionFields.Kind)) ?? throw fields.Wrong(CorrectionFields.Kind, string.Join(", ", CorrectionKinds.Names));
        var request = new CorrectionRequest(sensorId, kind, TimeOf(fields, CorrectionFields.From), TimeOf(fields, CorrectionFields.To))
        {
            Watts = Amount(fields, CorrectionFields.Watts, kind, CorrectionKind.Set) ?? 0,
            Factor = Amount(fields, CorrectionFields.Factor, kind, CorrectionKind.Scale) ?? 1,
            Offset = (long)Math.Round(Math.Clamp(Amount(fields, CorrectionFields.Offset, kind, CorrectionKind.Shift) ?? 0, -1e10, 1e10) * UnixMicroseconds.PerSecond),
            Reason = fields.Text(CorrectionFields.Reason, 0, CorrectionRules.LongestReason) ?? "",
        };
        return (request, fields.WholeNumber(ExpectedSamples, 0, int.MaxValue));
    }

    private static double? Amount(JsonFields fields, string name, CorrectionKind kind, CorrectionKind itsKind)
    {
        if (kind != itsKind) return fields.Has(name) ? throw new ParameterException($"{name} is for {CorrectionKinds.NameOf(itsKind)} only.") : null;
        return fields.Find(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw fields.Wrong(name, NumberAllowed);
    }

    private static long TimeOf(JsonFields fields, string name)
    {
        var time = TextOf(fields, name) is { } text ? TimeText.Parse(text) : null;
        return time is { } moment && moment >= Sample.Earliest && moment <= Sample.Latest
            ? moment.ToUnixMicroseconds()
            : throw fields.Wrong(name, $"{TimeText.Allowed}, in 2000 to 2099");
    }

    private static string? TextOf(JsonFields fields, string name) => fields.Text(name, 0, 64);
}
