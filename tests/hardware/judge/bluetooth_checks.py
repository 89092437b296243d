"""The L2CAP socket against the kernel's own Bluetooth."""
from probe_checks import expect_error, findings
from results import Results, check, expect, expect_in


@check("bluetooth: the socket opens, and without an adapter it says so")
def _(results: Results) -> None:
    expect_error(results, "bluetooth-none", "fault", "There is no Bluetooth adapter that is on", "rfkill unblock bluetooth")


@check("bluetooth: an adapter of hci_vhci is found, and is off")
def _(results: Results) -> None:
    found = findings(results, "bluetooth-probe", "bluetooth")
    expect([each["device"] for each in found], ["hci0"], "adapters")
    expect_in("It is off", found[0].get("problem", ""), "hci0")


@check("bluetooth: an adapter that is off is no adapter")
def _(results: Results) -> None:
    expect_error(results, "bluetooth-off", "fault", "There is no Bluetooth adapter that is on")
