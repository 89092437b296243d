using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>The notifications in tests/wire/awox.</summary>
internal static class Wire
{
    public static byte[][] Read(string file) =>
        [.. File.ReadAllLines(Repository.File($"tests/wire/awox/{file}")).Where(line => line.Length > 0).Select(Convert.FromHexString)];

    public static byte[][] ReadAll() => [.. new[] { "status.txt", "pieces.txt", "inside.txt", "switch.txt", "garbage.txt" }.SelectMany(Read)];
}
