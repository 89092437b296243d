"""The L2CAP socket against the kernel's own Bluetooth."""
from probe_checks import expect_error, expect_reading, findings
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


@check("bluetooth: an adapter that is on is found, with its address")
def _(results: Results) -> None:
    found = findings(results, "bluetooth-on", "bluetooth")
    expect([(each["device"], each.get("address"), each.get("problem")) for each in found], [("hci0", "02:00:5E:00:00:01", None)], "adapters")


@check("bluetooth: a plug is read over the kernel's L2CAP")
def _(results: Results) -> None:
    # What tests/TestKit/PlugModel.cs says, in two notifications.
    expect_reading(results, "bluetooth-plug", 60.5, 231.0)
