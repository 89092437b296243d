using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A sensor in the database and what the reference says of it.</summary>
/// <param name="Ids">The ids of its samples in the order of time.</param>
internal sealed record ReferenceSensor(int Id, ReferenceMeter Meter, IReadOnlyList<long> Ids);
