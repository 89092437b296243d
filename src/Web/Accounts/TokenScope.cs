namespace PowerMeter.Web.Accounts;

/// <summary>What a caller may do; each includes the ones before it. In <c>api_tokens.scope</c> in lower case.</summary>
public enum TokenScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Also insert and delete samples.</summary>
    Write,

    /// <summary>Also switch loads and pair sensors.</summary>
    Admin,
}
