namespace PowerMeter.Shared.Hosting;

/// <summary>What a <see cref="SettingException"/> says, for those who say it in another language.</summary>
/// <param name="Setting">The key alone, such as <c>max_w</c>.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Given">What was given; empty for what is missing or secret.</param>
/// <param name="Arguments">Numbers and texts that the sentence needs besides.</param>
public sealed record BrokenRule(string Setting, string Rule, string Given, IReadOnlyList<object> Arguments);
