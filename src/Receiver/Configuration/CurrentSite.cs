using Microsoft.Extensions.Logging;
using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Receiver.Configuration;

/// <summary>
/// The tariff calendar that holds now. Until one was read, from the database or from the file that remembers the last,
/// nothing may be written: a sample keeps the tariff that it was written with. A wrong contract or zone is logged and
/// left out; recording does not wait for its correction.
/// </summary>
public sealed partial class CurrentSite(ILogger<CurrentSite> logger)
{
    private static readonly TariffCalendar Unknown = new(DateTimeZone.Utc, []);

    private volatile TariffCalendar _calendar = Unknown;

    public TariffCalendar Calendar => _calendar;

    public bool IsKnown => _calendar != Unknown;

    /// <summary>It was that of another database: nothing is written until this one's is read.</summary>
    public void Forget() => _calendar = Unknown;

    public void Use(ReceiverConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(configuration.TimeZone);
        if (zone is null) WrongZone(logger, configuration.TimeZone);
        _calendar = new TariffCalendar(zone ?? _calendar.Zone, configuration.Contracts.Select(Parse).OfType<Contract>().ToList());
    }

    private Contract? Parse(ContractConfiguration contract)
    {
        try
        {
            // Prices are no matter of the Receiver's.
            return new Contract("", LocalDate.FromDateOnly(contract.ValidFrom), 0, 0, 0, OffPeakSchedule.Parse(contract.OffPeak), null);
        }
        catch (FormatException e)
        {
            WrongContract(logger, contract.ValidFrom, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The time zone '{Zone}' is unknown; allowed: a name of the IANA time zone database, such as Europe/Paris.")]
    private static partial void WrongZone(ILogger logger, string zone);

    [LoggerMessage(Level = LogLevel.Error, Message = "The contract of {ValidFrom}: {Reason}")]
    private static partial void WrongContract(ILogger logger, DateOnly validFrom, string reason);
}
