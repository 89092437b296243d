"""Reads the Receiver's spool, by the description in src/Receiver/Ingest/SpoolFrame.cs and not by its code."""
import math
import struct
from typing import NamedTuple

HEADER = struct.Struct("<II")  # the payload's bytes, CRC-32C of the length and the payload
SAMPLE = struct.Struct("<iqdff")  # sensor, unix microseconds, watts, volts, battery; NaN for none


class Sample(NamedTuple):
    sensor: int
    microseconds: int
    watts: float
    volts: float | None
    battery: float | None


def read(data: bytes) -> list[Sample]:
    """All samples. Raises ValueError at a frame that is damaged."""
    samples, at = [], 0
    while at < len(data):
        length, checksum = HEADER.unpack_from(data, at)
        payload = data[at + HEADER.size : at + HEADER.size + length]
        if len(payload) != length or length % SAMPLE.size or crc32c(data[at : at + 4] + payload) != checksum:
            raise ValueError(f"the frame at byte {at} is damaged")
        for sensor, time, watts, volts, battery in SAMPLE.iter_unpack(payload):
            samples.append(Sample(sensor, time, watts, None if math.isnan(volts) else volts, None if math.isnan(battery) else battery))
        at += HEADER.size + length
    return samples


def crc32c(data: bytes) -> int:
    """Bit by bit: Castagnoli's polynomial, reflected (RFC 3720, 12.1)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
