using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Extensions;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Health;
using PowerMeter.Web.Components.Storage;
using PowerMeter.Web.Components.W3bstream;
using PowerMeter.Web.Live;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Pages;

/// <summary>How the base station is, part by part, in plain words, with what helps. Also while the database is away.</summary>
public sealed partial class HealthPage
{
    private const int TicksBetweenLooks = 5;
    private const int MessageDays = 7;
    private const int MostMessages = 20;

    private HealthReport? _report;
    private IReadOnlyList<SensorView> _sensors = [];
    private IReadOnlyList<RunningProcess> _processes = [];
    private IReadOnlyList<LoggedMessage> _messages = [];
    private DateTime _lookedAt;
    private int _ticks;
    private bool _failed;

    /// <summary>Whether what stands below the report was ever read: nothing is not the same as not known.</summary>
    private bool _isRead;

    [Inject]
    private Monitoring.Health Health { get; set; } = default!;

    [Inject]
    private ProcessQuery Processes { get; set; } = default!;

    [Inject]
    private SensorQuery Sensors { get; set; } = default!;

    [Inject]
    private FirstPicture<HealthFirstPicture> First { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    // A database that has been away since the start is just what this page is to say.
    private DateTimeZone Zone => Sites.Known?.Calendar.Zone ?? DateTimeZone.Utc;

    protected override Task OnInitializedAsync()
    {
        if (First.Recent() is { } first)
            (_report, _lookedAt, _sensors, _processes, _messages, _isRead) = (first.Report, first.LookedAt, first.Sensors, first.Processes, first.Messages, true);
        return ReadAsync();
    }

    protected override void OnAlive()
    {
        // The first picture is seconds old.
    }

    protected override Task OnEventAsync(FeedEvent happened)
    {
        // A sensor that changed is looked at with the next tick.
        if (happened is FeedEvent.StatusChanged or FeedEvent.Resync) _ticks = TicksBetweenLooks - 1;
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        _ticks = (_ticks + 1) % TicksBetweenLooks;
        if (_ticks == 0) await ReadAsync();
        StateHasChanged();
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();

    private static string SignOf(HealthStatus status) => status switch
    {
        HealthStatus.Ok => "circle-check",
        HealthStatus.Degraded => "triangle-alert",
        _ => "circle-alert",
    };

    // A version without the commit it was built from, which says nothing to who looks here; room on a disk, told in
    // megabytes, as a size that people read.
    private object[] Shown(HealthCheck check) =>
    [
        .. check.Values.Select(value => value switch
        {
            string version => ShortVersion(version),
            Sentence sentence => sentence.In(CultureInfo.CurrentUICulture),
            long megabytes when check.Name == "disk" => ByteTexts.Size(Text, megabytes * 1e6),
            _ => value,
        }),
    ];

    private static string ShortVersion(string version) => version.Split('+')[0];

    private async Task ReadAsync()
    {
        var report = await Health.JudgeAsync(Closed);
        var lookedAt = Time.GetUtcNow().ToInstant().InZone(Zone).ToDateTimeUnspecified();
        (_report, _lookedAt) = (report, lookedAt);
        try
        {
            _sensors = await Sensors.ListAsync(Closed);
            (_processes, _messages) = await Processes.ReadAsync(MessageDays, MostMessages, Closed);
            (_failed, _isRead) = (false, true);
            First.Put(new HealthFirstPicture(report, lookedAt, _sensors, _processes, _messages));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // What was read last stays, with ages that go on.
            _failed = true;
        }
    }

    // Nobody has said how it is, as of a device that has never pushed.
    private static bool IsNew(SensorView sensor) => sensor is { Enabled: true, State: null, LastSeen: null };

    private string StateOf(SensorView sensor) => sensor.State is { } state and not "running" ? Text[$"State_{state}"] : Text[IsNew(sensor) ? "Health_SensorWaits" : "Health_SensorRuns"];

    private string LastOf(SensorView sensor)
    {
        if (sensor.LastSeen is not { } seen) return Text["Health_NeverSeen"];
        var (number, unit) = Figures.Power(sensor.LastWatts ?? 0, CultureInfo.CurrentCulture);
        return Text["Health_LastSeen", $"{number} {unit}", Ago(seen.ToDateTimeOffset())];
    }

    private string Ago(DateTimeOffset time) => Ages.From(Text, Math.Min(time.ToUnixTimeMilliseconds(), Time.GetUtcNow().ToUnixTimeMilliseconds()), Time.GetUtcNow());

    private string Local(DateTimeOffset time) => time.ToInstant().InZone(Zone).ToDateTimeUnspecified().ToString("g", CultureInfo.CurrentCulture);
}
