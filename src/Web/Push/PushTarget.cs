namespace PowerMeter.Web.Push;

/// <summary>The sensor that samples are for.</summary>
/// <param name="Driver">Only <see cref="Push"/> has no Receiver that writes its samples.</param>
public sealed record PushTarget(int Id, string Name, string Driver, bool Enabled, double PeriodSeconds)
{
    public const string Push = "push";

    public bool IsPushed => Driver == Push;
}
