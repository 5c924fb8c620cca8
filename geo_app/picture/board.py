"""Ground that is taken on a map, so that no two things are written over each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo_app.picture.frame import Frame

Box = tuple[float, float, float, float]  # left, top, right, bottom


def box_at(x: float, y: float, width: float, height: float) -> Box:
    """Return the box round a middle."""
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def overlap(a: Box, b: Box) -> bool:
    """Say whether two boxes share ground; touching is none.

    Examples
    --------
    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 1, 1), (1, 0, 2, 1))
    (True, False)
    """
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@dataclass
class Board:
    """What of a frame is taken, by what. `taken` is all of it, in the order of placing."""

    frame: Frame
    taken: list[tuple[str, Box]] = field(default_factory=list)

    def is_inside(self, box: Box, margin: float = 3) -> bool:
        """Say whether a box lies in the frame."""
        f = self.frame
        return (
            box[0] >= f.x + margin
            and box[1] >= f.y + margin
            and box[2] <= f.x + f.w - margin
            and box[3] <= f.y + f.h - margin
        )

    def is_free(self, box: Box) -> bool:
        """Say whether a box lies in the frame and nothing stands there."""
        return self.is_inside(box) and not any(overlap(box, other) for _, other in self.taken)

    def take(self, what: str, box: Box) -> None:
        """Take a box for something."""
        self.taken.append((what, box))
