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
            using var json = JsonDocument.Parse(body);
            var task = json.RootElement;
            if (task.ValueKind != JsonValueKind.Object) return null;
            if (task.TryGetProperty("states", out var states) && states.ValueKind == JsonValueKind.Array && states.GetArrayLength() > 0)
                return NameOf(states[states.GetArrayLength() - 1]);
            return task.TryGetProperty("state", out var state) ? NameOf(state) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonElement state)
    {
        if (state.ValueKind == JsonValueKind.Object && state.TryGetProperty("state", out var inner)) state = inner;
        if (state.ValueKind != JsonValueKind.String) return null;
        var name = AnswerText.Clean(state.GetString()!);
        return name.Length is > 0 and <= MaxLength ? name : null;
    }
}
