namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>A decoder that must bear any bytes. One file a decoder; the list is <see cref="FuzzTargets"/>.</summary>
public interface IFuzzTarget
{
    /// <summary>As one types it, and the directory under tests/wire where its corpus is kept.</summary>
    string Name { get; }

    /// <summary>Good and bad inputs that others are made of, besides the files of the corpus.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>Decodes one input. Depends on nothing but the input, so that a failure comes again.</summary>
    /// <returns>Whether anything of it was taken for good.</returns>
    /// <exception cref="FuzzException">What was decoded is out of bounds; any other exception is a failure as well.</exception>
    bool Take(byte[] input);
}
