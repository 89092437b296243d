namespace PowerMeter.Web.Api.Rows;

/// <summary>How rows are written as text, one after the other; the seam between what is read and the forms in which it is sent.</summary>
internal interface IRowText<T>
{
    string ContentType { get; }

    /// <summary>Bytes that no row exceeds.</summary>
    int LongestRow { get; }

    /// <summary>What stands before the first row.</summary>
    ReadOnlyMemory<byte> Head { get; }

    /// <summary>What stands after the last row; asked for when it has been written.</summary>
    ReadOnlyMemory<byte> Tail { get; }

    /// <summary>What is sent when there is no row at all.</summary>
    ReadOnlyMemory<byte> Nothing { get; }

    /// <param name="bytes">At least <see cref="LongestRow"/> long.</param>
    /// <returns>The bytes that were written.</returns>
    int Write(in T row, bool isFirst, Span<byte> bytes);
}
