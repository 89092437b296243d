using System.Globalization;
using System.Resources;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Import;

/// <summary>Why a row, or a source, is not taken: a sentence that a page says in its reader's language and the command line in English.</summary>
/// <param name="key">In Texts.resx, without the <c>Data_</c> before it.</param>
/// <param name="values">What stands in its places; no control characters. A reason among them is said in the same language.</param>
public sealed class ImportReason(string key, params object[] values)
{
    private static readonly ResourceManager Sentences = new(typeof(Texts));

    /// <exception cref="InvalidOperationException">There is no such sentence.</exception>
    public string In(CultureInfo language)
    {
        var sentence = Sentences.GetString($"Data_{key}", language) ?? throw new InvalidOperationException($"Texts.resx has no Data_{key}.");
        return string.Format(language, sentence, [.. values.Select(value => value is ImportReason part ? part.In(language) : value)]);
    }

    /// <summary>In English.</summary>
    public override string ToString() => In(CultureInfo.InvariantCulture);
}
