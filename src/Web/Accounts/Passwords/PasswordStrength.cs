namespace PowerMeter.Web.Accounts.Passwords;

/// <summary>How many guesses a password stands up to, in words.</summary>
public enum PasswordStrength
{
    /// <summary>Among the first that somebody tries: refused.</summary>
    Guessed,

    /// <summary>Holds against guesses over the network, which are slowed down.</summary>
    Weak,

    /// <summary>Holds also for a while when the database was stolen.</summary>
    Good,

    /// <summary>Holds.</summary>
    Strong,
}
