"""Files that must be refused or survived, tiny."""

import io
import random
import zipfile

import pikepdf
from PIL import Image

from maker.scans import saved


def every(good_pdf):
    """(name, bytes) of each bad file."""
    return [
        ("zero-bytes.pdf", b""),
        ("truncated.pdf", good_pdf[: len(good_pdf) // 3]),
        ("png-named.pdf", picture()),
        ("random-bytes.docx", random.Random("random bytes").randbytes(4096)),
        ("javascript-and-launch.pdf", active_pdf()),
        ("traversal-names.zip", traversal()),
        ("page-tree-loop.pdf", loop()),
        ("broken-utf8.txt", "Kính gửi: Ủy ban nhân dân xã An Phú".encode()[:-2] + b"\xff\xfe\x80 \xc3("),
    ]


def picture():
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (205, 30, 45)).save(out, "PNG")
    return out.getvalue()


def active_pdf():
    """Opens with JavaScript and carries a launch action; both must stay asleep."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 14 Tf 72 760 Td (Trang co ma lenh) Tj ET")
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('mo tap');"),
                                             Next=launch)
    return saved(pdf)


def traversal():
    """Names that climb out of the folder, stand at the root, or belong to another system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../etc/passwd", "/tmp/tuyet-doi.txt", "..\\..\\windows\\he-thong.txt", "con/aux.txt", "thu.txt"):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), f"member {name}\n")
    return out.getvalue()


def loop():
    """A page tree that is its own child."""
    return (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Count 9999/Parent 2 0 R/Kids[2 0 R 2 0 R]>>endobj\n"
            b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n")
