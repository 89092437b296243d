using Microsoft.AspNetCore.Components.Endpoints;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;

namespace PowerMeter.Web.Server;

/// <summary>
/// Whether this site only shows (setting Web:ReadOnly). Three walls: every call is refused that is not known to change
/// nothing, so that none can be forgotten; what changes something asks <see cref="Check"/> first, which is how pages learn
/// it; and the connections to the database refuse to write (<see cref="WebDatabase"/>).
/// </summary>
public sealed class ReadOnlyMode(WebOptions options)
{
    public const string Sentence = "This base station is read-only (setting Web:ReadOnly): it shows and answers, and changes nothing.";

    public bool IsOn => options.ReadOnly;

    /// <summary>Call before anything is changed.</summary>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public void Check()
    {
        if (IsOn) throw new ReadOnlyException(Sentence);
    }

    /// <summary>Whether a call may go through when the site is read-only.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="metadata">Of the endpoint that it would go to.</param>
    internal static bool Permits(string method, EndpointMetadataCollection metadata)
    {
        var isSafe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        var changesNothing = metadata.GetMetadata<ChangesNothingAttribute>() is not null;
        // More than a reader's right is mostly for changing something; what only administrators may read says so itself.
        if (metadata.GetMetadata<NeedsScope>() is { Scope: > TokenScope.Read and var scope }) return scope == TokenScope.Admin && isSafe && changesNothing;
        return isSafe || changesNothing || IsAlsoGet(metadata);
    }

    // What changes something is never a GET, so a call of both faces that is both only reads. A page with a form is both, and must say so itself.
    private static bool IsAlsoGet(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<ComponentTypeMetadata>() is null && metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true;
}
