"""Start the server: find a port, say the address, open a browser, end quietly."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_app.app.plans import Plans
    from geo_app.app.reading import Reading

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANY_ADDRESS = ("0.0.0.0", "::")
DEFAULT_PORT = 8501
# So many ports above the default are tried before the system is asked for any.
_PORTS_TRIED = 20
_START_WAIT_S = 60.0
_START_POLL_S = 0.05
# So long after another server said that it will take a port, it listens there.
_CLAIM_WAIT_S = 10.0


def serve(
    *,
    data: Path | None = None,
    folders: Sequence[Path] = (),
    host: str = "127.0.0.1",
    port: int | None = None,
    base: str = "",
    open_browser: bool = True,
) -> int:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    data
        Folder with `seeds/` and `layers/`; None: the plan that ships with the package. It is read
        while the page opens, which then tells its faults.
    folders
        Instead of `data`, any number of such folders, the first of them shown first. All are read
        before anything is served.
    host
        Address to listen on. The default answers this machine alone.
    port
        None: 8501, or the next that is free.
    base
        Path under which the page stands, such as "plan/changsha".
    open_browser
        Open a browser, where there is a display to open one on.

    Returns
    -------
    int
        0 when interrupted, 1 when it cannot start; then one line on stderr says why.

    Raises
    ------
    DataError
        With every fault of `folders`.

    Notes
    -----
    Behind a proxy that passes on the public host name, name it in the environment:
    ``GEO_APP_HOSTS=plan.example.org``.
    """
    if data is not None and not data.is_dir():
        return _refuse(f"{data} is not a folder. Name one that holds seeds/ and layers/.")
    # It takes as long as what is imported meanwhile.
    with nullcontext() if folders else _aside(data) as reading:
        from geo_app.app.plans import Plans

        plans = Plans(folders or ([] if data is None else [data]), reading)
        if folders:
            plans.read()
        try:
            chosen, claim = _port(host, port)
        except OSError as error:
            asked = DEFAULT_PORT if port is None else port
            why = f"cannot listen on {host} port {asked}: {error.strerror or error}."
            return _refuse(f"{why} Choose another with --port, or leave it out.")
        base = base.strip("/")
        with claim:
            _say(host, chosen, base, open_browser=open_browser)
            return _run(plans, host, chosen, base)


def _aside(data: Path | None) -> AbstractContextManager[Reading | None]:
    """Begin to read a folder beside us; where the machine has no process left, we do it later."""
    from geo_app.app.reading import Reading

    try:
        return Reading(data)
    except OSError:
        return nullcontext()


def _say(host: str, port: int, base: str, *, open_browser: bool) -> None:
    """Say where the page will be, and open a browser there once it is."""
    shown = "127.0.0.1" if host in ANY_ADDRESS else host
    name = f"[{shown}]" if ":" in shown else shown
    address = f"http://{name}:{port}/" + (f"{base}/" if base else "")
    if host in ANY_ADDRESS:
        print("Other machines can reach this page: it has no login.", file=sys.stderr)
    wanted = open_browser and _has_display()
    threading.Thread(target=_announce, args=(address, shown, port, wanted), daemon=True).start()


def _run(plans: Plans, host: str, port: int, base: str) -> int:
    from geo_app.app import server

    hosts = _hosts(host)
    # Streamlit looks for .streamlit/config.toml beside argv[0]; only our own options shall count.
    arguments, sys.argv = sys.argv, [str(server.PAGE)]
    try:
        app = server.make_app(plans, base=base, hosts=hosts)
        app.run(config=server.config(host=host, port=port, base=base, hosts=hosts))
    except KeyboardInterrupt:
        return 0
    finally:
        sys.argv = arguments
    return 0


def _refuse(why: str) -> int:
    print(f"geo-app: {why}", file=sys.stderr)
    return 1


def _hosts(host: str) -> list[str]:
    if host in ANY_ADDRESS:
        return ["*"]
    named = [name.strip() for name in os.environ.get("GEO_APP_HOSTS", "").split(",")]
    return [*dict.fromkeys([*LOOPBACK, "[::1]", host, *filter(None, named)])]


def _port(host: str, port: int | None) -> tuple[int, socket.socket]:
    """Return the port asked for, or the first free one, and what claims it while this runs.

    Between finding a port and listening there pass seconds, in which another server that starts
    would find the same. So each holds the UDP port of that number, which nobody else needs.

    Raises
    ------
    OSError
        If there is none.
    """
    if port is not None:
        claim = _datagrams()
        try:
            claim.bind((LOOPBACK[0], port))
        except OSError:
            _await_listener(host, port)
        return _free(host, port), claim
    for each in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        claim = _datagrams()
        try:
            claim.bind((LOOPBACK[0], each))
            return _free(host, each), claim
        except OSError as error:
            claim.close()
            if isinstance(error, socket.gaierror):
                raise
    return _free(host, 0), _datagrams()


def _await_listener(host: str, port: int) -> None:
    """Raise OSError once a server listens at a port that it claims.

    Whoever holds the port of that number for something else never does; it is no hindrance then.
    """
    until = time.monotonic() + _CLAIM_WAIT_S
    while time.monotonic() < until:
        _free(host, port)
        time.sleep(_START_POLL_S)


def _datagrams() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def _free(host: str, port: int) -> int:
    """Return the port if nobody listens there by any address of the host; raise OSError if so."""
    absent = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    failure: OSError | None = None
    found = 0
    for family, kind, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            with socket.socket(family, kind) as probe:
                if os.name == "posix":
                    # As the server itself does: a port that was just left is free.
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                found = found or int(probe.getsockname()[1])
        except OSError as error:
            # localhost is often two addresses, of which the machine has one.
            if error.errno not in absent:
                raise
            failure = error
    if not found:
        raise failure or OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    return found


def _has_display() -> bool:
    """Say whether a browser would open a window: on Unix only with a display.

    Without one, `webbrowser` may start a text browser and take the terminal.
    """
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _announce(address: str, host: str, port: int, open_browser: bool) -> None:
    """Print the address when the server listens there, and open a browser if wanted."""
    until = time.monotonic() + _START_WAIT_S
    while time.monotonic() < until:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(_START_POLL_S)
            continue
        print(address, flush=True)
        if open_browser:
            webbrowser.open(address)
        return
