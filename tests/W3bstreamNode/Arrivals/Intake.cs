using PowerMeter.Tests.W3bstreamNode.Messages;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>The way of a message: its signature is judged, it is written into the store, and then it is in the ledger.</summary>
public sealed class Intake(SignatureJudge judge, Ledger ledger, ReadingStore? store, RefusalLog refusals, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _tickets = ledger.Bounds().Newest;

    /// <summary>A place in the order of arrival: to be taken when the request is there as a whole.</summary>
    public Stamp Arrive() => new(Interlocked.Increment(ref _tickets), clock.GetUtcNow());

    /// <returns>The device that has signed.</returns>
    /// <exception cref="BadMessageException">The signature is not the named device's over these bytes.</exception>
    /// <exception cref="VerifierException">Nobody is there who verifies.</exception>
    public async Task<(Device Device, Judgement Judgement)> VerifyAsync(SignedBytes toVerify, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(toVerify);
        var judgement = await judge.JudgeAsync(toVerify, cancel);
        if (judgement.IsDisputed) refusals.CountDisputed();
        if (judgement.IsVerified)
            return (new Device(judgement.Noble.Address!, judgement.Noble.Io!, judgement.Noble.Key!, judgement.Noble.Curve!), judgement);
        refusals.CountBadSignature();
        throw new BadMessageException($"bad signature: {judgement.Why}.");
    }

    /// <exception cref="IOException">The store cannot be written.</exception>
    /// <exception cref="LedgerFullException">There are too many devices.</exception>
    public ArrivedReading Keep(Arrival arrival, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        // The store has the order of the ledger.
        lock (_lock)
        {
            if (!ledger.HasRoomFor(arrival.Device)) throw new LedgerFullException("There is no room for one more device.");
            store?.Append(arrival);
            return ledger.Take(arrival, stamp.Ticket);
        }
    }
}
