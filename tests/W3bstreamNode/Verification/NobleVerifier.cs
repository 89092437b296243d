using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>
/// Verifies with @noble/curves in one node process that lives as long as this does. Questions and answers are lines of JSON, in the
/// same order. A process that ended is started again with the next question.
/// </summary>
public sealed class NobleVerifier : IAsyncDisposable
{
    // Of real time, whatever clock a test has for the readings: this is another process.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Verdict>> _waiting = new();
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Null before the first question, and after node has ended.</summary>
    internal int? ProcessId
    {
        get
        {
            lock (_lock) return _process?.Id;
        }
    }

    /// <exception cref="VerifierException">node cannot be started, ended, or did not answer.</exception>
    public async Task<Verdict> VerifyAsync(SignedBytes toVerify, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(toVerify);
        try
        {
            return await Ask(Question(toVerify)).WaitAsync(Patience, TimeProvider.System, cancel);
        }
        catch (TimeoutException e)
        {
            throw new VerifierException($"node did not answer within {Patience.TotalSeconds:0} seconds.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process? process;
        lock (_lock)
        {
            (process, _process, _disposed) = (_process, null, true);
        }

        if (process is null) return;
        // The end of its input is its end.
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await _reading;
        process.Dispose();
    }

    private static string Question(SignedBytes toVerify) => JsonSerializer.Serialize(new
    {
        message = Convert.ToHexStringLower(toVerify.Message),
        signature = Convert.ToHexStringLower(toVerify.Signature),
        key = toVerify.NamesAddress ? null : toVerify.Signer,
        address = toVerify.NamesAddress ? toVerify.Signer : null,
        curves = toVerify.Curves,
    }, Json);

    private Task<Verdict> Ask(string question)
    {
        var answer = new TaskCompletionSource<Verdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var process = _process ??= Start();
            _waiting.Enqueue(answer);
            try
            {
                process.StandardInput.WriteLine(question);
                process.StandardInput.Flush();
            }
            catch (IOException e)
            {
                // It has ended; the reader says so to those who wait.
                answer.TrySetException(new VerifierException("node ended while it was asked.", e));
            }
        }

        return answer.Task;
    }

    private Process Start()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "verify", "verify.mjs");
        var info = new ProcessStartInfo("node") { ArgumentList = { script }, RedirectStandardInput = true, RedirectStandardOutput = true };
        // What the caller has set for other scripts of his.
        info.Environment.Remove("NODE_OPTIONS");
        try
        {
            var process = Process.Start(info)!;
            _reading = ReadAnswersAsync(process);
            return process;
        }
        catch (Win32Exception e)
        {
            throw new VerifierException($"node cannot be started: {e.Message}. Install Node.js (Debian: apt install nodejs npm).", e);
        }
    }

    private static void Answer(TaskCompletionSource<Verdict> waiting, string line)
    {
        try
        {
            waiting.TrySetResult(JsonSerializer.Deserialize<Verdict>(line, Json)!);
        }
        catch (JsonException e)
        {
            waiting.TrySetException(new VerifierException("node's answer is no JSON.", e));
        }
    }

    private async Task ReadAnswersAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            TaskCompletionSource<Verdict> next;
            lock (_lock) next = _waiting.Dequeue();
            Answer(next, line);
        }

        bool hasEndedByItself;
        lock (_lock)
        {
            hasEndedByItself = _process == process;
            if (hasEndedByItself) _process = null;
            while (_waiting.TryDequeue(out var abandoned)) abandoned.TrySetException(new VerifierException("node ended before it answered."));
        }

        if (!hasEndedByItself) return;
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
