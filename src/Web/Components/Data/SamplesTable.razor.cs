using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>The samples themselves, a page at a time. New ones are only said to be there: what somebody reads stays where it is.</summary>
public sealed partial class SamplesTable
{
    private const int PageLength = 200;

    private bool _failed;
    private bool _reading;
    private bool _isNewsWaiting;
    private bool _outdated;
    private string _jump = "";
    private FieldFault? _jumpFault;

    [Parameter, EditorRequired]
    public required DataAddress Address { get; set; }

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    [Parameter, EditorRequired]
    public bool MayChange { get; set; }

    /// <summary>Comes from the first picture past the browser: so many rows are more than the page's first message may hold.</summary>
    private SamplesModel? Model { get; set; }

    [Inject]
    private SamplePageQuery Pages { get; set; } = default!;

    [Inject]
    private FirstPicture<SamplesModel> First { get; set; } = default!;

    [Inject]
    private NpgsqlDataSource Database { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private LocalMoments Moments => new(Sites.Current.Calendar.Zone, CultureInfo.CurrentCulture);

    private string Key => (Address with { SensorId = SensorId }).ToUrl();

    private string Title => Model is { Page.Samples: [var first, .., var last] } ? Moments.Span(first.Time, last.Time) : Text["Tables_Samples"];

    private string EarlierUrl => (Address.With(DataView.Samples) with { Before = Model!.Page.Samples is [var first, ..] ? first.Time : Address.At ?? Address.Before }).ToUrl();

    private string LaterUrl => (Address.With(DataView.Samples) with { At = Model!.Page.Samples is [.., var last] ? last.Time + 1 : Address.Before ?? Address.At }).ToUrl();

    private string CorrectUrl => (Address.With(DataView.Corrections) with { From = Model!.Page.Samples[0].Time, To = Model.Page.Samples[^1].Time + 1_000_000 }).ToUrl();

    protected override async Task OnParametersSetAsync()
    {
        if (Model?.Key == Key) return;
        if (Model is null && First.Recent() is { } first && first.Key == Key) Model = first;
        await ReadAsync();
    }

    protected override bool MissesSomething => _failed;

    protected override void OnMissed() => _outdated = true;

    protected override void OnAlive()
    {
    }

    protected override async Task OnEventAsync(FeedEvent happened)
    {
        var concerns = happened switch
        {
            FeedEvent.NewSamples news => news.SensorId == SensorId && Model is { } model
                && (!model.Page.HasLater || news.Samples.Any(sample => sample.Stored.Time <= model.Page.Samples[^1].Time && sample.Stored.Time >= model.Page.Samples[0].Time)),
            FeedEvent.SamplesDeleted gone => gone.SensorId == SensorId,
            FeedEvent.Resync => _failed,
            _ => false,
        };
        if (!concerns || _isNewsWaiting) return;
        if (_failed) await ReadAsync();
        else _isNewsWaiting = true;
        StateHasChanged();
    }

    protected override async Task OnTickAsync()
    {
        if (!_outdated) return;
        _outdated = false;
        await ReadAsync();
        StateHasChanged();
    }

    private Task ShowNewsAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _reading = true;
        var key = Key;
        try
        {
            var page = Address.At is { } at
                ? await Pages.FromAsync(SensorId, at, PageLength, Closed)
                : await Pages.BeforeAsync(SensorId, Address.Before, PageLength, Closed);
            var model = new SamplesModel(key, page, await HorizonAsync(page));
            // Another page was turned to meanwhile: its own reading shows it.
            if (key != Key) return;
            (Model, _failed, _isNewsWaiting) = (model, false, false);
            First.Put(Model);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            if (key != Key) return;
            _failed = true;
        }

        _reading = false;
    }

    /// <returns>The horizon, where the page reaches it: what was removed is neither a gap nor the sensor's beginning.</returns>
    private async Task<Instant?> HorizonAsync(SamplePage page)
    {
        if (await RawHorizon.ReadAsync(Database, Closed) is not { } horizon) return null;
        var first = Math.Min(Address.At ?? Address.Before ?? long.MaxValue, page.Samples is [var sample, ..] ? sample.Time : long.MaxValue);
        return !page.HasEarlier || first < horizon.ToUnixMicroseconds() ? horizon : null;
    }

    private void Jump()
    {
        (var time, _jumpFault) = CorrectionDraft.TimeOf("jump", _jump, again: false, Sites.Current.Calendar.Zone);
        if (_jumpFault is null) Navigation.NavigateTo((Address.With(DataView.Samples) with { At = time }).ToUrl());
    }

    private static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpper(text[0], CultureInfo.CurrentCulture)}{text[1..]}";
}
