using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Components.Storage;

/// <summary>The choice for how long samples are kept, with what it means for the disk and what it removes.</summary>
public sealed partial class RetentionCard
{
    /// <summary>Removed months that are listed.</summary>
    private const int Shown = 24;

    /// <summary>What is proposed to who wants a limit.</summary>
    private const int Proposed = 24;

    private static readonly int[] Years = [1, 5, 10];

    private RetentionState? _state;
    private RemovalPreview? _removal;
    private bool _limited;
    private string _months = "";

    /// <summary>What was shown as it is stored: what is there since was typed.</summary>
    private (bool Limited, string Months) _stored;

    /// <summary>How big everything is now.</summary>
    [Parameter, EditorRequired]
    public required StorageFigures Figures { get; set; }

    /// <summary>What the database can still fill of its disk; null when nobody knows.</summary>
    [Parameter]
    public long? FreeBytes { get; set; }

    /// <summary>Called when something else holds now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private RetentionChanges Changes { get; set; } = default!;

    [Inject]
    private RemovalQuery Removals { get; set; } = default!;

    private StorageForecast? Forecast => StorageForecast.Of(Figures, Instant.FromDateTimeOffset(Time.GetUtcNow()));

    /// <summary>Null: for ever.</summary>
    private int? Chosen => _limited && Given is { } months ? months : null;

    private int? Given => int.TryParse(_months, NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months is >= RetentionState.LeastMonths and <= RetentionState.MostMonths ? months : null;

    private IEnumerable<int?> Choices => new int?[] { null, 24, 12 }.Append(Chosen).Distinct().OrderByDescending(months => months ?? int.MaxValue);

    protected override async Task ReadAsync()
    {
        var isTyped = _state is not null && (_limited, _months) != _stored;
        _state = await Changes.ReadAsync(CancellationToken.None);
        _stored = (_state.Months is not null, (_state.Months ?? Proposed).ToString(CultureInfo.InvariantCulture));
        if (isTyped) return;
        (_limited, _months) = _stored;
        // What the setting of now removes is on its way; what it does not is said.
        _removal = _state.Months is { } months ? (await ReadRemovalAsync(months)).OnlyWhatStays() : null;
    }

    private Task<RemovalPreview> ReadRemovalAsync(int months) => Removals.ReadAsync(months, Figures, _state?.Horizon, CancellationToken.None);

    private async Task LimitAsync(bool limited)
    {
        _limited = limited;
        await PreviewAsync();
    }

    private async Task MonthsAsync(ChangeEventArgs change)
    {
        _months = change.Value as string ?? "";
        await PreviewAsync();
    }

    /// <returns>Whether it is known now what the choice removes: not when the database did not say, or something else was chosen meanwhile.</returns>
    private async Task<bool> PreviewAsync()
    {
        Forget();
        _removal = null;
        if (Chosen is not { } months) return true;
        try
        {
            var removal = await ReadRemovalAsync(months);
            if (months != Chosen) return false;
            _removal = months == _state?.Months ? removal.OnlyWhatStays() : removal;
            return true;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            SayFailed();
            return false;
        }
    }

    /// <summary>What stays, why, and until when.</summary>
    private string Waits(int waiting, RemovalWait wait)
    {
        var first = wait.Month.OnDayOfMonth(1).ToString("MMMM uuuu", CultureInfo.CurrentCulture);
        var what = waiting == 1 ? Text["Retention_StaysOne", first] : Text["Retention_Stay", waiting, first];
        var why = wait.Reason switch
        {
            RemovalReason.Silence => Text["Retention_Why_Silence", wait.Days, wait.DaysNeeded],
            RemovalReason.Readings => Text["Retention_Why_Readings"],
            _ => Text["Retention_Why_Energy"],
        };
        return $"{what} {why}";
    }

    /// <summary>The key Enter removes nothing: that is asked first. What would be removed is looked at once more, since who types and presses it is quicker than the answer.</summary>
    private async Task SubmitAsync()
    {
        var choice = (_limited, _months);
        if (await PreviewAsync() && choice == (_limited, _months) && _removal is not { Months: > 0 }) await SaveAsync();
    }

    private async Task SaveAsync()
    {
        // Out of range is said by who stores it, in one sentence.
        int? months = !_limited ? null : int.TryParse(_months, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given : 0;
        if (await TryAsync(() => ChangeAsync(months), "Retention_Saved")) await OnChanged.InvokeAsync();
    }

    private async Task ChangeAsync(int? months)
    {
        await Changes.ChangeAsync(Who, months, CancellationToken.None);
        // What was typed is what is stored.
        _stored = (_limited, _months);
    }
}
