using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Components.Storage;

/// <summary>What is kept how long, how big it is, and when the disk is full.</summary>
public sealed partial class StoragePage
{
    /// <summary>Months that are shown at first.</summary>
    private const int Shown = 12;

    /// <summary>An empty month has its indexes only.</summary>
    private const int EmptyBytes = 64 * 1024;

    private StorageFirstPicture? _read;
    private bool _all;
    private bool _failed;

    [Inject]
    private StorageQuery Query { get; set; } = default!;

    [Inject]
    private RetentionChanges Retention { get; set; } = default!;

    [Inject]
    private FirstPicture<StorageFirstPicture> First { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private StorageForecast? Forecast => StorageForecast.Of(_read!.Figures, Instant.FromDateTimeOffset(Time.GetUtcNow()));

    private double? DaysLeft => Forecast?.DaysLeft(_read!.Figures, _read.Disk?.RoomBytes, _read.Months);

    private string SamplesFor => _read!.Months is { } months ? Text["Storage_Months", months] : Text["Storage_ForEver"];

    private IReadOnlyList<StorageMonth> Filled => [.. _read!.Figures.Months.Where(month => month.Bytes > EmptyBytes || month.Samples > 0).Reverse()];

    /// <summary>Fewer days than this are a reason to do something.</summary>
    private const int FewDays = 30;

    private bool IsTrouble => _read!.Disk is { IsFull: true } or { IsNearlyFull: true } || DaysLeft < FewDays;

    private string Headline => (Forecast, DaysLeft) switch
    {
        _ when _read!.Disk is { IsFull: true } => Text["Storage_IsFull"],
        // What else lies on the disk may have filled it: the database's growth alone would be no reason to worry.
        _ when _read!.Disk is { IsNearlyFull: true } && !(DaysLeft < FewDays) => Text["Storage_NearlyFull"],
        (null, _) => Text["Storage_TooLittle", StorageForecast.LeastDays],
        (_, { } days) => Text["Storage_FullIn", ByteTexts.Length(Text, days)],
        _ => Text["Storage_Unseen"],
    };

    /// <summary>Where the figures come from.</summary>
    private string Basis
    {
        get
        {
            var where = (_read!.OtherHost, _read.Disk) switch
            {
                ({ } host, _) => Text["Storage_Elsewhere", host],
                (_, { } disk) => Text["Storage_SeenBy", disk.Path],
                _ => Text["Storage_Unseen"],
            };
            return Forecast is { } forecast ? $"{Text["Storage_MeasuredOver", Math.Floor(forecast.DaysMeasured).ToString("N0", CultureInfo.CurrentCulture)]} {where}" : where;
        }
    }

    protected override Task OnInitializedAsync()
    {
        _read = First.Recent();
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            var other = Query.OtherHost;
            _read = new StorageFirstPicture(
                await Query.ReadAsync(CancellationToken.None), other is null ? StorageDisk.OfThisMachine() : null, other, (await Retention.ReadAsync(CancellationToken.None)).Months);
            First.Put(_read);
            _failed = false;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }

    private string Size(double bytes) => ByteTexts.Size(Text, bytes);

    private string Share(StorageMonth month) =>
        string.Create(CultureInfo.InvariantCulture, $"{month.Bytes * 100.0 / Math.Max(1, _read!.Figures.Months.Max(one => one.Bytes)):0.#}%");
}
