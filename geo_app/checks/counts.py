"""Whether a group has as many members as the report counts: 4条过江通道 are four."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from geo_app.checks.quantities import count_in
from geo_app.errors import Fault
from geo_app.layers import Layers
from geo_app.rulebook import At, fault
from geo_app.rules.relations import texts


def of_counts(layers: Layers, faulty: Container[str]) -> Iterator[Fault]:
    """Yield the groups whose words count or list another number of places than they hold.

    Members are counted, or, where they are groups themselves, what those are made of: 十个重大城市
    片区 are three groups of three, four and three. A `deviation` says why not.
    """
    members = {place.id: texts(place.properties.get("members")) for place in layers.places}
    for place in layers.places:
        held = members.get(place.id)
        if not held or place.id in faulty or place.properties.get("deviation"):
            continue
        found = {len(held), len(_leaves(place.id, members))}
        for words in _words(place.properties):
            stated = count_in(words)
            if stated and stated not in found:
                at = At(place.file, place.line, place.id)
                yield fault("group-count", at, words=words, stated=stated, found=len(held))
                break


def _words(properties: Mapping[str, Any]) -> list[str]:
    mentions = properties.get("mentions")
    entries = mentions if isinstance(mentions, list) else []
    words = [entry.get("words") for entry in entries if isinstance(entry, dict)]
    return texts([*words, properties.get("name")])


def _leaves(group: str, members: Mapping[str, list[str]]) -> set[str]:
    seen, ways, leaves = {group}, [group], set()
    while ways:
        each = ways.pop()
        below = members.get(each) or []
        if not below:
            leaves.add(each)
        ways += [other for other in below if other not in seen]
        seen.update(below)
    return leaves
