using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import;

/// <summary>The rows that are not taken: all are counted, the first ones are listed.</summary>
public sealed class RejectLog
{
    public const int Listed = 100;

    private readonly List<ImportReject> _first = [];

    public long Count { get; private set; }

    public IReadOnlyList<ImportReject> First => _first;

    public void Add(long line, Sentence reason)
    {
        Count++;
        if (_first.Count < Listed) _first.Add(new ImportReject(line, reason));
    }
}
