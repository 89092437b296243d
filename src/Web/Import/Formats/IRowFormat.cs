using PowerMeter.Web.Import.Csv;

namespace PowerMeter.Web.Import.Formats;

/// <summary>Knows the columns of one file. Not for several threads.</summary>
internal interface IRowFormat
{
    ImportFormat Format { get; }

    /// <summary>Certain once a row was read.</summary>
    SeriesKind Kind { get; }

    /// <param name="fields">What is wrong is left in its reason.</param>
    /// <returns>False for a row of another sensor, or one without a value, which is passed over.</returns>
    /// <exception cref="ImportException">The file holds several sensors, and none was chosen.</exception>
    bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row);

    /// <summary>After the last row.</summary>
    /// <exception cref="ImportException">The sensor that was chosen is not in the file.</exception>
    void End();
}
