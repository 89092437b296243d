using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Where messages go. What the user set is sent byte for byte as it was set: hosts, paths and parameters of the network
/// have changed often, and none of them is ours to tidy.
/// </summary>
internal sealed class PublishUrl
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly bool _isTask;
    private readonly string _url;
    private readonly string _query;
    private readonly bool _needsType;
    private readonly bool _needsId;
    private readonly bool _needsTime;

    /// <exception cref="SettingException">It is no URL that can be posted to. What may be a secret in it is not said.</exception>
    public PublishUrl(string url, W3bstreamProfile profile)
    {
        if (!PublishAddress.IsAllowed(url)) throw SettingException.Of(new Sentence("Value_NotAllowed", "publish_url", Showable(url), PublishAddress.Allowed));
        var parts = url.Split('?', 2);
        // A request's target is never empty (RFC 9112, section 3.2.1).
        if (parts[0].IndexOf('/', parts[0].IndexOf("//", StringComparison.Ordinal) + 2) < 0) parts[0] += "/";
        _isTask = profile == W3bstreamProfile.Task;
        _query = parts.Length > 1 ? $"?{parts[1]}" : "";
        _url = _isTask ? $"{parts[0].TrimEnd('/')}/v1/task" : parts[0] + _query;
        var names = _query.TrimStart('?').Split('&').Select(parameter => Uri.UnescapeDataString(parameter.Split('=', 2)[0])).ToHashSet(StringComparer.Ordinal);
        _needsType = !names.Contains("eventType");
        _needsId = !names.Contains("eventID");
        _needsTime = !names.Contains("timestamp");
    }

    /// <param name="windowEnd">Unix microseconds.</param>
    public Uri For(Guid eventId, long windowEnd)
    {
        if (_isTask) return Create(_url + _query);
        var parameters = new List<string>(3);
        if (_needsType) parameters.Add("eventType=DATA");
        if (_needsId) parameters.Add($"eventID={eventId:D}");
        if (_needsTime) parameters.Add(string.Create(CultureInfo.InvariantCulture, $"timestamp={windowEnd / 1000}"));
        if (parameters.Count == 0) return Create(_url);
        var joint = _query.Length == 0 ? "?" : _query[^1] is '?' or '&' ? "" : "&";
        return Create($"{_url}{joint}{string.Join('&', parameters)}");
    }

    /// <summary>Where the network tells how a task gets on.</summary>
    /// <returns>Null for an id that no path can hold.</returns>
    public Uri? ForTask(string taskId) => taskId is "." or ".." ? null : Create($"{_url}/{Uri.EscapeDataString(taskId)}{_query}");

    private static Uri Create(string url) => new(url, AsItIs);

    /// <summary>Parameters and users may be secrets.</summary>
    private static string Showable(string url)
    {
        var bare = url.Split('?', '#')[0];
        var at = bare.LastIndexOf('@');
        return AnswerText.Clean(at < 0 ? bare : $"…{bare[at..]}");
    }
}
