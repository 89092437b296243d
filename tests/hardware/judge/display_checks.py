"""The test picture in the virtual framebuffer."""
import hashlib

import picture
from results import Failure, Results, check, expect, expect_in


def expect_pixels(results: Results, bits: int) -> None:
    name, size, depth, stride = results.text(f"display-{bits}.txt").splitlines()
    expect((name, size, depth), ("Virtual FB", "160,128", str(bits)), "the framebuffer")
    expect((results.exit_code(f"display-{bits}"), results.text(f"display-{bits}.err")), (0, ""), "--test-display")
    expect_in(f"/dev/fb0 (Virtual FB): 160 × 128 pixels of {bits} bits, {stride} bytes a row.", results.text(f"display-{bits}.out"), "--test-display")
    wanted = picture.encode(160, 128, bits, int(stride))
    # The device is of whole pages.
    found = results.bytes(f"display-{bits}.pixels")[: len(wanted)]
    if hashlib.sha256(found).digest() != hashlib.sha256(wanted).digest():
        at = next((at for at, (a, b) in enumerate(zip(found, wanted)) if a != b), len(found))
        raise Failure(f"{len(found)} bytes, expected {len(wanted)}; the first other one is at {at} (row {at // int(stride)})")


@check("display: the pixels are in the framebuffer, 16 bits")
def _(results: Results) -> None:
    expect_pixels(results, 16)


@check("display: the pixels are in the framebuffer, 32 bits")
def _(results: Results) -> None:
    expect_pixels(results, 32)


@check("display: a depth that cannot be written is refused")
def _(results: Results) -> None:
    expect((results.exit_code("display-8"), results.text("display-8.out")), (1, ""), "--test-display")
    expect(results.text("display-8.err"), "/dev/fb0 (Virtual FB) cannot be used: its depth is 8 bits a pixel; allowed: 16 (RGB565) or 32 (XRGB).", "--test-display")


@check("display: without a framebuffer it says what helps")
def _(results: Results) -> None:
    expect((results.exit_code("display-none"), results.text("display-none.out")), (1, ""), "--test-display")
    expect_in("This machine has no framebuffer", results.text("display-none.err"), "--test-display")
