"""The machine itself."""
from results import Results, check, expect, expect_in


@check("kernel: the modules are loaded")
def _(results: Results) -> None:
    loaded = {line.split()[0] for line in results.text("modules.txt").splitlines()[1:]}
    expect({"i2c_dev", "i2c_stub", "bluetooth", "hci_vhci"} - loaded, set(), "not loaded")
    expect_in("SMBus stub driver", results.text("i2c-name.txt"), "the bus's name")


@check("kernel: the Receiver starts")
def _(results: Results) -> None:
    expect((results.exit_code("help"), results.text("help.err")), (0, ""), "--help")
    expect_in("acs712", results.text("help.out"), "--help's kinds")
