"""Samples: what the Receiver's spool holds after each of its runs."""
import spool
from arduino import EXPECTED
from results import Failure, Results, check, expect


def samples_of(results: Results, run: str) -> list[spool.Sample]:
    try:
        return spool.read(results.bytes(f"{run}.spool"))
    except ValueError as error:
        raise Failure(f"{run}.spool: {error}") from None


def phases(results: Results, run: str, sensor: int) -> list[tuple[float, float | None]]:
    """The sensor's watts and volts, to the milliwatt, each as often as it changed."""
    values: list[tuple[float, float | None]] = []
    for sample in samples_of(results, run):
        value = (round(sample.watts, 3), None if sample.volts is None else round(sample.volts, 3))
        if sample.sensor == sensor and (not values or values[-1] != value):
            values.append(value)
    return values


@check("serial: lines become samples, rubbish does not")
def _(results: Results) -> None:
    samples = samples_of(results, "serial")
    expect({sample.sensor for sample in samples}, {7}, "sensors")
    # The 300 sevens have no newline within 256 bytes: what is left of them is no line either.
    # Volts and charge are single floats in the spool.
    expect({(sample.watts, *(number and round(number, 4) for number in sample[3:])) for sample in samples}, EXPECTED, "samples")
    if len(samples) < 20:
        raise Failure(f"{len(samples)} samples, expected 20 or more")


@check("ina219: signed watts through i2c-dev, and none of a lost calibration or an overflow")
def _(results: Results) -> None:
    # 12 V and 1.5, −2.25 and, after the calibration was lost and restored, 0.5 A; then the overflow bit.
    expect(phases(results, "ina219", 40), [(18.0, 12.0), (-27.0, 12.0), (6.0, 12.0)], "W and V in turn")


@check("ina219: the data sheet's example through i2c-dev")
def _(results: Results) -> None:
    expect(phases(results, "ina219", 41), [(119.8, 11.98)], "W and V in turn")


@check("ina219: the chips are set up")
def _(results: Results) -> None:
    # 32 V, 128 samples, continuous: 0x3FFF with 320 mV, 0x27FF with 40 mV; calibrations of 100 µA and 1 mA a bit.
    expect(results.text("ina219-setup.txt").split(), [str(0x3FFF), "4096", str(0x27FF), "20480"], "configuration and calibration of both")


@check("ina219: a lost calibration is seen and restored")
def _(results: Results) -> None:
    expect(results.text("ina219-restored.txt"), "4096", "register 5 after it was set to 0")


@check("iio: ina2xx-adc holds the chip")
def _(results: Results) -> None:
    expect(results.text("iio-name.txt"), "ina219", "the device's name")
    expect(results.text("iio-driver.txt").rsplit("/", 1)[-1], "ina2xx_adc", "the address's driver")


@check("iio: the same chip is read through ina2xx-adc")
def _(results: Results) -> None:
    # −22.5 mV across 0.1 ohm, 12 V.
    expect(phases(results, "iio", 42), [(-2.7, 12.0)], "W and V in turn")


@check("iio: through i2c-dev there is no sample while ina2xx-adc holds the chip")
def _(results: Results) -> None:
    expect(phases(results, "iio", 43), [], "W and V in turn")
    if not samples_of(results, "iio"):
        raise Failure("there is no sample of the other sensor either")


@check("receiver: stops at once, and well, with every sensor")
def _(results: Results) -> None:
    for run in ("serial", "ina219", "iio"):
        expect(results.exit_code(run), 0, f"{run}: exit code")
        asked, ended = (float(seconds) for seconds in results.text(f"{run}.stopping").split())
        # Below 1 s on a real processor; this one is emulated, some ten times slower.
        if ended - asked > 5:
            raise Failure(f"{run}: it took {ended - asked:.1f} s")
