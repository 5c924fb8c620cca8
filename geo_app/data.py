"""Where the plan that ships with the package lies."""

from __future__ import annotations

from pathlib import Path

from geo_app.errors import DataError, Fault

_PARTS = ("seeds", "layers")


def data_folder(given: str | Path | None = None) -> Path:
    """Return a folder that holds `seeds/` and `layers/`.

    Parameters
    ----------
    given
        The user's; None for the Changsha plan, which a wheel carries inside the package and a
        checkout beside it.

    Raises
    ------
    DataError
        If the folder, or one of the two in it, is missing.
    """
    if given is None:
        here = Path(__file__).resolve().parent
        inside = here / "data"
        return inside if inside.is_dir() else here.parent
    folder = Path(given)
    if missing := [name for name in _PARTS if not (folder / name).is_dir()]:
        what = f"the folder holds no {' and no '.join(f'{name}/' for name in missing)}."
        if not folder.is_dir():
            what = "it is no folder." if folder.exists() else "there is no such folder."
        mend = "A plan has both: seeds/ with the text, layers/ with the places."
        for above in folder.resolve().parents if folder.exists() else ():
            if all((above / name).is_dir() for name in _PARTS):
                mend = f"Name the folder above it, which holds both: {above}."
                break
        raise DataError([Fault(str(given), 0, "", what, mend)])
    return folder
