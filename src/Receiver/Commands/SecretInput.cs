using System.Text;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Commands;

/// <summary>Reads secrets from standard input, a line each; on a terminal asks for it and does not show it.</summary>
public static class SecretInput
{
    /// <exception cref="SettingException">Nothing came.</exception>
    public static string Read(string key)
    {
        var line = Console.IsInputRedirected ? Console.In.ReadLine() : ReadFromTerminal(key);
        return string.IsNullOrWhiteSpace(line)
            ? throw new SettingException($"--secret {key} needs its value as one line on standard input, and none came.")
            : line.Trim();
    }

    private static string ReadFromTerminal(string key)
    {
        Console.Error.Write($"{key} (is not shown): ");
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(pressed.KeyChar)) text.Append(pressed.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
