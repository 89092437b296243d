using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Display;
using PowerMeter.Web.Display;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Display;

/// <summary>The small display: its picture both ways round, and what can be chosen of it without touching the configuration file.</summary>
public sealed partial class DisplayPage
{
    private IReadOnlyList<SensorView> _all = [];
    private HashSet<int> _sensors = [];
    private string _language = "";
    private string _rotation = "";
    private bool _isAdmin;
    private string _who = "";
    private bool _isRead;
    private bool _isSaved;
    private bool _failed;
    private string? _trouble;

    /// <summary>How often the picture was asked for: each time by another address.</summary>
    private int _looks;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private DisplayChoicesReader Choices { get; set; } = default!;

    [Inject]
    private DisplayChanges Changes { get; set; } = default!;

    [Inject]
    private SensorQuery All { get; set; } = default!;

    [Inject]
    private FirstPicture<DisplayFirstPicture> First { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    /// <summary>Also those that were chosen and are gone, so that they can be taken out.</summary>
    private IEnumerable<(int Id, string Name)> Sensors => _all.Select(sensor => (sensor.Id, sensor.Name))
        .Concat(_sensors.Where(id => _all.All(sensor => sensor.Id != id)).Order().Select(id => (id, Text["W3b_GoneSensor", id].Value)));

    protected override async Task OnInitializedAsync()
    {
        if (First.Recent() is { } first) Show(first);
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            var read = new DisplayFirstPicture(await Choices.ReadAsync(CancellationToken.None), await All.ListAsync(CancellationToken.None));
            First.Put(read);
            Show(read);
            _failed = false;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }

    private void Show(DisplayFirstPicture read)
    {
        (_all, _sensors) = (read.All, [.. read.Choices.Sensors]);
        _language = read.Choices.Language switch { DisplayLanguage.Fr => "fr", DisplayLanguage.En => "en", _ => "" };
        _rotation = read.Choices.Rotation?.ToString(CultureInfo.InvariantCulture) ?? "";
        _isRead = true;
    }

    private void Choose(int sensor, bool isChosen)
    {
        if (isChosen) _sensors.Add(sensor);
        else _sensors.Remove(sensor);
    }

    private async Task SaveAsync()
    {
        if (!MayChange) return;
        (_isSaved, _trouble) = (false, null);
        try
        {
            DisplayLanguage? language = _language switch { "fr" => DisplayLanguage.Fr, "en" => DisplayLanguage.En, _ => null };
            int? rotation = _rotation is "0" or "90" or "180" or "270" ? int.Parse(_rotation, CultureInfo.InvariantCulture) : null;
            await Changes.ChangeAsync(new DisplayChoices(language, rotation, [.. _sensors]), _who, CancellationToken.None);
            (_isSaved, _looks) = (true, _looks + 1);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
    }

    /// <summary>In the language that is chosen, else in that of the page.</summary>
    private string Picture(int width, int height) => string.Create(
        CultureInfo.InvariantCulture, $"/display.png?width={width}&height={height}&scale=2&lang={(_language.Length > 0 ? _language : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)}&v={_looks}");
}
