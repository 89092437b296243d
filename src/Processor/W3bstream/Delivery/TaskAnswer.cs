using System.Text.Json;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>Finds the state of a task in the network's answer: the last of its <c>states</c>, or its <c>state</c>.</summary>
internal static class TaskAnswer
{
    private const int MaxLength = 40;

    /// <summary>States after which none comes.</summary>
    public static bool IsLast(string state) => state is "settled" or "failed";

    /// <returns>packed, assigned, settled, failed, or what else the network calls it; null when the answer has none.</returns>
    public static string? StateOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = AnswerJson.Parse(body);
            var task = json.RootElement;
            if (AnswerJson.Find(task, "states") is { ValueKind: JsonValueKind.Array } states && states.GetArrayLength() > 0)
                return NameOf(states[states.GetArrayLength() - 1]);
            return AnswerJson.Find(task, "state") is { } state ? NameOf(state) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonElement state)
    {
        if (AnswerJson.TextOf(AnswerJson.Find(state, "state") ?? state) is not { } text) return null;
        var name = AnswerText.Clean(text);
        return name.Length is > 0 and <= MaxLength ? name : null;
    }
}
