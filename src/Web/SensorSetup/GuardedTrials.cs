using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Resources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.SensorSetup;

/// <summary>
/// The trials of a live page. They open devices and files of the Receiver's machine, so whoever asks is looked at each time: an
/// administrator, or whoever does the first run while it lasts. A page of the first run that was left open is none after it.
/// </summary>
internal sealed class GuardedTrials(
    SensorTrials trials, AuthenticationStateProvider authentication, AdministratorCheck administrators, Installation installation, IStringLocalizer<Texts> texts) : ISensorTrials
{
    public async Task<IReadOnlyList<FoundSensor>> ProbeAsync(string? receiver, CancellationToken cancel)
    {
        await CheckAsync(cancel);
        return await trials.ProbeAsync(receiver, cancel);
    }

    public async Task<TrialReading> ReadAsync(SensorDraft draft, int? sensorId, CancellationToken cancel)
    {
        await CheckAsync(cancel);
        return await trials.ReadAsync(draft, sensorId, cancel);
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        try
        {
            if (await installation.IsDoneAsync(cancel)) await administrators.CheckAsync((await authentication.GetAuthenticationStateAsync()).User, cancel);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SensorTrialException(texts["Accounts_NotAllowedAnyMore"]);
        }
        catch (ReadOnlyException)
        {
            throw new SensorTrialException(texts["ReadOnly_Banner"]);
        }
    }
}
