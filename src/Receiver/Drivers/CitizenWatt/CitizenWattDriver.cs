using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// Listens to the sensor by an nRF24L01+. A radio that is absent, mis-wired or lost is looked for again with back-off;
/// one that forgot its registers is set up again.
/// </summary>
/// <param name="openSpi">Throws <see cref="RadioException"/>.</param>
/// <param name="openChipEnable">Throws <see cref="RadioException"/>.</param>
public sealed class CitizenWattDriver(
    CitizenWattOptions options, TimeSpan period, Func<ISpiDevice> openSpi, Func<IGpioLine> openChipEnable, ReplayGuard guard, TimeProvider time)
    : ISensorDriver, IPairable
{
    /// <summary>How exact the samples' times are. The three packets that the radio keeps ask for 100 ms; a timer may be late.</summary>
    public static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(80);

    private const string LastTimer = "last_timer_ms";

    private Sentence? _misread;

    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = CitizenWattOptions.Read(context);
        var memory = context.Memory;
        var guard = new ReplayGuard(memory.Read(LastTimer), timer => memory.Write(LastTimer, timer));
        return new CitizenWattDriver(
            options, context.Period, () => RadioDoors.OpenSpi(options), () => RadioDoors.OpenChipEnable(options), guard, context.Time);
    }

    public void Pair() => guard.Forget();

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        using var decoder = new CitizenWattDecoder(options, guard);
        var backoff = Backoff.ForDevice();
        while (true)
        {
            try
            {
                await ListenUntilLostAsync(decoder, sink, backoff, cancel);
            }
            catch (RadioException e)
            {
                // Bad wires read as something else each time: the first is said, so that the status stays the same.
                _misread = e.Trouble == RadioTrouble.Differs ? _misread ?? e.Sentence : null;
                sink.Report(e.State, _misread ?? e.Sentence);
            }
            catch (KernelException e)
            {
                var fault = RadioFault.OfSpi(e, options);
                sink.Report(fault.State, fault.Sentence);
            }

            await backoff.DelayAsync(time, cancel);
        }
    }

    private async Task ListenUntilLostAsync(CitizenWattDecoder decoder, ISensorSink sink, Backoff backoff, CancellationToken cancel)
    {
        using var spi = openSpi();
        using var chipEnable = openChipEnable();
        var radio = new Nrf24Radio(spi, chipEnable, options.Registers());
        var session = new CitizenWattSession(options, period, radio, decoder, sink, time);
        using var timer = new PeriodicTimer(PollPeriod, time);
        try
        {
            while (true)
            {
                session.SetUp();
                _misread = null;
                await Task.Delay(Nrf24Radio.PowerUpTime, time, cancel);
                session.Listen();
                while (await session.PollAsync(cancel))
                {
                    await timer.WaitForNextTickAsync(cancel);
                    backoff.Reset();
                }

                // A supply that dips takes a while: the radio needs 100 ms after it is back (table 16).
                await backoff.DelayAsync(time, cancel);
            }
        }
        finally
        {
            TryStop(radio);
        }
    }

    /// <summary>What cannot be reached need not be stopped.</summary>
    private static void TryStop(Nrf24Radio radio)
    {
        try
        {
            radio.Stop();
        }
        catch (KernelException)
        {
        }
    }
}
