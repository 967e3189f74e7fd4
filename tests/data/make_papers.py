#!/usr/bin/env python3
"""Makes the papers of the demo office and of the tests again from `source/`.

Run inside a virtual environment with `requirements.txt` installed and Debian's `fonts-croscore`
present. Writes papers/, texts/, bad/ and manifest.jsonl beside itself; the same sources give the
same bytes. README.md says what each file is.
"""

import json
import pathlib
import random
import shutil
import tempfile

import pikepdf

from maker import bad_files, markup, office_files, scans, tcvn3
from maker.typeset import Press

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "anphu2026"
SUFFIXES = {"truncated": "dut-doan", "nfd": "nfd", "photo": "anh"}
ENDINGS = {"photo": "jpg", "docx": "docx", "html": "html", "eml": "eml", "xlsx": "xlsx", "zip": "zip"}


def main():
    papers = markup.load(HERE / "source")
    markup.check(papers)
    check_places(papers)
    for folder in ("papers", "texts", "bad"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    manifest = []
    with tempfile.TemporaryDirectory() as work:
        press = Press(HERE / "source" / "paper.typ", pathlib.Path(work))
        for paper in papers:
            paged, flowing = press.text(paper)
            for kept in paper["kept"]:
                path = place(paper, kept)
                write(HERE / path, made(press, paper, kept, flowing))
                manifest.append(row(path, paper, kept))
                keep_text(path.stem, kept["form"], paged, flowing)
        for name, data in bad_files.every(press.pdf(papers[0])):
            write(HERE / "bad" / name, data)
    lines = [json.dumps(line, ensure_ascii=False) for line in sorted(manifest, key=lambda line: line["path"])]
    write(HERE / "manifest.jsonl", ("\n".join(lines) + "\n").encode())


def check_places(papers):
    """Every paper is kept by an agency and a unit of office.json."""
    office = json.loads((HERE / "office.json").read_text("utf-8"))
    units = {agency["slug"]: {unit["name"] for unit in agency["units"]} for agency in office["organisations"]}
    for paper in papers:
        for kept in paper["kept"]:
            if kept.get("unit", next(iter(units[kept["organisation"]]))) not in units[kept["organisation"]]:
                raise SystemExit(f"{paper['stem']}: no unit {kept['unit']}.")


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def keep_text(stem, form, paged, flowing):
    """Reference text beside the born-digital papers; that of pictures in a folder of its own."""
    if form in ("pdf", "nfd", "tcvn3", "encrypted"):
        write(HERE / "texts" / f"{stem}.txt", paged.encode())
    elif form in ("docx", "html"):
        write(HERE / "texts" / f"{stem}.txt", flowing.encode())
    elif form.startswith("scan-") or form == "photo":
        write(HERE / "texts" / "scans" / f"{stem}.txt", paged.encode())


def place(paper, kept):
    part = kept.get("part", "scan" if kept["form"].startswith("scan-") else SUFFIXES.get(kept["form"]))
    name = f"{paper['stem']}{f'-{part}' if part else ''}.{ENDINGS.get(kept['form'], 'pdf')}"
    return pathlib.Path("papers", kept["organisation"], kept["direction"], name)


def row(path, paper, kept):
    """One line of the manifest."""
    subject, urgency = paper["subject"], paper.get("urgency", "normal")
    if "part" in kept and kept["form"] == "xlsx":
        subject = f"Biểu kèm theo {paper['code']}: {subject}"
    if kept["direction"] == "incoming":
        register = "Sổ giấy mời đến 2026" if paper["kind"] == "giay_moi" else "Sổ văn bản đến 2026"
    else:
        register = {"quyet_dinh": "Sổ quyết định 2026", "giay_moi": "Sổ giấy mời 2026"}.get(
            paper["kind"], "Sổ văn bản đi 2026")
    return {"path": path.as_posix(), "organisation": kept["organisation"], "direction": kept["direction"],
            "kind": paper["kind"], "code": paper["code"], "issuer": paper["agency"]["name"],
            "subject": subject[0].upper() + subject[1:], "signer": paper["signer"],
            "issued_on": paper["date"].isoformat(), "register": register, "urgency": urgency,
            "unit": kept.get("unit"), "audience": kept["audience"]}


def made(press, paper, kept, flowing):
    """The bytes of a paper in the form in which this agency keeps it."""
    form = kept["form"]
    if form.startswith("scan-"):
        return scanned(press, paper, kept)
    makers = {
        "pdf": lambda: press.pdf(paper),
        "nfd": lambda: press.pdf(paper, decomposed=True),
        "truncated": lambda: truncated(press.pdf(paper)),
        "encrypted": lambda: encrypted(press.pdf(paper)),
        "photo": lambda: scans.photograph(press.pictures(paper, 130)[0], paper["stem"]),
        "tcvn3": lambda: tcvn3.letter(paper),
        "docx": lambda: office_files.docx_file(paper),
        "html": lambda: office_files.page(paper, flowing),
        "eml": lambda: office_files.mail(paper, press.pdf(paper)),
        "xlsx": lambda: storm_annex(paper),
        "zip": lambda: budget_package(press, paper),
    }
    return makers[form]()


def scanned(press, paper, kept):
    chance, dots = random.Random(paper["stem"]), scans.DOTS[kept["form"]]
    names = {"an-phu": "ỦY BAN NHÂN DÂN XÃ AN PHÚ", "so-nnmt": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"}
    pages = []
    for number, picture in enumerate(press.pictures(paper, dots)):
        stamp = scans.arrival_stamp(names[kept["organisation"]], kept, dots) if number == 0 else None
        pages.append(scans.page_seen(picture, chance, dots, stamp))
    return scans.image_pdf(pages, kept["form"], paper)


def truncated(data):
    """What a broken transfer leaves: no cross-reference table, the last objects missing."""
    return data[: len(data) * 3 // 5]


def encrypted(data):
    """RC4-128, the only protection whose bytes are the same in every run."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "open.pdf")
        source.write_bytes(data)
        with pikepdf.open(source) as pdf:
            return scans.saved(pdf, static_id=True, encryption=pikepdf.Encryption(
                owner=PASSWORD, user=PASSWORD, R=3, aes=False, metadata=False))


def storm_annex(paper):
    villages = ("Bến Trại", "Cồn Giữa", "Soi Đông", "Vạn Chài", "Đồng Mới", "Chợ Gốc")
    shares = ((96, 48.5, 310, 11.2, 95, 4.8), (118, 39.7, 262, 9.4, 88, 5.1), (87, 34.2, 188, 8.6, 81, 3.9),
              (71, 21.3, 104, 5.0, 49, 4.3), (0, 24.1, 121, 4.1, 42, 0), (0, 13.4, 61, 2.5, 32, 0))
    header = ["TT", "Thôn", "Nhà ngập trên 1 m", "Lúa mất trắng (ha)", "Số hộ trồng lúa",
              "Rau màu (ha)", "Số hộ trồng màu", "Nuôi cá (ha)"]
    rows = [[index + 1, village, *share] for index, (village, share) in enumerate(zip(villages, shares, strict=True))]
    return office_files.workbook(f"Biểu chi tiết thiệt hại theo thôn (kèm theo Tờ trình số {paper['code']})",
                                 header, rows, paper["date"], "CDEFGH")


def budget_package(press, paper):
    header = ["TT", "Nội dung chi", "Dự toán 2026", "Ước thực hiện 2026", "Dự toán 2027"]
    names = ("Chi đầu tư phát triển", "Sự nghiệp giáo dục", "Quản lý hành chính", "Dự phòng ngân sách")
    rows = [[index + 1, name, None, None, None] for index, name in enumerate(names)]
    form = office_files.workbook("Biểu số 01: Tổng hợp dự toán chi ngân sách năm 2027", header, rows, paper["date"])
    return office_files.zipped([(f"{markup.slug(paper['code'])}.pdf", press.pdf(paper)),
                                ("bieu-mau/bieu-so-01.xlsx", form)])


if __name__ == "__main__":
    main()
