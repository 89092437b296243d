namespace PowerMeter.Web.About;

/// <summary>What the base station says of itself.</summary>
/// <param name="Server">Version of PostgreSQL.</param>
/// <param name="Schema">The last migration.</param>
/// <param name="SizeBytes">Of the database.</param>
/// <param name="Processes">The latest of each kind and machine that lived within a day.</param>
public sealed record StationFigures(string Server, int Schema, long SizeBytes, IReadOnlyList<RunningProcess> Processes);
