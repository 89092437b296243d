using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A sensor that goes after a call has found it, and before the call writes.</summary>
public sealed class RemovedSensorTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private TestDatabase Database => fixture.Database;

    /// <summary>Posts while the sensor's removal is not yet committed: the call still sees the sensor, and then waits.</summary>
    private async Task<HttpResponseMessage> PostMeanwhileAsync(Func<int, string> path, string body, string driver = "push")
    {
        var sensor = await Database.AddSensorAsync($"removed {Guid.NewGuid():N}", 10, driver);
        using var client = await fixture.Site.CreateTokenClientAsync("admin");
        await using var connection = await Database.Owner.OpenConnectionAsync();
        await using var removal = await connection.BeginTransactionAsync();
        await using var remove = connection.CreateCommand();
        remove.CommandText = $"delete from sensors where id = {sensor}";
        await remove.ExecuteNonQueryAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var call = client.PostAsync(new Uri(path(sensor), UriKind.Relative), content);
        await Eventually.BecomesTrueAsync("the call waits for the removal", async () => await Database.Owner.ScalarAsync<long>(
            "select count(*) from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted") == 1);
        await removal.CommitAsync();
        var response = await call;
        (await Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(0);
        return response;
    }

    [Theory]
    [InlineData("samples", """{"watts":1}""", "push")]
    [InlineData("samples", """{"watts":"much"}""", "push")]
    [InlineData("samples", "{", "push")]
    [InlineData("switch", """{"on":true}""", "awox")]
    [InlineData("reset_timer", "", "citizenwatt")]
    public async Task It_is_404_as_if_it_had_gone_before(string call, string body, string driver)
    {
        using var response = await PostMeanwhileAsync(sensor => $"/api/v1/sensors/{sensor}/{call}", body, driver);
        (await ApiCalls.ReadAsync(response, HttpStatusCode.NotFound)).Detail().ShouldStartWith("There is no sensor");
    }

    [Theory]
    [InlineData("/api/{0}/insert/5/1790000000/0", "push")]
    [InlineData("/api/sensors/{0}/reset_timer", "citizenwatt")]
    public async Task The_compatible_calls_answer_false(string path, string driver)
    {
        using var response = await PostMeanwhileAsync(sensor => path.Replace("{0}", $"{sensor}", StringComparison.Ordinal), "", driver);
        (await ApiCalls.ReadAsync(response, HttpStatusCode.OK)).GetProperty("data").GetBoolean().ShouldBeFalse();
    }
}
