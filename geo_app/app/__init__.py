"""The Streamlit page: the same plan and the same map document, with a sidebar and tables.

`serve` starts it. Nothing here is imported by the rest of the package, and importing this package
does not import Streamlit.
"""

from geo_app.app.start import serve

__all__ = ["serve"]
