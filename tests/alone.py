"""Whatever is asked of geo-app, in a network namespace that has the loopback alone, and a witness.

    unshare --net --mount python -m tests.alone ANSWER

Every address is made the machine's own there, so that whatever is sent anywhere passes the loopback
where it is seen, and a name server that is none is named. ANSWER becomes JSON: what was shown, and
where packets were sent that were not for this machine; of a control, they are known.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from geo_app.api import load_plan
from geo_app.exports import FORMATS
from tests.browser.test_page import expect_shown, opened, serving
from tests.chromium import launch

ROOT = Path(__file__).resolve().parent.parent
NAME_SERVER, ELSEWHERE = "192.0.2.53", "198.51.100.7"  # RFC 5737: nobody's
_ALL = 0x0003  # ETH_P_ALL of linux/if_ether.h
_IPV4, _IPV6 = 0x0800, 0x86DD
_ETHERNET, _IP_UDP_DNS = 14, 20 + 8 + 12  # bytes of the heads of a frame, of a question of a name
_QUIET_S = 0.5  # so long after the last packet none is on its way: the loopback is a queue
# Chromium asks its maker for updates as it starts, whatever it is told and whatever it shows.
_BROWSERS_OWN = (".googleapis.com", ".google.com", ".gvt1.com")


class Witness:
    """Sees every packet on the loopback: to which address, or for which name, it was sent."""

    def __init__(self) -> None:
        self._strangers: set[str] = set()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL))
        self._socket.bind(("lo", 0))
        self._socket.settimeout(_QUIET_S)

    def strangers(self) -> list[str]:
        """Return who was written to since the last time, once all that was sent is seen."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._see(self._socket.recv(65535))
        found, self._strangers = sorted(self._strangers), set()
        return found

    def _see(self, frame: bytes) -> None:
        kind, packet = int.from_bytes(frame[12:14]), frame[_ETHERNET:]
        at = {_IPV4: slice(16, 20), _IPV6: slice(24, 40)}.get(kind)
        to = ipaddress.ip_address(packet[at]) if at else None
        # Multicast goes to neighbours, of whom there are none: the kernel's own word.
        if to and not (to.is_loopback or to.is_multicast):
            asked = _name(packet) if str(to) == NAME_SERVER else str(to)
            if asked and not asked.endswith(_BROWSERS_OWN):
                self._strangers.add(asked)


def _name(packet: bytes) -> str:
    """Return the name that a packet to a name server asks for, "" if it is the server's own word.

    That is an ICMP message: nobody listens there.
    """
    if packet[9] != socket.IPPROTO_UDP:
        return ""
    labels, rest = [], packet[_IP_UDP_DNS:]
    while rest[0]:
        labels.append(rest[1 : 1 + rest[0]].decode())
        rest = rest[1 + rest[0] :]
    return ".".join(labels)


def close() -> None:
    """Leave nothing but the loopback, and let all that is sent pass over it."""
    for command in (
        "ip link set lo up",
        "ip route add local 0.0.0.0/0 dev lo",
        "ip -6 route add local ::/0 dev lo",
    ):
        subprocess.run(command.split(), check=True)
    names = Path(tempfile.mkdtemp()) / "resolv.conf"
    names.write_text(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", str(names), "/etc/resolv.conf"], check=True)


def run(*args: object) -> None:
    """Run a command of ours; an error ends all."""
    command = [sys.executable, "-m", "geo_app.cli", *map(str, args)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as found:
        yield Path(found)


def commands() -> None:
    """Check, write every format, a site and a poster, begin a plan."""
    with folder() as out:
        run("check", ROOT)
        for suffix in FORMATS:
            run("export", out / f"plan.{suffix}", "--task", "1")
        run("site", out / "public")
        run("picture", out / "poster.pdf", "--paper", "A4", "--task", "1")
        run("new", out / "city")


def page() -> dict[str, int]:
    """Serve the page, look at it and at the document; say how many places each shows."""
    count = len(load_plan(ROOT).places)
    with folder() as out, sync_playwright() as playwright:
        run("export", out / "map.html")
        browser = launch(playwright)
        with serving() as address:
            sheet = browser.new_page()
            expect_shown(opened(sheet, address), count)
        sheet.goto((out / "map.html").as_uri())
        sheet.locator(f"body[data-shown='{count}']").wait_for(state="attached")
        browser.close()
    return {"places": count}


def control() -> None:
    """Do what must not be done: send something elsewhere, and ask for a name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.sendto(b"?", (ELSEWHERE, 9))
    with contextlib.suppress(OSError):
        socket.getaddrinfo("example.org", 80)


if __name__ == "__main__":
    close()
    witness = Witness()
    commands()
    answer: dict[str, object] = {"commands": witness.strangers()}
    answer |= page()
    answer["page"] = witness.strangers()
    control()
    answer["control"] = witness.strangers()
    Path(sys.argv[1]).write_text(json.dumps(answer), "utf-8")
