using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>What a call that is given up leaves behind on a connection that others use after it.</summary>
public sealed class CancelledBatchTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_batch_that_is_given_up_among_its_rows_leaves_its_connection_as_good_as_it_was(int givenUpAtUse)
    {
        await using var connection = await fixture.Database.Web.OpenConnectionAsync();
        for (var use = 1; use <= givenUpAtUse + 3; use++)
        {
            using var cancel = new CancellationTokenSource();
            await using var batch = BatchOf(connection, givenUpAtUse, use == givenUpAtUse);
            if (use != givenUpAtUse)
            {
                (await ReadAsync(batch, () => { }, cancel.Token)).ShouldBe(5);
                continue;
            }

            // As a client that goes away does, when the first rows are there.
            await Should.ThrowAsync<OperationCanceledException>(() => ReadAsync(batch, cancel.Cancel, cancel.Token));
            // To the pool and back.
            await connection.CloseAsync();
            await connection.OpenAsync();
        }
    }

    [Fact]
    public async Task Rows_that_are_left_before_their_end_are_not_waited_for()
    {
        await using var connection = await fixture.Database.Web.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select repeat('x', 20000), pg_sleep(case i when 3 then 3600 else 0 end) from generate_series(1, 3) as i", connection);
        var reader = await command.ExecuteReaderAsync();
        await using (var rows = new OpenRows(command, reader)) (await rows.ReadAsync(CancellationToken.None)).ShouldBeTrue();
        await using var next = new NpgsqlCommand("select 1", connection);
        (await next.ExecuteScalarAsync()).ShouldBe(1);
    }

    // One row; three long ones, with a wait before the last, since the server sends the end of one with the next; one more row after another wait. No other test has these statements.
    private static NpgsqlBatch BatchOf(NpgsqlConnection connection, int test, bool waits)
    {
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select {test}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select repeat('x', 20000), pg_sleep(case i when 3 then $1 else 0 end), {test} from generate_series(1, 3) as i")
        {
            Parameters = { new NpgsqlParameter<double> { TypedValue = waits ? 0.3 : 0 } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select pg_sleep($1), {test}") { Parameters = { new NpgsqlParameter<double> { TypedValue = waits ? 3600 : 0 } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        return batch;
    }

    private static async Task<int> ReadAsync(NpgsqlBatch batch, Action atSecondRow, CancellationToken cancel)
    {
        var rows = 0;
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await reader.ReadRowAsync())
                if (++rows == 2) atSecondRow();
        }
        while (await reader.NextResultAsync(cancel));
        return rows;
    }
}
