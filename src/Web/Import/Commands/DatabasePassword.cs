using System.Text;

namespace PowerMeter.Web.Import.Commands;

/// <summary>The password of somebody else's database: from the environment, or a line of standard input, asked for on a terminal and not shown.</summary>
internal static class DatabasePassword
{
    public const string Variable = "CITIZENWATT_PASSWORD";

    /// <returns>Null: none was given, which a server that trusts its caller takes.</returns>
    public static string? Read(string prompt)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return given;
        var line = Console.IsInputRedirected ? Console.In.ReadLine() : ReadFromTerminal(prompt);
        return string.IsNullOrEmpty(line) ? null : line;
    }

    private static string ReadFromTerminal(string prompt)
    {
        Console.Error.Write(prompt);
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
