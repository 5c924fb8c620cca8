"""All that is wrong with a plan: its text, its layers, its tables, and how they fit together."""

from __future__ import annotations

from pathlib import Path

from geo_app.checks.against_report import against_report
from geo_app.data import data_folder
from geo_app.errors import DataError, Fault
from geo_app.gloss import scan_gloss
from geo_app.layers import scan_layers
from geo_app.report import scan_report
from geo_app.rulebook import CARE, rule_of


def check(folder: str | Path) -> list[Fault]:
    """Return every fault of a plan, sorted; [] for a plan without any.

    Parameters
    ----------
    folder
        Holds `seeds/` and `layers/`.

    Returns
    -------
    list of Fault
        One root cause, one fault. Whether the places, targets and tables fit the report is asked
        once both can be read: a broken file would make a fault of each of its places.
    """
    try:
        root = data_folder(folder)
    except DataError as error:
        return list(error.faults)
    report, faults = scan_report(root / "seeds")
    layers, wrong = scan_layers(root / "layers", thorough=True)
    unread = [each for each in wrong if not each.feature and rule_of(each) not in CARE]
    if report is not None and not faults and not unread:
        faulty = {each.feature for each in wrong if each.feature and rule_of(each) not in CARE}
        # Which cell of such a row belongs to which column, cannot be told.
        torn = {(each.file, each.line) for each in wrong if rule_of(each) == "row-ragged"}
        found = against_report(report, layers, faulty)
        wrong += [each for each in found if (each.file, each.line) not in torn]
    if report is not None and not faults:
        wrong += scan_gloss(root / "seeds", report)[1]
    return sorted({*faults, *wrong})
