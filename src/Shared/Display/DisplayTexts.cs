using NodaTime;

namespace PowerMeter.Shared.Display;

/// <summary>
/// The display's words in one language. They stand here and not among the pages' texts, since the Processor shows them
/// too, which runs without the cultures of .NET. Where there are several, the first that has room is taken.
/// </summary>
public sealed record DisplayTexts
{
    private static readonly DisplayTexts English = new()
    {
        Peak = ["Peak"],
        OffPeak = ["Off-peak"],
        Today = "Today",
        Cost = "cost",
        Tokens = "tokens",
        TokensPerHour = ["tokens/h", "tok/h"],
        NoSensor = ["No sensor yet", "No sensor"],
        SensorGone = ["A chosen sensor is gone", "Sensor gone", "No sensor"],
        NoData = ["No data yet", "No data"],
        Silent = ["No data"],
        DatabaseAway = ["Database away", "No database"],
        Since = "since",
        LinkOff = ["off"],
        LinkReady = ["ready"],
        LinkSending = ["sending"],
        LinkWaiting = ["waiting"],
        LinkFault = ["fault"],
        Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    };

    private static readonly DisplayTexts French = new()
    {
        Peak = ["Heures pleines", "Pleines"],
        OffPeak = ["Heures creuses", "Creuses"],
        Today = "Aujourd’hui",
        Cost = "coût",
        Tokens = "jetons",
        TokensPerHour = ["jetons/h", "jet./h"],
        NoSensor = ["Pas encore de capteur", "Aucun capteur"],
        SensorGone = ["Un capteur choisi a disparu", "Capteur disparu", "Aucun capteur"],
        NoData = ["Pas encore de données", "Pas de données"],
        Silent = ["Sans données", "Muet"],
        DatabaseAway = ["Base de données absente", "Base absente"],
        Since = "depuis",
        LinkOff = ["désactivé"],
        LinkReady = ["prêt"],
        LinkSending = ["envoie"],
        LinkWaiting = ["en attente"],
        LinkFault = ["défaut"],
        Months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    };

    public required IReadOnlyList<string> Peak { get; init; }

    public required IReadOnlyList<string> OffPeak { get; init; }

    public required string Today { get; init; }

    public required string Cost { get; init; }

    public required string Tokens { get; init; }

    public required IReadOnlyList<string> TokensPerHour { get; init; }

    public required IReadOnlyList<string> NoSensor { get; init; }

    public required IReadOnlyList<string> SensorGone { get; init; }

    public required IReadOnlyList<string> NoData { get; init; }

    public required IReadOnlyList<string> Silent { get; init; }

    public required IReadOnlyList<string> DatabaseAway { get; init; }

    public required string Since { get; init; }

    public required IReadOnlyList<string> LinkOff { get; init; }

    public required IReadOnlyList<string> LinkReady { get; init; }

    public required IReadOnlyList<string> LinkSending { get; init; }

    public required IReadOnlyList<string> LinkWaiting { get; init; }

    public required IReadOnlyList<string> LinkFault { get; init; }

    public required IReadOnlyList<string> Months { get; init; }

    public static DisplayTexts Of(DisplayLanguage language) => language == DisplayLanguage.Fr ? French : English;

    /// <summary>A moment as it is said today: 14:05, or 3 Nov, or 3 Nov 2024.</summary>
    public string Moment(LocalDateTime moment, LocalDate today)
    {
        if (moment.Date == today) return DisplayNumbers.Time(moment.TimeOfDay);
        var day = FormattableString.Invariant($"{moment.Day} {Months[moment.Month - 1]}");
        return moment.Year == today.Year ? day : FormattableString.Invariant($"{day} {moment.Year}");
    }
}
