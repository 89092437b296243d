namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>Where the error stands in a 2xx answer.</summary>
public enum ErrorPlace
{
    /// <summary><c>results[].code</c> is below 0.</summary>
    Result,

    /// <summary>A member <c>error</c> at the top.</summary>
    Top,
}
