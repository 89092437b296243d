using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Web.Display;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.Kiosk;

/// <summary>The picture of the small display, pixel for pixel, in whole steps as large as the screen allows. It is asked for anew when something happened.</summary>
public sealed partial class KioskPicture : IAsyncDisposable
{
    /// <summary>At least this often, in seconds, also when nothing happened: silence makes a value old, and the clock goes on.</summary>
    private const int TicksBetweenLooks = 5;

    private ElementReference _picture;
    private IJSObjectReference? _module;
    private bool _outdated;
    private int _ticks;
    private long _version;

    [Parameter, EditorRequired]
    public required KioskSize Size { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    private string Source => DisplayPicture.Url(Size.Width, Size.Height, _version);

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_module is null) return;
            await _module.InvokeVoidAsync("letSleep");
            await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone.
        }
    }

    protected override void OnInitialized() => _version = Time.GetUtcNow().ToUnixTimeSeconds();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", Closed, $"/{Assets["js/kiosk.js"]}");
            await _module.InvokeVoidAsync("keepAwake", Closed);
            await _module.InvokeVoidAsync("fit", Closed, _picture);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page was closed.
        }
    }

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated = true;
        return Task.CompletedTask;
    }

    protected override Task OnTickAsync()
    {
        if (!_outdated && ++_ticks < TicksBetweenLooks) return Task.CompletedTask;
        (_outdated, _ticks) = (false, 0);
        _version = Math.Max(_version + 1, Time.GetUtcNow().ToUnixTimeSeconds());
        StateHasChanged();
        return Task.CompletedTask;
    }
}
