"""Tinos (SIL OFL 1.1, Debian package fonts-croscore), made small for these papers.

Liberation Serif has no Vietnamese letters; Tinos has the same metrics and all of them. Hinting and
unused letters go before typesetting, which halves every PDF.
"""

import os
import pathlib
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FOLDERS = (os.environ.get("PAPERS_FONTS", ""), "/usr/share/fonts/truetype/croscore")


def source(style):
    """The file of a style, or a sentence that says what is missing."""
    for folder in filter(None, FOLDERS):
        path = pathlib.Path(folder) / f"Tinos-{style}.ttf"
        if path.exists():
            return path
    raise SystemExit("Tinos is missing: apt-get install fonts-croscore, or set PAPERS_FONTS to its folder.")


def letters():
    """ASCII, the signs of office papers, and every Vietnamese letter composed and decomposed."""
    wanted = {chr(code) for code in range(0x20, 0x7F)} | set("đĐ–—…“”‘’«»•²³°×§đ\u00a0")
    marks = "\u0300\u0301\u0303\u0309\u0323"
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        wanted.add(base)
        wanted.update(unicodedata.normalize("NFC", base + mark) for mark in marks)
    return wanted | set(marks + "\u0302\u0306\u031b")


def trimmed(folder):
    """Writes the four styles without hinting into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    options = subset.Options(hinting=False, layout_features=["ccmp", "mark", "mkmk"], drop_tables=["kern", "DSIG"],
                             name_IDs=[1, 2, 4, 6], notdef_outline=True, recalc_timestamp=False)
    for style in STYLES:
        font = TTFont(source(style), recalcTimestamp=False)
        maker = subset.Subsetter(options)
        maker.populate(unicodes=[ord(letter) for letter in letters()])
        maker.subset(font)
        font.save(folder / f"Tinos-{style}.ttf")
    return folder
