"""Signatures and round seals as SVG outlines: they leave no text in the text layer.

Every stroke comes from the name it stands for, so a person signs alike on every paper.
"""

import math
import random

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

RED = "#d8121f"


class Engraver:
    """Draws letters along a circle with the outlines of a font."""

    def __init__(self, font_path):
        self.font = TTFont(font_path)
        self.glyphs = self.font.getGlyphSet()
        self.cmap = self.font.getBestCmap()
        self.per_em = self.font["head"].unitsPerEm

    def width(self, letter, size):
        return self.glyphs[self.cmap[ord(letter)]].width * size / self.per_em

    def along(self, text, radius, size, top):
        """SVG path of `text` centred at the top of a circle, or at its foot read upright."""
        gap = size * 0.09
        total = sum(self.width(letter, size) + gap for letter in text)
        angle = -total / radius / 2
        out = []
        for letter in text:
            step = (self.width(letter, size) + gap) / radius
            pen = SVGPathPen(self.glyphs, ntos=lambda value: f"{value:.1f}".rstrip("0").rstrip("."))
            place = self._place(angle + step / 2, radius, size, letter, top)
            self.glyphs[self.cmap[ord(letter)]].draw(TransformPen(pen, place))
            out.append(pen.getCommands())
            angle += step
        return "".join(out)

    def _place(self, angle, radius, size, letter, top):
        """The transform that sets a letter on the circle; y grows downwards in SVG."""
        reach = radius if top else -(radius + size * 0.7)
        turn = angle if top else -angle
        cos, sin = math.cos(turn), math.sin(turn)
        x, y = math.sin(turn) * reach, -math.cos(turn) * reach
        scale, half = size / self.per_em, self.width(letter, size) / 2
        return (scale * cos, scale * sin, scale * sin, -scale * cos, x - half * cos, y - half * sin)


def star(radius):
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * corner / 5
        points.append(f"{math.sin(angle) * reach:.1f},{-math.cos(angle) * reach:.1f}")
    return f'<polygon points="{" ".join(points)}"/>'


def seal(engraver, ring, foot):
    """A red round seal of 36 mm with the agency round a star."""
    size = 10.5 if len(ring) <= 30 else 9.4
    paths = engraver.along(ring, 69, size, True)
    paths += engraver.along(foot or "* * *", 69, 8.5, False)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200" width="200" height="200">'
            f'<g fill="none" stroke="{RED}"><circle r="97" stroke-width="4"/><circle r="90" stroke-width="1.5"/>'
            f'<circle r="58" stroke-width="1.5"/></g><g fill="{RED}">{star(34)}<path d="{paths}"/></g></svg>')


def signature(name):
    """A blue scrawl that is the same for the same name."""
    chance = random.Random(f"signature of {name}")
    x, y = 12.0, 46.0
    path = [f"M{x:.0f} {y:.0f}"]
    for stroke in range(chance.randint(6, 9)):
        reach = chance.uniform(16, 26)
        rise = chance.uniform(18, 46) * (1 if stroke % 2 else -1)
        path.append(f"C{x + reach * .1:.0f} {y + rise:.0f} {x + reach * 1.3:.0f} {y + rise * .9:.0f} "
                    f"{x + reach:.0f} {y + chance.uniform(-6, 6):.0f}")
        x += reach * 0.8
    path.append(f"M{x + 14:.0f} {y + 4:.0f}C{x - 70:.0f} {y + 26:.0f} 30 {y + 10:.0f} 8 {y + 30:.0f}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 100" width="210" height="100">'
            f'<path d="{"".join(path)}" fill="none" stroke="#1a3c9c" stroke-width="2.6" stroke-linecap="round"/></svg>')
