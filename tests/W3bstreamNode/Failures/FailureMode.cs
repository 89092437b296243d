namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>How the node answers. All but the first, <see cref="Delay"/> and <see cref="WrongTime"/> keep nothing, unless told to.</summary>
public enum FailureMode
{
    Ok,

    /// <summary>400, or another status, with the network's failure body.</summary>
    Refuse,

    /// <summary>A good answer, after a while.</summary>
    Delay,

    /// <summary>503, or another status.</summary>
    Unavailable,

    /// <summary>A 2xx answer with an error in its body.</summary>
    ErrorInside,

    /// <summary>The connection is cut without an answer.</summary>
    Drop,

    /// <summary>200 and bytes that are no JSON.</summary>
    Garbage,

    /// <summary>200 and a page, as from the login of a guest network.</summary>
    Html,

    /// <summary>302 to another path of the node.</summary>
    Redirect,

    /// <summary>429 with Retry-After.</summary>
    RateLimit,

    /// <summary>A good answer whose times are ten years wrong.</summary>
    WrongTime,

    /// <summary>401, whatever the token.</summary>
    Unauthorised,
}
