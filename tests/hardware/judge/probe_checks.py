"""What --probe finds, and what --read says of one sensor."""
import json

from arduino import EXPECTED
from results import Failure, Results, check, expect, expect_in


def answer(results: Results, name: str) -> dict:
    """The JSON on standard output."""
    try:
        return json.loads(results.text(f"{name}.out"))
    except json.JSONDecodeError:
        raise Failure(f"{name}: no JSON: {results.text(f'{name}.out')!r}, {results.text(f'{name}.err')!r}") from None


def findings(results: Results, name: str, group: str) -> list[dict]:
    return next(each["findings"] for each in answer(results, name)["groups"] if each["name"] == group)


def expect_reading(results: Results, name: str, watts: float, volts: float) -> None:
    found = answer(results, name)
    expect((results.exit_code(name), found["state"]), (0, "running"), f"{name}: exit code and state ({found.get('error')})")
    expect((round(found["watts"], 3), round(found["volts"], 3)), (watts, volts), f"{name}: W and V")


def expect_error(results: Results, name: str, state: str, *parts: str) -> None:
    found = answer(results, name)
    expect((results.exit_code(name), found["state"], found.get("watts")), (1, state, None), f"{name}: exit code, state and W")
    for part in parts:
        expect_in(part, found["error"], name)


@check("probe: the bus and both chips are found")
def _(results: Results) -> None:
    expect(results.exit_code("probe"), 0, "exit code")
    found = findings(results, "probe", "i2c")
    expect((found[0]["device"], found[0]["name"]), ("/dev/i2c-0", "SMBus stub driver"), "the bus")
    expect([(each["address"], each["probably"]) for each in found[1:]], [("0x40", "an INA219"), ("0x41", "an INA219")], "the chips")


@check("probe: the chip that ina2xx-adc holds is found")
def _(results: Results) -> None:
    expect_in("an INA219, which the kernel driver ina2xx", json.dumps(findings(results, "probe-held", "i2c")), "i2c")
    expect_in("ina219", json.dumps(findings(results, "probe-held", "iio")), "iio")


@check("read: the data sheet's example through i2c-dev")
def _(results: Results) -> None:
    expect_reading(results, "read-i2c", 119.8, 11.98)


@check("read: through ina2xx-adc")
def _(results: Results) -> None:
    expect_reading(results, "read-iio", -2.7, 12.0)


@check("read: EBUSY while ina2xx-adc holds the chip, and what helps")
def _(results: Results) -> None:
    expect_error(results, "read-held", "fault", "ina2xx", "interface to auto")


@check("read: the Arduino")
def _(results: Results) -> None:
    found = answer(results, "read-serial")
    expect((results.exit_code("read-serial"), found["state"]), (0, "running"), "exit code and state")
    if found["watts"] not in {watts for watts, _, _ in EXPECTED} | {13.34}:
        raise Failure(f"{found['watts']} W, which the Arduino never says")


@check("read: an address where nothing answers")
def _(results: Results) -> None:
    expect_error(results, "read-nobody", "absent", "Nothing answers at 0x42 on /dev/i2c-0")


@check("read: a bus that is not there (ENOENT)")
def _(results: Results) -> None:
    expect_error(results, "read-no-bus", "absent", "There is no /dev/i2c-1")


@check("read: a device that is no bus, and one that is no serial port (ENOTTY)")
def _(results: Results) -> None:
    expect_error(results, "read-null-bus", "fault", "/dev/i2c-9 is no I²C bus")
    expect_error(results, "read-null-serial", "fault", "/dev/null is no serial port")
