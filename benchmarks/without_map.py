"""`geo-app serve` with a page that lacks the map; everything else is the same."""

from __future__ import annotations

from pathlib import Path

from geo_app.app import server
from geo_app.cli import main

if __name__ == "__main__":
    server.PAGE = Path(__file__).with_name("pages") / "no_map.py"
    main()
