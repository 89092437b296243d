using PowerMeter.Shared.Language;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Import.Formats;

/// <summary>Which of the series of a file is read: the one that was asked for, or the only one there is.</summary>
/// <param name="wanted">The one that was asked for; null: the file has one only.</param>
/// <param name="several">Says that there are several, given two of them.</param>
/// <param name="absent">Says that the one that was asked for is not there, given it and those that are.</param>
internal sealed class SeriesChoice(string? wanted, Func<string, string, Sentence> several, Func<string, string, Sentence> absent)
{
    private const int MostNamed = 8;

    private readonly List<string> _seen = [];
    private bool _isFound;
    private bool _areMore;

    /// <returns>Whether a row of this series is read.</returns>
    /// <exception cref="ImportException">The file has several, and none was chosen.</exception>
    public bool Takes(string id)
    {
        if (id == wanted) return _isFound = true;
        if (wanted is null && _seen.Count > 0 && id != _seen[0])
            throw new ImportException(several(PushRow.Excerpt(_seen[0]), PushRow.Excerpt(id)));
        if (_seen.Count == MostNamed) _areMore |= !_seen.Contains(id);
        else if (!_seen.Contains(id)) _seen.Add(id);
        return wanted is null;
    }

    /// <summary>At the end of the file.</summary>
    /// <exception cref="ImportException">The one that was asked for is not in it.</exception>
    public void MustBeFound()
    {
        if (wanted is null || _isFound || _seen.Count == 0) return;
        throw new ImportException(absent(PushRow.Excerpt(wanted), string.Join(", ", _seen.Select(PushRow.Excerpt)) + (_areMore ? ", …" : "")));
    }
}
