namespace PowerMeter.Web.Push;

/// <summary>What became of the samples.</summary>
/// <param name="Unchanged">They were there already, the same.</param>
/// <param name="Replaced">There was another one of that time, which is gone.</param>
public readonly record struct PushResult(int Inserted, int Unchanged, int Replaced);
