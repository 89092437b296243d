"""The test picture as src/Processor/Display/README.md describes it, made here a second time, pixel by pixel."""
WHITE, YELLOW, CYAN, GREEN = 0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00
MAGENTA, RED, BLUE, BLACK = 0xFF00FF, 0xFF0000, 0x0000FF, 0x000000
BARS = [WHITE, YELLOW, CYAN, GREEN, MAGENTA, RED, BLUE, BLACK]


def colour_at(x: int, y: int, width: int, height: int) -> int:
    """0xRRGGBB."""
    side = min(width, height) // 8
    left, top = 1 <= x <= side, 1 <= y <= side
    right, bottom = width - 1 - side <= x <= width - 2, height - 1 - side <= y <= height - 2
    block = range(1 + side // 4, 1 + side // 4 + side // 2)
    if left and top:
        return WHITE if x in block and y in block else RED
    if right and top:
        return GREEN
    if left and bottom:
        return BLUE
    if right and bottom:
        return YELLOW
    if x in (0, width - 1) or y in (0, height - 1):
        return WHITE
    return BARS[max(bar for bar in range(8) if bar * width // 8 <= x)]


def encode(width: int, height: int, bits: int, stride: int) -> bytes:
    rows = []
    for y in range(height):
        row = bytearray()
        for x in range(width):
            colour = colour_at(x, y, width, height)
            red, green, blue = colour >> 16, colour >> 8 & 0xFF, colour & 0xFF
            if bits == 16:
                row += (red >> 3 << 11 | green >> 2 << 5 | blue >> 3).to_bytes(2, "little")
            else:
                row += bytes([blue, green, red, 0])
        rows.append(bytes(row).ljust(stride, b"\0"))
    return b"".join(rows)
