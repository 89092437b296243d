using System.Net.Mime;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>What a call says of itself where it is mapped, beyond its summary, description, scope and query parameters.</summary>
internal static class CallDocumentation
{
    /// <summary>What it answers when all is well. Also for a media type that no <c>Produces</c> names, such as CSV.</summary>
    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder call, string text, string mediaType = MediaTypeNames.Application.Json, int status = StatusCodes.Status200OK) =>
        call.WithMetadata(new AnswerExample(status, mediaType, text));

    /// <summary>A body that it takes. Nothing is enforced: the call checks its own content type, and answers 415 as a problem.</summary>
    /// <typeparam name="T">What the schema of the body is made of; <see cref="string"/> for CSV.</typeparam>
    public static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder call, string name, string text, string mediaType = MediaTypeNames.Application.Json) =>
        call.WithMetadata(new BodyExample(typeof(T), mediaType, name, text));

    /// <summary>An error that it can give, beyond those that every call can.</summary>
    public static RouteHandlerBuilder WithProblem(this RouteHandlerBuilder call, int status, string detail) =>
        call.WithMetadata(new ProblemExample(status, detail));

    /// <summary>For a name in braces that is no number of a thing that the path before it lists.</summary>
    public static RouteHandlerBuilder WithPathParameter(this RouteHandlerBuilder call, string name, string description, string example) =>
        call.WithMetadata(new PathParameter(name, description, example));

    /// <summary>A header that it looks at. If-None-Match need not be said: 304 tells of it.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder call, string name, string description, string example) =>
        call.WithMetadata(new HeaderParameter(name, description, example));

    /// <summary>A header that an answer of it bears. The ETag of an answer that can be 304 need not be said.</summary>
    public static RouteHandlerBuilder WithAnswerHeader(this RouteHandlerBuilder call, int status, string name, string description, string example) =>
        call.WithMetadata(new AnswerHeader(status, name, description, example));
}
