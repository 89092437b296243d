using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Rewards;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>What the readings should earn, and the table of thresholds, which an admin changes.</summary>
public sealed partial class RewardCard
{
    private List<Row> _rows = [];
    private IReadOnlyList<RewardStep> _shown = [];
    private bool _isRead;
    private bool _isWrong;
    private bool _isSaved;
    private bool _saving;
    private string? _trouble;

    [Parameter, EditorRequired]
    public required W3bstreamState State { get; set; }

    /// <summary>Whether whoever looks may change the table.</summary>
    [Parameter, EditorRequired]
    public bool MayChange { get; set; }

    [Parameter, EditorRequired]
    public string Who { get; set; } = "";

    [Inject]
    private W3bstreamChanges Changes { get; set; } = default!;

    protected override void OnParametersSet()
    {
        var steps = State.Settings.Rewards.Steps;
        // What somebody is just writing is not taken from under his hands.
        if (_isRead && (steps.SequenceEqual(_shown) || Written(_rows) != Written(RowsOf(_shown)))) return;
        (_isRead, _shown, _rows) = (true, steps, RowsOf(steps));
    }

    private void Add()
    {
        _rows.Add(new Row());
        _isSaved = false;
    }

    private void Remove(Row row)
    {
        _rows.Remove(row);
        _isSaved = false;
    }

    private async Task SaveAsync()
    {
        if (!MayChange || _saving) return;
        (_saving, _isSaved, _isWrong, _trouble) = (true, false, false, null);
        try
        {
            var (change, fault) = W3bstreamText.Set(new W3bstreamChange(), W3bstreamFields.RewardSteps, Written(_rows));
            _isWrong = fault is not null || W3bstreamRules.Check(change).Count > 0;
            if (_isWrong) return;
            await Changes.ChangeAsync(change, Who, CancellationToken.None);
            (_shown, _isSaved) = ([.. change.RewardSteps!], true);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
        finally
        {
            _saving = false;
        }
    }

    private static string Written(IEnumerable<Row> rows) => string.Join(',', rows.Select(row => $"{Plain(row.Below)}:{Plain(row.Tokens)}"));

    private static string Plain(string? number) => W3bstreamText.NumberAsWritten(number ?? "", CultureInfo.CurrentCulture);

    private static List<Row> RowsOf(IEnumerable<RewardStep> steps) => [.. steps.Select(step => new Row { Below = Plainly(step.BelowWatts), Tokens = Plainly(step.TokensPerHour) })];

    private static string Plainly(double number) => number.ToString("0.######", CultureInfo.CurrentCulture);

    private static string Number(double number) => number.ToString("#,##0.##", CultureInfo.CurrentCulture);

    private static (string Number, string Unit) Power(double watts) => Math.Abs(watts) < 10
        ? (watts.ToString("0.##", CultureInfo.CurrentCulture), "W")
        : Figures.Power(watts, CultureInfo.CurrentCulture);

    private sealed class Row
    {
        public string? Below { get; set; } = "";

        public string? Tokens { get; set; } = "";
    }
}
