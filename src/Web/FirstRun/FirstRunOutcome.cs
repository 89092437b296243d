namespace PowerMeter.Web.FirstRun;

/// <param name="UserId">Of the new administrator; 0 when nothing was written.</param>
public sealed record FirstRunOutcome(FirstRunResult Result, int UserId = 0);
