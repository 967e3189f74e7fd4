"""The sources: TOML papers into the blocks that the template sets and the reference text repeats.

A body is lines, each a paragraph, told apart by how it begins:
`@ ` căn cứ · `= ` centred bold · `# ` bold heading · `Điều n.` article · `| a | b |` table row ·
`! ` annex on a new page · `~ ` centred italic note · anything else an indented paragraph.
"""

import datetime
import re
import tomllib

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
KIND_NAMES = {
    "quyet_dinh": "QUYẾT ĐỊNH", "ke_hoach": "KẾ HOẠCH", "bao_cao": "BÁO CÁO", "to_trinh": "TỜ TRÌNH",
    "giay_moi": "GIẤY MỜI", "thong_bao": "THÔNG BÁO", "cong_dien": "CÔNG ĐIỆN", "cong_van": None,
}
STAMPS = {"urgent": ("KHẨN", 20), "very_urgent": ("THƯỢNG KHẨN", 40), "flash": ("HỎA TỐC", 30)}


def load(folder):
    """Every paper of the threads, by date, with its agency put in."""
    agencies = tomllib.loads((folder / "agencies.toml").read_text("utf-8"))
    papers = []
    for thread in sorted((folder / "threads").glob("*.toml")):
        for paper in tomllib.loads(thread.read_text("utf-8"))["paper"]:
            paper["agency"] = agencies[paper["from"]]
            paper["stem"] = f"{paper['date']}-{slug(paper['code'])}"
            papers.append(paper)
    return sorted(papers, key=lambda paper: (paper["date"], paper["stem"]))


def slug(code):
    plain = code.lower().replace("đ", "d").replace("/", "-")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def date_line(place, day):
    """Days below 10 and months 1 and 2 carry a zero (NĐ 30/2020 Phụ lục I)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def listed(items):
    """Recipients: one alone stands bare, several get dashes, semicolons and a full stop."""
    if len(items) == 1:
        return [items[0] + "."] if not items[0].endswith(".") else items
    return [f"- {item}{'.' if item is items[-1] else ';'}" for item in items]


def table(rows):
    """Widths follow the longest cell, numbers go to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(4, min(30, max(len(cell) for cell in column[1:]) + 2,
                         ), max(len(word) for word in column[0].split()) + 2) for column in columns]
    number = re.compile(r"^[\d.,%+-]*$")
    align = ["c" if index == 0 else "r" if all(number.match(cell) for cell in column[1:]) else "l"
             for index, column in enumerate(columns)]
    return {"type": "table", "rows": rows, "widths": widths, "align": align}


def blocks(paper):
    """The body, then the closing block, then annexes."""
    before, after = [], []
    target = before
    for line in filter(None, (line.strip() for line in paper["body"].splitlines())):
        if line.startswith("!"):
            target = after
        block = one(line)
        if block["type"] == "row":
            if target and target[-1]["type"] == "rows":
                target[-1]["rows"].append(block["cells"])
                continue
            block = {"type": "rows", "rows": [block["cells"]]}
        target.append(block)
    closing = {"type": "closing", "powers": paper["powers"], "signer": paper["signer"],
               "copies": [f"- {copy}{'.' if copy is paper['copies'][-1] else ';'}" for copy in paper["copies"]]}
    ordered = [table(block["rows"]) if block["type"] == "rows" else block for block in [*before, closing, *after]]
    return [{**block, "id": index} for index, block in enumerate(ordered)]


def one(line):
    kinds = {"@ ": "basis", "= ": "centre", "# ": "heading", "! ": "annex", "~ ": "note"}
    if line.startswith("|"):
        return {"type": "row", "cells": [cell.strip() for cell in line.strip("|").split("|")]}
    if line[:2] in kinds:
        return {"type": kinds[line[:2]], "text": line[2:]}
    article = re.match(r"(Điều \d+\.) (.+)", line)
    if article:
        return {"type": "article", "lead": article[1], "text": article[2]}
    return {"type": "paragraph", "text": line}


