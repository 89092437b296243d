"""Judges what the machine left: a line a check, then the sums. Exit code 0 when all are as they should be.

judge.py RESULTS check    every check must be well
judge.py RESULTS spoil    the checks in SPOILED must fail, and the others be well
"""
import sys
import traceback
from pathlib import Path

# Each registers its checks, in this order.
import kernel_checks  # noqa: F401
import sensor_checks  # noqa: F401
import display_checks  # noqa: F401
import probe_checks  # noqa: F401
import bluetooth_checks  # noqa: F401
from results import CHECKS, Failure, Results

# What a spoiled run spoils: a line of the Arduino, a current, a shunt voltage, a pixel in each depth.
SPOILED = {
    "serial: lines become samples, rubbish does not",
    "ina219: the data sheet's example through i2c-dev",
    "iio: the same chip is read through ina2xx-adc",
    "read: through ina2xx-adc",
    "display: the pixels are in the framebuffer, 16 bits",
    "display: the pixels are in the framebuffer, 32 bits",
}


def failure_of(function, results: Results) -> str | None:
    try:
        function(results)
    except Failure as failure:
        return str(failure)
    except Exception:  # A check that breaks is no check that is well.
        return traceback.format_exc().strip().replace("\n", " | ")
    return None


def main(directory: str, mode: str) -> int:
    results, passed, failed = Results(Path(directory)), 0, set()
    for name, function in CHECKS:
        failure = failure_of(function, results)
        if failure is None:
            passed += 1
            print(f"ok {name}")
        else:
            failed.add(name)
            print(f"FAIL {name}: {failure}")
    print(f"{passed} passed, {len(failed)} failed")
    if mode != "spoil":
        return 0 if passed and not failed else 1
    if failed == SPOILED:
        print(f"Self-test: well, just the {len(SPOILED)} spoiled checks failed.")
        return 0
    for name in sorted(SPOILED - failed):
        print(f"Self-test: '{name}' was spoiled and did not fail.")
    for name in sorted(failed - SPOILED):
        print(f"Self-test: '{name}' was not spoiled and failed.")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
