using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Web.Api;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;
using CompatibleForm = PowerMeter.Web.Api.Compatible.FailureForm;
using V1Form = PowerMeter.Web.Api.V1.FailureForm;

namespace PowerMeter.Tests.Unit.Web.Api;

/// <summary>The two APIs say the same of the same fault, each in its form.</summary>
public sealed class CallFailuresTests
{
    private readonly CallFailures<CompatibleForm> _compatible = new(NullLogger<CallFailures<CompatibleForm>>.Instance);
    private readonly CallFailures<V1Form> _v1 = new(NullLogger<CallFailures<V1Form>>.Instance);

    [Fact]
    public async Task A_change_of_which_nobody_knows_what_became_is_not_one_that_was_not_done()
    {
        var lost = new UnknownOutcomeException("lost");
        var error = (await AnswerAsync(_compatible, lost)).ShouldBeOfType<JsonHttpResult<ErrorAnswer>>();
        error.StatusCode.ShouldBe(503);
        error.Value!.Error.ShouldStartWith("The database was lost while it stored the change: all of it was done, or nothing.");
        var problem = (await AnswerAsync(_v1, lost)).ShouldBeOfType<JsonHttpResult<ProblemAnswer>>();
        problem.StatusCode.ShouldBe(503);
        problem.Value!.Detail.ShouldBe(error.Value.Error);
    }

    [Fact]
    public async Task A_database_that_is_away_may_be_asked_again()
    {
        var away = new NpgsqlException("away");
        (await AnswerAsync(_compatible, away)).ShouldBeOfType<JsonHttpResult<ErrorAnswer>>().Value!.Error.ShouldEndWith("try again soon.");
        (await AnswerAsync(_v1, away)).ShouldBeOfType<JsonHttpResult<ProblemAnswer>>().Value!.Detail.ShouldEndWith("try again soon.");
    }

    [Fact]
    public async Task What_is_wrong_with_the_call_is_said_by_each_api_for_itself()
    {
        (await AnswerAsync(_v1, new ParameterException("from is 'x'"))).ShouldBeOfType<JsonHttpResult<ProblemAnswer>>().StatusCode.ShouldBe(400);
        (await AnswerAsync(_compatible, new IOException("cut short"))).ShouldBeOfType<JsonHttpResult<ErrorAnswer>>().StatusCode.ShouldBe(400);
        // The body of a call is read by a reader whose exception is an IOException too, and knows its status.
        (await AnswerAsync(_compatible, new BadHttpRequestException("too big", 413))).ShouldBeOfType<JsonHttpResult<ErrorAnswer>>().StatusCode.ShouldBe(413);
    }

    [Fact]
    public async Task A_sensor_that_is_gone_is_one_that_there_never_was()
    {
        var gone = new PostgresException("gone", "ERROR", "ERROR", PostgresErrorCodes.ForeignKeyViolation);
        (await AnswerAsync(_compatible, gone)).ShouldBeOfType<JsonHttpResult<DataAnswer<bool>>>().Value!.Data.ShouldBeFalse();
        (await AnswerAsync(_v1, gone)).ShouldBeOfType<JsonHttpResult<ProblemAnswer>>().StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task What_is_no_callers_fault_and_no_databases_is_thrown_on()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => AnswerAsync(_compatible, new InvalidOperationException("ours")));
        await Should.ThrowAsync<IOException>(() => AnswerAsync(_v1, new IOException("ours")));
    }

    private static async Task<object?> AnswerAsync(IEndpointFilter filter, Exception thrown)
    {
        var call = new DefaultHttpContext();
        call.Request.RouteValues["id"] = "7";
        return await filter.InvokeAsync(EndpointFilterInvocationContext.Create(call), _ => throw thrown);
    }
}
