"""Drafts as they are approved, before they have number and date: PDFs with a place for them, and some without.

    .venv/bin/python tests/data/make_drafts.py

Set with the fonts of the program, so nothing has to be installed beside requirements.txt.
"""

from pathlib import Path

import pikepdf
import typst

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "crates" / "printing" / "fonts"

PAGE = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(font: "Liberation Serif", size: 14pt, lang: "vi", hyphenate: false)
#align(center, grid(columns: (42%, 58%), row-gutter: 4mm,
  text(size: 12pt, weight: "bold")[ỦY BAN NHÂN DÂN XÃ A],
  text(size: 12pt, weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc],
  text(size: 13pt, "NUMBER"), text(size: 13pt, style: "italic", "DATE"),
  text(size: 12pt)[V/v rà soát trạm y tế],
))

#align(center)[Kính gửi: Sở B.]

Thực hiện kế hoạch năm 2026, Ủy ban nhân dân xã báo cáo kết quả rà soát trạm y tế trên địa bàn và đề nghị
Sở xem xét, bố trí kinh phí sửa chữa trong quý tới./.
"""

DRAFTS = {
    "blank": ("Số:        /UBND-KT", "An Phú, ngày      tháng      năm 2026"),
    "dots": ("Số:………/UBND-KT", "An Phú, ngày ….. tháng ….. năm 2026"),
    "no-place": ("Số:/UBND-KT", "An Phú, ngày      tháng      năm 2026"),
    "other-symbol": ("Số:        /UBND-VX", "An Phú, ngày      tháng      năm 2026"),
    "numbered": ("Số: 01/UBND-KT", "An Phú, ngày 23 tháng 11 năm 2026"),
}


def draft(number: str, date: str) -> bytes:
    source = PAGE.replace("NUMBER", number).replace("DATE", date)
    return typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, timestamp=0)


def signed(path: Path) -> None:
    """The form of a signature without one: enough to know that there is one."""
    with pikepdf.open(path) as pdf:
        signature = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=[0, 0, 0, 0], Contents=pikepdf.String("0" * 64)))
        field = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("Lãnh đạo"),
            V=signature, Rect=[0, 0, 0, 0], F=132))
        pdf.pages[0].Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        pdf.save(path.with_name("signed.pdf"), deterministic_id=True)


def main() -> None:
    folder = HERE / "drafts"
    folder.mkdir(exist_ok=True)
    for name, (number, date) in DRAFTS.items():
        (folder / f"{name}.pdf").write_bytes(draft(number, date))
    signed(folder / "blank.pdf")


if __name__ == "__main__":
    main()
