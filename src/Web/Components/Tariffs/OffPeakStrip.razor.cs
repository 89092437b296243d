using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Tariffs;

/// <summary>
/// A day as a strip on which off-peak hours are drawn, dragged by their edges or as a whole, and moved by the keyboard. The
/// browser says where the pointer is (wwwroot/js/off-peak-strip.js); what comes of it is reckoned here.
/// </summary>
public sealed partial class OffPeakStrip : IAsyncDisposable
{
    private const int Step = 15;
    private const int UsualNight = 8 * 60;
    private const int UsualSpan = 2 * 60;

    private readonly CancellationTokenSource _closed = new();
    private ElementReference _bar;
    private IJSObjectReference? _module;
    private IJSObjectReference? _pointer;
    private DotNetObjectReference<OffPeakStrip>? _self;
    private OffPeakDay _day = OffPeakDay.Empty;

    /// <summary>What was there when the pointer went down, and what it holds of it.</summary>
    private (OffPeakDay Day, string What, int Index, int Minute)? _grip;

    [Parameter, EditorRequired]
    public required OffPeakDay Day { get; set; }

    [Parameter]
    public EventCallback<OffPeakDay> DayChanged { get; set; }

    /// <summary>What screen readers call it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public bool Disabled { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    /// <param name="what">start, end, block or draw.</param>
    /// <param name="minute">Of the day, 0 to 1440.</param>
    [JSInvokable]
    public void Grab(string what, int index, int minute)
    {
        var isThere = what == "draw" || (what is "start" or "end" or "block" && index >= 0 && index < _day.Spans.Count);
        _grip = Disabled || !isThere ? null : (_day, what, index, Math.Clamp(minute, 0, OffPeakSpan.Day));
    }

    [JSInvokable]
    public Task DragAsync(int minute)
    {
        if (_grip is not { } grip || Disabled) return Task.CompletedTask;
        minute = Math.Clamp(minute, 0, OffPeakSpan.Day);
        return ChangeAsync(grip.What switch
        {
            "start" => grip.Day.MoveStart(grip.Index, Snap(minute)),
            "end" => grip.Day.MoveEnd(grip.Index, Snap(minute)),
            "block" => grip.Day.Move(grip.Index, Snap(grip.Day.Spans[grip.Index].Start + minute - grip.Minute) - grip.Day.Spans[grip.Index].Start),
            _ => Drawn(grip.Day, grip.Minute, minute),
        });
    }

    [JSInvokable]
    public Task DropAsync()
    {
        _grip = null;
        return ChangeAsync(_day.Joined());
    }

    /// <summary>A key on an edge.</summary>
    /// <returns>The number of the span that the edge is of now; −1 when it is gone.</returns>
    [JSInvokable]
    public async Task<int> PressAsync(int index, string edge, string key, bool fine)
    {
        if (Disabled || index < 0 || index >= _day.Spans.Count) return -1;
        if (key is "Delete" or "Backspace")
        {
            await ChangeAsync(_day.Without(index));
            return -1;
        }

        var span = _day.Spans[index];
        var minute = edge == "start" ? span.Start : span.End;
        if (Target(minute, key, fine) is not { } target) return index;
        var moved = edge == "start" ? _day.MoveStart(index, target) : _day.MoveEnd(index, target);
        await ChangeAsync(moved);
        // An end keeps the beginning, and a beginning the end: that tells which span it is now.
        return moved.Spans.ToList().FindIndex(one => edge == "start" ? one.End % OffPeakSpan.Day == span.End % OffPeakSpan.Day : one.Start == span.Start);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await CallAsync(async () =>
        {
            if (_pointer is not null)
            {
                await _pointer.InvokeVoidAsync("dispose");
                await _pointer.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        });
        _self?.Dispose();
        _closed.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (_grip is null) _day = Day;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        await CallAsync(async () =>
        {
            _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", _closed.Token, $"/{Assets["js/off-peak-strip.js"]}");
            _pointer = await _module.InvokeAsync<IJSObjectReference>("follow", _closed.Token, _bar, _self);
        });
    }

    /// <summary>Where a key puts an edge: a quarter of an hour further, with Shift a minute, with Page an hour.</summary>
    internal static int? Target(int minute, string key, bool fine) => key switch
    {
        "ArrowRight" or "ArrowUp" => fine ? minute + 1 : NextStep(minute, 1),
        "ArrowLeft" or "ArrowDown" => fine ? minute - 1 : NextStep(minute, -1),
        "PageUp" => minute + 60,
        "PageDown" => minute - 60,
        "Home" => 0,
        "End" => OffPeakSpan.Day,
        _ => null,
    };

    private static int NextStep(int minute, int direction) => minute % Step == 0 ? minute + direction * Step : Snap(minute + direction * Step / 2);

    private static int Snap(int minute) => (int)Math.Round(minute / (double)Step, MidpointRounding.AwayFromZero) * Step;

    private static OffPeakDay Drawn(OffPeakDay day, int from, int until)
    {
        var (start, end) = (Snap(Math.Min(from, until)), Snap(Math.Max(from, until)));
        return end > start ? day.With(OffPeakSpan.Between(start % OffPeakSpan.Day, end)) : day;
    }

    private Task AddAsync() => _day.FindRoom(_day.Spans.Count == 0 ? UsualNight : UsualSpan) is { } span ? ChangeAsync(_day.With(span)) : Task.CompletedTask;

    private Task TypeAsync(int index, object? typed, bool isEnd)
    {
        if (!TimeOnly.TryParse(typed as string, CultureInfo.InvariantCulture, out var time) || index >= _day.Spans.Count) return Task.CompletedTask;
        var (minute, span) = (time.Hour * 60 + time.Minute, _day.Spans[index]);
        return ChangeAsync(_day.Without(index).With(isEnd ? OffPeakSpan.Between(span.Start, minute) : OffPeakSpan.Between(minute, span.End)));
    }

    private async Task ChangeAsync(OffPeakDay day)
    {
        if (Disabled || day == _day) return;
        _day = day;
        await InvokeAsync(async () =>
        {
            StateHasChanged();
            await DayChanged.InvokeAsync(day);
        });
    }

    private static async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone.
        }
    }

    private static string At(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes * 100.0 / OffPeakSpan.Day:0.####}%");

    private static string TimeInput(int minute) => OffPeakSpan.TimeOf(minute % OffPeakSpan.Day);

    /// <summary>Such as 8 h or 7 h 30.</summary>
    private static string Length(int minutes) => minutes < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h{(minutes % 60 == 0 ? "" : $" {minutes % 60:00}")}");

    private static IEnumerable<(int From, int Length)> Pieces(OffPeakSpan span)
    {
        var first = Math.Min(span.Length, OffPeakSpan.Day - span.Start);
        yield return (span.Start, first);
        if (first < span.Length) yield return (0, span.Length - first);
    }
}
