using System.Text.Json.Serialization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Push;

/// <summary>A row that is not taken.</summary>
/// <param name="Row">Its place among the rows, from 0; a CSV file's header does not count.</param>
/// <param name="Line">Where it begins in what was sent, from 1.</param>
/// <param name="Reason">What is wrong, what was given, what is allowed. No control characters.</param>
public sealed record RejectedRow(int Row, int Line, string Reason)
{
    /// <summary><see cref="Reason"/> for a page.</summary>
    [JsonIgnore]
    public Sentence? Said { get; init; }
}
