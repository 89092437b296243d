"""What the machine left, and the list of checks on it."""
from pathlib import Path
from typing import Callable


class Failure(Exception):
    """A check's reason to fail."""


class Results:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def bytes(self, name: str) -> bytes:
        try:
            return (self.directory / name).read_bytes()
        except FileNotFoundError:
            raise Failure(f"the machine left no {name}") from None

    def text(self, name: str) -> str:
        return self.bytes(name).decode(errors="replace").strip()

    def exit_code(self, name: str) -> int:
        return int(self.text(f"{name}.exit"))


# Names and functions, in the order in which they are defined. A check raises Failure, or is well.
CHECKS: list[tuple[str, Callable[[Results], None]]] = []


def check(name: str):
    def add(function: Callable[[Results], None]) -> Callable[[Results], None]:
        CHECKS.append((name, function))
        return function

    return add


def expect(actual: object, expected: object, what: str) -> None:
    if actual != expected:
        raise Failure(f"{what}: {actual!r}, expected {expected!r}")


def expect_in(part: str, text: str, what: str) -> None:
    if part not in text:
        raise Failure(f"{what}: {text!r}, expected {part!r} in it")
