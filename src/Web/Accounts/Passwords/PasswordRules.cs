using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Accounts.Passwords;

/// <summary>
/// What a password must be (NIST SP 800-63B, section 5.1.1.2): long enough, and not one that is tried first. No rule about
/// capitals, digits and signs, which only make passwords that are hard to remember; everything that can be typed may stand
/// in it, spaces too. Pure.
/// </summary>
public static class PasswordRules
{
    /// <summary>Characters (code points).</summary>
    public const int Shortest = 10;

    /// <summary>UTF-16 units: what the sign-in takes.</summary>
    public const int Longest = SignIn.LongestPassword;

    private const string Field = "password";

    /// <summary>What is known of every base station.</summary>
    private static readonly string[] SiteWords = ["powermeter", "citizenwatt", "conso"];

    /// <param name="name">Of the account that it is for.</param>
    /// <returns>Null when it may be so.</returns>
    public static FieldFault? Check(string name, string password)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length == 0) return new FieldFault(Field, "Accounts_PasswordMissing", Shortest);
        if (LengthOf(password) is var length && length < Shortest) return new FieldFault(Field, "Accounts_PasswordShort", length, Shortest);
        if (password.Length > Longest) return new FieldFault(Field, "Accounts_PasswordLong", password.Length, Longest);
        // PostgreSQL's texts take no NUL, and half a surrogate is no character.
        if (password.Contains('\0', StringComparison.Ordinal) || password.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar)) return new FieldFault(Field, "Accounts_PasswordControl");
        if (name.Length >= 3 && string.Equals(name, password, StringComparison.OrdinalIgnoreCase)) return new FieldFault(Field, "Accounts_PasswordIsName");
        return Strength(name, password) == PasswordStrength.Guessed ? new FieldFault(Field, "Accounts_PasswordGuessed") : null;
    }

    /// <param name="name">Of the account that it is for.</param>
    public static PasswordStrength Strength(string name, string password) => PasswordEstimate.Strength(password, [name, .. SiteWords]);

    public static int LengthOf(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.EnumerateRunes().Count();
    }
}