def sheet(paper):
    """What the template is given."""
    agency, day = paper["agency"], paper["date"]
    kind_name = KIND_NAMES[paper["kind"]]
    stamp, stamp_width = STAMPS.get(paper.get("urgency"), (None, 0))
    return {
        "title": f"{paper['code']} {paper['subject']}", "issuer": agency["name"],
        "date": [day.year, day.month, day.day], "size": paper.get("size", 14),
        "superior": agency.get("above"), "issuer_lines": agency["head"], "nation": NATION, "motto": MOTTO,
        "number_line": f"Số: {paper['code']}", "date_line": date_line(agency["place"], day),
        "about": None if kind_name else f"V/v {paper['subject']}", "kind_name": kind_name,
        "subject_lines": [paper.get("title", paper["subject"])] if kind_name else [],
        "stamp": stamp, "stamp_width": stamp_width, "to": listed(paper["to"]) if paper.get("to") else [],
        "room": paper.get("room", 0), "blocks": blocks(paper), "signature": None, "seal": None,
    }


def reference(sheet_of_paper, pages):
    """The text page by page as a person reads it: left head, right head, number, subject, date, body.

    `pages` is (block, word, page) from the template, empty for formats that flow without pages.
    Nơi nhận comes before the signature.
    """
    place = {}
    for block, word, page in pages:
        place.setdefault((block, word), page)
    out, annexes = {1: opening(sheet_of_paper)}, [1]
    for block in sheet_of_paper["blocks"]:
        if block["type"] == "annex" and pages:
            annexes.append(place[block["id"], 0])
        for words, first, step in runs(block):
            line, page = [], None
            for index, word in enumerate(words):
                here = place.get((block["id"], first + index * step), page or 1)
                if page is not None and here != page:
                    out.setdefault(page, []).append(" ".join(filter(None, line)))
                    line = []
                page = here
                line.append(word)
            out.setdefault(page, []).append(" ".join(filter(None, line)))
    return "\f".join("\n".join(page_number(page, annexes) + out[page]) + "\n" for page in sorted(out))


def page_number(page, annexes):
    """The number shown at the top: none on a first page; an annex counts anew."""
    shown = page - max(start for start in annexes if start <= page) + 1
    return [str(shown)] if shown > 1 else []


def runs(block):
    """Lines of a block as (words, place of the first word, step between places)."""
    if block["type"] == "closing":
        lines = ["Nơi nhận:", *block["copies"], *block["powers"], block["signer"]]
        return [([line], 0, 0) for line in lines]
    if block["type"] == "table":
        width = len(block["rows"][0])
        return [(row, number * width, 1) for number, row in enumerate(block["rows"])]
    lead = f"{block['lead']} " if "lead" in block else ""
    return [((lead + block["text"]).split(" "), 0, 1)]


def opening(sheet_of_paper):
    lines = [sheet_of_paper["superior"]] if sheet_of_paper["superior"] else []
    lines += [*sheet_of_paper["issuer_lines"], sheet_of_paper["nation"], sheet_of_paper["motto"],
              sheet_of_paper["number_line"], sheet_of_paper["date_line"]]
    lines += [sheet_of_paper["about"]] if sheet_of_paper["about"] else []
    lines += [sheet_of_paper["stamp"]] if sheet_of_paper["stamp"] else []
    if sheet_of_paper["kind_name"]:
        lines += [sheet_of_paper["kind_name"], *sheet_of_paper["subject_lines"]]
    to = sheet_of_paper["to"]
    return lines + ([f"Kính gửi: {to[0]}"] if len(to) == 1 else ["Kính gửi:", *to] if to else [])


def check(papers):
    """Refuses weekends, and numbers of one register that run against the days."""
    last = {}
    for paper in papers:
        day = paper["date"]
        if day.weekday() > 4 and paper.get("urgency") != "flash":
            raise SystemExit(f"{paper['stem']} is dated on a weekend.")
        number = int(re.match(r"\d+", paper["code"])[0])
        series = (paper["from"], paper["kind"] if paper["kind"] in ("quyet_dinh", "giay_moi", "cong_dien") else "")
        if number <= last.get(series, (0, ""))[0]:
            raise SystemExit(f"{paper['stem']}: number not above {last[series]}.")
        last[series] = (number, paper["stem"])
    assert all(isinstance(paper["date"], datetime.date) for paper in papers)
