using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using PowerMeter.Web.Api;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class OverloadTests
{
    [Theory]
    [InlineData("/api/v1/sensors/1/samples", "application/problem+json", "\"detail\":\"Too many calls wait already: try again in 5 s.\"")]
    [InlineData("/api/1/get/watts/by_time/0/1/1", "application/json", "\"error\":\"Too many calls wait already: try again in 5 s.\"")]
    public async Task A_call_that_finds_too_many_others_is_told_in_its_own_form(string path, string type, string text)
    {
        using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 });
        using var taken = limiter.AttemptAcquire();
        using var refused = limiter.AttemptAcquire();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Path = path;
        using var body = new MemoryStream();
        http.Response.Body = body;
        await Overload.RefuseAsync(new OnRejectedContext { HttpContext = http, Lease = refused }, CancellationToken.None);
        http.Response.StatusCode.ShouldBe(StatusCodes.Status503ServiceUnavailable);
        http.Response.Headers.RetryAfter.ToString().ShouldBe("5");
        http.Response.ContentType!.ShouldStartWith(type);
        Encoding.UTF8.GetString(body.ToArray()).ShouldContain(text);
    }
}
