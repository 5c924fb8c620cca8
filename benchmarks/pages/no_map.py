"""Our page without its map: everything else as it is."""

from geo_app.app import component, page

component.mount_frame = lambda **_: None
page.draw()
