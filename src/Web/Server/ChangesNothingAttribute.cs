namespace PowerMeter.Web.Server;

/// <summary>
/// Says of an endpoint that is called with POST or another method that may change something that it changes nothing of the
/// base station: it only reads, refuses, or signs somebody in or out. Without this a read-only site refuses it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ChangesNothingAttribute : Attribute;
