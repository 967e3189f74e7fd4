"""A PDF as old offices still send them: TCVN3 (.VnTime) codes in simple fonts.

The glyph of a Vietnamese letter sits at a Latin-1 code, so the page looks right and the extracted
text is «Céng hßa x· héi chñ nghÜa ViÖt Nam». Capitals with tone marks exist only in the second
font, .VnTimeH, whose small letters are drawn as capitals.
"""

import io

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import cmap_format_4

from maker import fonts, markup
from maker.scans import saved

CODES = dict(zip(
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    bytes.fromhex("a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6"
                  "d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"), strict=True))
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 595.28, 841.89, 85, 43, 57, 60


def encoded(text):
    """TCVN3 bytes of composed text; what the code lacks is an error."""
    return bytes(CODES[letter] if letter in CODES else letter.encode("ascii")[0] for letter in text)


class OldFont:
    """A Tinos style under the codes of TCVN3, small letters drawn as capitals if `upper`."""

    def __init__(self, pdf, style, name, upper=False):
        font = TTFont(fonts.source(style), recalcTimestamp=False)
        best = font.getBestCmap()
        self.upper = upper
        shown = {code: chr(code) for code in range(0x20, 0x7F)} | {code: letter for letter, code in CODES.items()}
        table = cmap_format_4(4)
        table.platformID, table.platEncID, table.language = 3, 1, 0
        table.cmap = {code: best[ord(letter.upper() if upper else letter)] for code, letter in shown.items()}
        font["cmap"].tables = [table]
        trim = subset.Subsetter(subset.Options(hinting=False, layout_features=[], name_IDs=[], glyph_names=False,
                                               drop_tables=["GSUB", "GPOS", "GDEF", "DSIG", "kern"],
                                               recalc_timestamp=False))
        trim.populate(unicodes=list(table.cmap))
        trim.subset(font)
        widths = font["hmtx"]
        self.widths = {code: widths[glyph][0] * 1000 / font["head"].unitsPerEm
                       for code, glyph in font.getBestCmap().items()}
        out = io.BytesIO()
        font.save(out)
        self.object = self._object(pdf, name, out.getvalue())

    def _object(self, pdf, name, data):
        file = pdf.make_stream(data)
        file.Length1 = len(data)
        return pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name(f"/{name}"),
            FirstChar=32, LastChar=254, Widths=[round(self.widths.get(code, 0)) for code in range(32, 255)],
            Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                                        Differences=[173, pikepdf.Name("/softhyphen")]),
            FontDescriptor=pdf.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(f"/{name}"), Flags=32,
                FontBBox=[-200, -250, 1100, 950], ItalicAngle=0, Ascent=891, Descent=-216, CapHeight=662, StemV=80,
                FontFile2=file))))

    def bytes_of(self, text):
        return encoded(text.lower() if self.upper else text)

    def length(self, text, size):
        return sum(self.widths[code] for code in self.bytes_of(text)) * size / 1000


class Page:
    """Sets lines from the top and keeps the content stream."""

    def __init__(self, faces):
        self.faces, self.y, self.out = faces, HEIGHT - TOP, []

    def put(self, text, face, size, x, spread=0.0):
        shown = self.faces[face].bytes_of(text)
        escaped = b"".join(b"\\" + bytes([code]) if code in b"()\\" else bytes([code]) for code in shown)
        self.out.append(f"BT /{face} {size} Tf {spread:.3f} Tw {x:.2f} {self.y:.2f} Td (".encode() + escaped + b") Tj ET")

    def centred(self, text, face, size, middle):
        self.put(text, face, size, middle - self.faces[face].length(text, size) / 2)

    def rule(self, middle, half, y):
        self.out.append(f"0.6 w {middle - half:.1f} {y:.1f} m {middle + half:.1f} {y:.1f} l S".encode())

    def paragraph(self, text, size=13.5):
        room, line, indent = WIDTH - LEFT - RIGHT, [], 36
        face = self.faces["R"]
        for word in text.split(" "):
            if line and face.length(" ".join([*line, word]), size) > room - indent:
                gap = (room - indent - face.length(" ".join(line), size)) / max(1, len(line) - 1)
                self.put(" ".join(line), "R", size, LEFT + indent, gap)
                self.y, line, indent = self.y - size * 1.35, [], 0
            line.append(word)
        self.put(" ".join(line), "R", size, LEFT + indent)
        self.y -= size * 1.35 + 5


def letter(paper):
    """The paper as a one-page PDF in TCVN3."""
    pdf = pikepdf.new()
    faces = {"R": OldFont(pdf, "Regular", ".VnTime"), "B": OldFont(pdf, "Bold", ".VnTimeB"),
             "I": OldFont(pdf, "Italic", ".VnTimeI"), "H": OldFont(pdf, "Regular", ".VnTimeH", True),
             "K": OldFont(pdf, "Bold", ".VnTimeHB", True)}
    page, sheet = Page(faces), markup.sheet(paper)
    opening(page, sheet)
    for block in sheet["blocks"]:
        if block["type"] == "closing":
            closing(page, block)
        else:
            page.paragraph(block["text"])
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({f"/{name}": face.object for name, face in faces.items()}))
    pdf.pages.append(pikepdf.Page(pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, WIDTH, HEIGHT], Resources=resources,
        Contents=pdf.make_stream(b"\n".join(page.out)))))
    return saved(pdf)


def opening(page, sheet):
    left, right, top = LEFT + 95, LEFT + 325, page.y
    page.centred(sheet["superior"], "H", 12, left)
    for line in sheet["issuer_lines"]:
        page.y -= 15
        page.centred(line, "K", 12, left)
    page.rule(left, 40, page.y - 5)
    page.y = top
    page.centred(sheet["nation"], "K", 12, right)
    page.y -= 16
    page.centred(sheet["motto"], "B", 13, right)
    page.rule(right, 75, page.y - 5)
    page.y = top - 56
    page.centred(sheet["number_line"], "R", 13, left)
    page.centred(sheet["date_line"], "I", 13, right)
    words, line = sheet["about"].split(" "), []
    page.y -= 18
    for word in [*words, None]:
        if word is None or page.faces["R"].length(" ".join([*line, word]), 12) > 175:
            page.centred(" ".join(line), "R", 12, left)
            page.y, line = page.y - 14, []
        line.append(word)
    page.y -= 16
    page.centred(f"Kính gửi: {sheet['to'][0]}", "R", 13.5, WIDTH / 2 + 20)
    page.y -= 28


def closing(page, block):
    page.y -= 8
    top, right = page.y, LEFT + 340
    page.put("Nơi nhận:", "B", 12, LEFT)
    for copy in block["copies"]:
        page.y -= 13
        page.put(copy, "R", 11, LEFT)
    page.y = top
    for line in block["powers"]:
        page.centred(line, "K", 13, right)
        page.y -= 16
    page.y -= 62
    page.centred(block["signer"], "B", 13, right)
