namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>Every decoder that reads what came from outside.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new Acs712FuzzTarget(),
        new ReplayFuzzTarget(),
        new CitizenWattFuzzTarget(),
        new AwoxFrameFuzzTarget(),
        new AttPacketFuzzTarget(),
        new PushBodyFuzzTarget(),
        new OfferListFuzzTarget(),
    ];
}
