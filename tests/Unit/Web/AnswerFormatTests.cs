using Microsoft.AspNetCore.Http;
using PowerMeter.Web.Api.V1;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class AnswerFormatTests
{
    private static bool IsCsv(string? accept, string query = "")
    {
        var request = new DefaultHttpContext().Request;
        if (accept is not null) request.Headers.Accept = accept;
        request.QueryString = new QueryString(query);
        return AnswerFormat.IsCsv(request);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("text/csv", true)]
    [InlineData("TEXT/CSV", true)]
    [InlineData("text/csv, */*", true)]
    [InlineData("text/csv;q=0.5, */*", false)]
    [InlineData("text/csv, application/json", false)]
    [InlineData("text/csv, application/json;q=0.9", true)]
    [InlineData("text/csv;q=0", false)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", false)]
    [InlineData("nonsense;;", false)]
    public void Accept_says_which(string? accept, bool isCsv) => IsCsv(accept).ShouldBe(isCsv);

    [Fact]
    public void The_parameter_counts_more()
    {
        IsCsv("application/json", "?format=csv").ShouldBeTrue();
        IsCsv("text/csv", "?format=json").ShouldBeFalse();
        Should.Throw<ParameterException>(() => IsCsv(null, "?format=xml")).Message.ShouldBe("format is 'xml'; allowed: json or csv.");
    }
}
