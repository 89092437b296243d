using PowerMeter.Web.Api.V1.W3bstream;
using PowerMeter.Web.W3bstream;
using static PowerMeter.Web.W3bstream.W3bstreamFields;
using W3bstreamSettings = PowerMeter.Shared.W3bstream.W3bstreamSettings;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>The fields of the form as text. What differs from the draft that was shown is what somebody changed.</summary>
internal sealed class SettingsDraft
{
    private readonly Dictionary<string, string> _texts;

    private SettingsDraft(Dictionary<string, string> texts) => _texts = texts;

    public string this[string field]
    {
        get => _texts[field];
        set => _texts[field] = value ?? "";
    }

    public static SettingsDraft Of(W3bstreamSettings settings)
    {
        var set = W3bstreamJson.Of(settings);
        return new SettingsDraft(new Dictionary<string, string>
        {
            [PublishUrl] = set.PublishUrl,
            // Never shown: what is written here replaces it.
            [Token] = "",
            [Profile] = set.Profile,
            [SignatureEncoding] = set.SignatureEncoding,
            [PublicKeyForm] = set.PublicKeyForm,
            [TimestampUnit] = set.TimestampUnit,
            [WindowSeconds] = W3bstreamRules.ListOf([set.WindowS]),
            [Sensors] = W3bstreamRules.ListOf(set.Sensors),
            [SkipZero] = set.SkipZero ? "true" : "false",
            [MaxAgeSeconds] = W3bstreamRules.ListOf([set.MaxAgeS]),
            [ProjectId] = set.ProjectId,
            [ProjectVersion] = set.ProjectVersion,
            [SignedKeys] = string.Join(',', set.SignedKeys),
        });
    }

    public bool Has(string field, string item) => this[field].Split(',').Contains(item);

    public void Put(string field, string item, bool isIn)
    {
        var items = this[field].Split(',', StringSplitOptions.RemoveEmptyEntries).Where(one => one != item);
        this[field] = string.Join(',', isIn ? items.Append(item) : items);
    }

    public bool IsChangedFrom(SettingsDraft shown) => _texts.Any(text => shown[text.Key] != text.Value);

    /// <returns>What to change, and what is wrong with it.</returns>
    public (W3bstreamChange Change, IReadOnlyList<W3bstreamFault> Faults) ChangeFrom(SettingsDraft shown)
    {
        var change = new W3bstreamChange();
        var faults = new List<W3bstreamFault>();
        foreach (var (field, text) in _texts)
        {
            if (shown[field] == text) continue;
            (change, var fault) = W3bstreamText.Set(change, field, field == Token ? text.Trim() : text);
            if (fault is not null) faults.Add(fault);
        }

        faults.AddRange(W3bstreamRules.Check(change));
        return (change, faults);
    }
}
