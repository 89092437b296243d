using System.Globalization;
using System.Text.Json;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>Tells what an answer means. Errors that hide in an answer of status 200 are found.</summary>
internal sealed class AnswerReader(W3bstreamProfile profile, AnswerText text)
{
    /// <summary>No more of an answer is read.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The network's ids of tasks have 66 characters; one that is much longer is none.</summary>
    private const int MaxTaskIdLength = 200;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="body">Its first <see cref="MaxBytes"/> at most.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="pause">What <see cref="RetryAfter"/> made of the header.</param>
    public PublishAnswer Read(int status, ReadOnlyMemory<byte> body, bool isWhole, TimeSpan? pause)
    {
        var said = text.Read(body.Span);
        if (status is >= 200 and < 300) return isWhole ? ReadSuccess(status, body, said) : Again(status, said, TooLong(status));
        return IsFinal(status)
            ? new PublishAnswer(Verdict.Refused, status, said)
            : Again(status, said, TroubleOf(status)) with { Pause = pause };
    }

    /// <summary>Refusals that no later attempt can change.</summary>
    private bool IsFinal(int status) => profile == W3bstreamProfile.Task
        ? status is 400 or 403
        // 401 and 407 are of the token and the proxy, not of the message: all that waits would be given up for a wrong setting.
        : status is >= 400 and < 500 and not (401 or 407 or 408 or 425 or 429);

    private PublishAnswer ReadSuccess(int status, ReadOnlyMemory<byte> body, string said)
    {
        if (body.Span.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return profile == W3bstreamProfile.Devnet ? new PublishAnswer(Verdict.Accepted, status, said) : Again(status, said, NoTask(status));
        try
        {
            using var json = AnswerJson.Parse(body);
            var answer = json.RootElement;
            if (HasError(answer)) return new PublishAnswer(Verdict.Refused, status, said);
            return profile == W3bstreamProfile.Devnet ? ReadResults(status, answer, said) : ReadTask(status, answer, said);
        }
        catch (JsonException)
        {
            return Again(status, said, new Sentence("W3b_AnswersNoJson", status));
        }
    }

    private static PublishAnswer ReadResults(int status, JsonElement answer, string said)
    {
        var accepted = new PublishAnswer(Verdict.Accepted, status, said);
        if (AnswerJson.Find(answer, "results") is not { ValueKind: JsonValueKind.Array } results) return accepted;
        return results.EnumerateArray().Any(IsRefusal)
            ? new PublishAnswer(Verdict.Refused, status, said)
            : accepted with { Unmatched = results.GetArrayLength() == 0 };
    }

    private PublishAnswer ReadTask(int status, JsonElement answer, string said) =>
        AnswerJson.Find(answer, "taskID") is { } id && AnswerJson.TextOf(id) is { Length: > 0 and <= MaxTaskIdLength } task
            ? new PublishAnswer(Verdict.Accepted, status, said) { TaskId = text.Show(task) }
            : Again(status, said, NoTask(status));

    /// <summary>A program that always writes the member leaves it null or empty when all is well.</summary>
    private static bool HasError(JsonElement answer) =>
        AnswerJson.Find(answer, "error") is { } error
        && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
        && !(AnswerJson.TextOf(error) is { } words && string.IsNullOrWhiteSpace(words));

    private static bool IsRefusal(JsonElement result)
    {
        if (AnswerJson.Find(result, "code") is not { } code) return false;
        return code.ValueKind switch
        {
            JsonValueKind.Number => code.GetDouble() < 0,
            JsonValueKind.String => double.TryParse(AnswerJson.TextOf(code), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number < 0,
            _ => false,
        };
    }

    private static PublishAnswer Again(int status, string said, Sentence trouble) => new(Verdict.Retry, status, said) { Trouble = trouble };

    private static Sentence TroubleOf(int status) => status switch
    {
        401 => new Sentence("W3b_TokenRefused"),
        407 => new Sentence("W3b_ProxyRefuses"),
        429 => new Sentence("W3b_FewerWanted"),
        >= 300 and < 400 => new Sentence("W3b_LeadsElsewhere", status),
        _ => new Sentence("W3b_Answers", status),
    };

    private static Sentence NoTask(int status) => new("W3b_AnswersNoTask", status);

    private static Sentence TooLong(int status) => new("W3b_AnswersLong", status, MaxBytes / 1024);
}
