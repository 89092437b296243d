using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Setup.Answers;

/// <summary>What a file of answers says.</summary>
/// <param name="Draft">As the pages would have it, without the password's hash.</param>
/// <param name="Password">Of the account; empty when none is given.</param>
/// <param name="Faults">What could not be read; what it says is checked later, by <see cref="FirstRunChecks"/>.</param>
/// <param name="HoldsSecret">Whether a password, a token or a key stands in it, and not in a file of its own.</param>
internal sealed record SiteAnswers(FirstRunDraft Draft, string Password, IReadOnlyList<FieldFault> Faults, bool HoldsSecret)
{
    // A record would print its secrets.
    public override string ToString() => nameof(SiteAnswers);
}
