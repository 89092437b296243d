using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.Resources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.SensorSetup;

/// <inheritdoc cref="ISensorTrials"/>
internal sealed class SensorTrials(
    SensorRequests requests, MeasureFeed feed, SecretBox secrets, ReadOnlyMode readOnly, IStringLocalizer<Texts> texts, TimeProvider time) : ISensorTrials
{
    /// <summary>How long a Receiver that lives may take to take a request: a small machine that starts everything at once is slow.</summary>
    private static readonly TimeSpan PickUp = TimeSpan.FromSeconds(10);

    /// <summary>Busses that are held down and adapters that do not answer take the kernel seconds.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(30);

    /// <summary>For stopping the driver and saying what came of it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Three periods and 5 s, since an Arduino that starts is silent for two; 30 s at most.</summary>
    public static TimeSpan LimitFor(SensorDraft draft)
    {
        var limit = TimeSpan.FromSeconds(3 * SensorTable.PeriodOf(draft)) + TimeSpan.FromSeconds(5);
        return limit < LongestReading ? limit : LongestReading;
    }

    public async Task<IReadOnlyList<FoundSensor>> ProbeAsync(string? receiver, CancellationToken cancel)
    {
        var devices = await AskAsync<IReadOnlyList<FoundDevice>>(null, null, receiver, ProbeLimit, cancel);
        return [.. devices.Select(found => new FoundSensor(found.Kind, found.Device, found.Description, found.Settings, found.Problem)
        {
            DescriptionSaid = found.DescriptionSaid,
            ProblemSaid = found.ProblemSaid,
        })];
    }

    public async Task<TrialReading> ReadAsync(SensorDraft draft, int? sensorId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft = SensorDraftRules.Normalise(draft);
        // A reading has no name yet.
        if (draft.Name.Length == 0) draft = draft with { Name = draft.Kind };
        JsonObject? stored = null;
        if (sensorId is { } id)
        {
            var found = await requests.StoredAsync(id, cancel) ?? throw new FieldFaultException([SensorFaults.Gone()]);
            if (found.Driver != draft.Kind) throw new FieldFaultException([SensorFaults.KindStays(found.Driver)]);
            stored = JsonNode.Parse(found.Settings)!.AsObject();
        }

        var kind = SensorKind.Find(draft.Kind);
        var secretsSet = stored is null ? new HashSet<string>() : StoredSettings.SecretsIn(stored, kind);
        if (SensorDraftRules.Check(draft, secretsSet) is { Count: > 0 } faults) throw new FieldFaultException(faults);
        if (!kind!.IsDriven) return Pushed();
        var settings = StoredSettings.Of(draft, stored, secrets);
        var taken = await AskAsync<TakenReading>(draft, settings.ToJsonString(), draft.Receiver, LimitFor(draft), cancel);
        return new TrialReading(taken.Watts, taken.Volts, taken.Fault)
        {
            FaultSaid = taken.FaultSaid,
            Advice = taken.Advice,
            AdviceSaid = taken.AdviceSaid,
            RunningSensor = taken.RunningSensor,
        };
    }

    private async Task<T> AskAsync<T>(SensorDraft? draft, string? settings, string? receiver, TimeSpan limit, CancellationToken cancel)
    {
        readOnly.Check();
        if (!await requests.IsReceiverAliveAsync(receiver, cancel)) throw NoReceiver();
        // Before it is asked, so that no answer is missed.
        using var events = feed.Subscribe();
        var id = await requests.InsertAsync(draft, settings, receiver, limit, PickUp, cancel) ?? throw new SensorTrialException(texts["Sensors_Trial_TooMany"]);
        var state = await WaitAsync(id, events, PickUp + TimeSpan.FromSeconds(1), cancel);
        if (!state.IsTaken) throw NoReceiver();
        if (!state.IsDone) state = await WaitAsync(id, events, limit + Grace, cancel);
        if (!state.IsDone) throw new SensorTrialException(texts["Sensors_Trial_NoAnswer", limit.TotalSeconds]);
        return state.Result is { } result
            ? JsonSerializer.Deserialize<T>(result, SensorAnswerForm.Json)!
            : throw new SensorTrialException(texts["Sensors_Trial_Failed", state.ErrorSaid?.In(CultureInfo.CurrentUICulture) ?? state.Error ?? ""]);
    }

    /// <summary>There is nothing to read: it is said in the page's language already.</summary>
    private TrialReading Pushed()
    {
        string said = texts["Sensors_Trial_Pushed"];
        return new TrialReading(null, null, said) { FaultSaid = Sentence.Verbatim(said) };
    }

    /// <summary>Until it is done, or so long.</summary>
    private async Task<SensorRequests.State> WaitAsync(long id, FeedSubscription events, TimeSpan most, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(most, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            if (await requests.ReadAsync(id, cancel) is { IsDone: true } early) return early;
            await foreach (var happened in events.ReadAsync(limit.Token))
                if (MayBeOf(happened, id) && await requests.ReadAsync(id, cancel) is { IsDone: true } done) return done;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody has spoken in time.
        }

        return await requests.ReadAsync(id, cancel);
    }

    private static bool MayBeOf(FeedEvent happened, long id) =>
        happened is FeedEvent.Resync || (happened is FeedEvent.SensorRequestChanged changed && changed.RequestId == id);

    private SensorTrialException NoReceiver() => new(texts["Sensors_Trial_NoReceiver"]);
}
