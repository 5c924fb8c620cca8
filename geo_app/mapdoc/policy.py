"""What a document of ours may do: the Content-Security-Policy in its head.

It names each script and sheet by its hash, so that a text that became markup by a mistake could
still not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

# Where the optional tiles come from; the document asks none of them until its reader chooses.
TILE_HOSTS = (
    "https://tile.openstreetmap.org",
    "https://*.is.autonavi.com",
    "https://*.tianditu.gov.cn",
)
Hashes = dict[str, list[str]]  # of each tag: "script", "style"
_START = re.compile(r"<(script|style)\b([^>]*)>")


def policy_for(html: str, *, tiles: bool = False) -> str:
    """Return the policy that lets a document run what it holds, and nothing else.

    Parameters
    ----------
    html
        The whole document, as it will be sent: a hash holds for exactly these characters.
    tiles
        May it show images of the tile servers?
    """
    return rules_for(hashes_in(html), tiles=tiles)


def hashes_in(html: str) -> Hashes:
    """Return the hashes of the scripts and of the sheets that a text holds, in their order."""
    hashes: Hashes = {"script": [], "style": []}
    for tag, attributes, text in _elements(html):
        if "application/" not in attributes:  # data, which nothing runs
            hashes[tag].append(hash_of(text))
    return hashes


def rules_for(hashes: Hashes, *, tiles: bool) -> str:
    """Return the policy for scripts and sheets with these hashes; see `policy_for`."""
    images = ["data:", "blob:", *TILE_HOSTS] if tiles else ["data:", "blob:"]
    rules = {
        "default-src": ["'none'"],
        "script-src": hashes["script"] or ["'none'"],
        "style-src": hashes["style"] or ["'none'"],
        # Colours and places of single elements; no rule for others can stand in an attribute.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": images,
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in rules.items())


def with_policy(html: str, *, tiles: bool = False) -> str:
    """Return a document with its policy behind its first `<meta charset>`; see `policy_for`."""
    return with_rules(html, policy_for(html, tiles=tiles))


def with_rules(html: str, rules: str) -> str:
    """Return a document with a policy behind its first `<meta charset>`."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    before, charset, after = html.partition('<meta charset="utf-8">')
    return f"{before}{charset}\n{meta}{after}"


def _elements(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield tag, attributes and text of each script and sheet.

    Their ends are searched for as plain text: most of a document stands between them.
    """
    at = 0
    while found := _START.search(html, at):
        tag, attributes = found.groups()
        end = html.find(f"</{tag}>", found.end())
        if end < 0:
            return
        yield tag, attributes, html[found.end() : end]
        at = end


def hash_of(text: str) -> str:
    """Return how a policy names a script or a sheet with this text."""
    # As the parser reads it: CR LF is one line end.
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
