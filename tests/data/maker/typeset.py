"""Papers into PDF bytes, page pictures and the places of their words, through typst."""

import datetime
import json
import unicodedata

import typst

from maker import emblems, fonts, markup


class Press:
    """Holds the trimmed fonts and the engraved emblems in a working folder."""

    def __init__(self, template, work):
        self.work = work
        font_folder = fonts.trimmed(work / "fonts")
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder])
        self.engraver = emblems.Engraver(font_folder / "Tinos-Bold.ttf")
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, template.read_text("utf-8"))
            (work / f"paper-{form}.typ").write_text(text, "utf-8")

    def _sheet(self, paper, decomposed=False, signed=True):
        sheet = markup.sheet(paper)
        if signed:
            ring, foot = paper["agency"]["ring"], paper["agency"].get("foot", "")
            sheet["seal"] = self._svg(f"seal-{paper['from']}", emblems.seal(self.engraver, ring, foot))
            name = markup.slug(paper["signer"])
            sheet["signature"] = self._svg(f"sign-{name}", emblems.signature(paper["signer"]))
        text = json.dumps(sheet, ensure_ascii=False)
        return sheet, unicodedata.normalize("NFD", text) if decomposed else text

    def _svg(self, name, drawing):
        (self.work / f"{name}.svg").write_text(drawing, "utf-8")
        return f"{name}.svg"

    def _compiler(self, text):
        """Letters come decomposed to the template that is decomposed itself."""
        form = "NFC" if unicodedata.is_normalized("NFC", text) else "NFD"
        return typst.Compiler(input=self.work / f"paper-{form}.typ", root=self.work, font_paths=self.fonts,
                              ignore_system_fonts=True, sys_inputs={"paper": text})

    def pdf(self, paper, **how):
        """The PDF, made at noon of the day it is dated."""
        _, text = self._sheet(paper, **how)
        noon = datetime.datetime.combine(paper["date"], datetime.time(12), datetime.timezone.utc)
        return self._compiler(text).compile(format="pdf", timestamp=noon, pdf_tags=False)

    def pictures(self, paper, dots_per_inch, **how):
        """One PNG a page."""
        _, text = self._sheet(paper, **how)
        pages = self._compiler(text).compile(format="png", ppi=dots_per_inch)
        return pages if isinstance(pages, list) else [pages]

    def text(self, paper):
        """The reference text page by page, and the same without pages."""
        sheet, text = self._sheet(paper)
        pages = self._compiler(text).query("<pages>", field="value", one=True)
        return markup.reference(sheet, json.loads(pages)), markup.reference(sheet, [])
