"""The emulated Arduino: writes its lines into a pipe until it is ended.

The lines go round. What must arrive of them is in EXPECTED; the rest is rubbish that must not become a sample.
"""
import itertools
import sys
import time

# Bytes on the line, and the sample (watts, volts, charge in %) that they make: None for those that make none.
ROUND = [
    (b"12.34\r\n", (12.34, None, None)),
    (b"-7.25\r\n", (-7.25, None, None)),
    (b"3.9875|87.50|230.5\r\n", (230.5, 3.9875, 87.5)),
    (b"4.0625|100.00|0\r\n", (0.0, 4.0625, 100.0)),
    (b"nan\r\n", None),
    (b"1e999\r\n", None),
    (b"99999.00\r\n", None),  # above the sensor's bounds
    (b"12.3.4|x\r\n", None),
    (b"\xff\xfe\x00\x80\r\n", None),
    (b"7" * 300 + b"\r\n", None),  # longer than a line may be
]
EXPECTED = {sample for _, sample in ROUND if sample is not None}
# In a spoiled run the Arduino tells of a power that the judge does not know.
SPOILED_LINE = b"13.34\r\n"


def main(path: str, seconds: float, mode: str) -> None:
    lines = [line for line, _ in ROUND]
    if mode == "spoil":
        lines[0] = SPOILED_LINE
    try:
        with open(path, "wb", buffering=0) as pipe:
            for line in itertools.cycle(lines):
                pipe.write(line)
                time.sleep(seconds)
    except BrokenPipeError:
        pass  # The machine has ended.


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3])
