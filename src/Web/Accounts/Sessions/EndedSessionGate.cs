using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>
/// Makes the connection of a live page deaf whose session has ended. The page that stood there goes when its next picture is
/// drawn, and pictures wait for a browser that does not confirm the ones before: one that never does would keep the buttons of
/// an administrator, who is none any more, for as long as it stays connected.
/// </summary>
internal sealed class EndedSessionGate(AuthenticationStateProvider authentication) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => authentication is SessionRevalidation { HasEnded: true } ? Task.CompletedTask : next(context);
}
