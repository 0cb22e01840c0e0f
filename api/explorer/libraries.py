"""Names what the explorer has from npm: the outlines of the world's states, and what projects them onto a map."""

from pathlib import Path

from api.npm_files import NpmFile

LIBRARIES_FOLDER = Path(__file__).parent / "_libraries"

LIBRARIES = (
    NpmFile(
        "d3-array@3.2.4/dist/d3-array.min.js",
        "sha384",
        "VpKMdU+TlpggHFip46tJ/xkFUs8NFBwLqUMo3+3uiu411lU6eUQYsHVU+JFpA5ja",
    ),
    NpmFile(
        "d3-geo@3.1.1/dist/d3-geo.min.js",
        "sha384",
        "VNiKRUXp0MmglFfqDwkfuk+Y78C3WTJShdKSaFwOacLR3UmamxHIJLBTD3BadIXD",
    ),
    NpmFile(
        "topojson-client@3.1.0/dist/topojson-client.min.js",
        "sha384",
        "Ukv1p/xTma6P4/2bY5KzWBw+ydSpXmhCMtyciIQVDJ1RmOxtCYNMF1uXT9T63H67",
    ),
    NpmFile(
        "world-atlas@2.0.2/countries-50m.json",
        "sha384",
        "Aw4s9pX1PTPntIYkZ/qV9IYiF5Gv8eTl6Dd/TT56zfO1Wwd+owFwYUuuXNUMrWkc",
    ),
)
"""In the order in which a page loads them: each finds what it needs of the ones before."""
