using System.Globalization;

namespace PowerMeter.Web.Push;

/// <summary>What was pushed cannot be read as a whole, so no row of it counts; the message says where and what is allowed.</summary>
public sealed class PushFormatException : Exception
{
    public PushFormatException()
    {
    }

    public PushFormatException(string message)
        : base(message)
    {
    }

    public PushFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>It is no mistake but too much at once: answer 413.</summary>
    public bool IsTooMuch { get; private init; }

    public static PushFormatException TooMany()
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"There are more than {PushBatch.MostRows} rows; allowed: at most {PushBatch.MostRows} in one call. Send them in several.");
        return new PushFormatException(message) { IsTooMuch = true };
    }
}
