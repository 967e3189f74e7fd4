"""The same papers in the other shapes in which they reach an office: DOCX, XLSX, HTML, EML, ZIP."""

import datetime
import html
import io
import re
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from openpyxl.styles import Alignment, Border, Font, Side

from maker import markup

EPOCH = (2026, 1, 1, 0, 0, 0)


def zipped(members):
    """A ZIP whose bytes depend on its members only."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def rezipped(data, without=()):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped([(name, archive.read(name)) for name in archive.namelist() if name not in without])


def docx_file(paper):
    """The paper as a Word file: two-column head as a table without borders."""
    sheet, document = markup.sheet(paper), docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    head = document.add_table(3, 2)
    above = [(sheet["superior"], {})] if sheet["superior"] else []
    cell_lines(head.cell(0, 0), [*above, *((line, {"bold": True}) for line in sheet["issuer_lines"])])
    cell_lines(head.cell(0, 1), [(sheet["nation"], {"bold": True}), (sheet["motto"], {"bold": True})])
    cell_lines(head.cell(1, 0), [(sheet["number_line"], {})])
    cell_lines(head.cell(2, 0), [(sheet["about"], {})] if sheet["about"] else [])
    cell_lines(head.cell(1, 1), [(sheet["date_line"], {"italic": True})])
    for line in [sheet["kind_name"], *sheet["subject_lines"]] if sheet["kind_name"] else []:
        styled(document.add_paragraph(), line, ALIGN.CENTER, bold=True)
    to = sheet["to"]
    for line in ["Kính gửi: " + to[0]] if len(to) == 1 else ["Kính gửi:", *to] if to else []:
        styled(document.add_paragraph(), line, ALIGN.CENTER)
    for block in sheet["blocks"]:
        docx_block(document, block)
    about_it = document.core_properties
    about_it.title, about_it.author = sheet["title"], sheet["issuer"]
    about_it.created = about_it.modified = datetime.datetime.combine(paper["date"], datetime.time(9))
    out = io.BytesIO()
    document.save(out)
    return rezipped(out.getvalue())


def docx_block(document, block):
    if block["type"] == "closing":
        table = document.add_table(1, 2)
        copies = [(line, {"size": 11}) for line in block["copies"]]
        cell_lines(table.cell(0, 0), [("Nơi nhận:", {"bold": True, "italic": True, "size": 12}), *copies], ALIGN.LEFT)
        powers = [(line, {"bold": True}) for line in block["powers"]]
        cell_lines(table.cell(0, 1), [*powers, ("", {}), ("", {}), (block["signer"], {"bold": True})])
    elif block["type"] == "table":
        table = document.add_table(0, len(block["rows"][0]), style="Table Grid")
        for row in block["rows"]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell_lines(cell, [(text, {"size": 12, "bold": row is block["rows"][0]})], ALIGN.LEFT)
    else:
        centred = block["type"] in ("centre", "annex", "note")
        paragraph = document.add_paragraph()
        text = " ".join(filter(None, (block.get("lead"), block["text"])))
        styled(paragraph, text, ALIGN.CENTER if centred else ALIGN.JUSTIFY,
               bold=block["type"] in ("centre", "heading", "annex"), italic=block["type"] in ("basis", "note"))
        if not centred:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)


def cell_lines(cell, lines, alignment=ALIGN.CENTER):
    for index, (text, style) in enumerate(lines):
        styled(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), text, alignment, **{"size": 13, **style})


def styled(paragraph, text, alignment, bold=False, italic=False, size=14):
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment, paragraph.paragraph_format.space_after = alignment, Pt(3)


def workbook(title, header, rows, day, total=None):
    """A sheet with a title, a header and numbers that add up by formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    thin = Border(*[Side("thin")] * 4)
    sheet.append([title])
    sheet["A1"].font = Font("Times New Roman", 14, bold=True)
    sheet.append([])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    if total:
        last = len(rows) + 3
        sheet.append(["", "Cộng", *(f"=SUM({column}4:{column}{last})" for column in total)])
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.border, cell.font = thin, Font("Times New Roman", 12, bold=cell.row == 3)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column, width in zip("ABCDEFGH", (6, 28, 16, 16, 16, 16, 18, 18), strict=True):
        sheet.column_dimensions[column].width = width
    moment = datetime.datetime.combine(day, datetime.time(9))
    book.properties.created = moment
    out = io.BytesIO()
    book.save(out)
    data = rezipped(out.getvalue())
    return restamped(data, moment)


def restamped(data, moment):
    """openpyxl writes the time of saving over what it was given; put the paper's day back."""
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    pattern = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
    out = [(name, pattern.sub(rb"\g<1>" + stamp, member) if name == "docProps/core.xml" else member)
           for name, member in members]
    return zipped(out)


def page(paper, text):
    """The paper as a web page of the issuer, a line of its text a paragraph."""
    title = html.escape(f"{paper['code']} {paper['subject']}")
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    return (f'<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
            f"<body>\n{body}\n</body>\n</html>\n").encode()


def mail(paper, attachment):
    """A covering mail with the paper attached."""
    message = EmailMessage(policy=SMTP)
    moment = datetime.datetime.combine(paper["date"], datetime.time(15, 20), datetime.timezone(datetime.timedelta(hours=7)))
    message["From"] = '"Văn thư xã Vĩnh Thạch" <vanthu@vinhthach.lacgiang.example>'
    message["To"] = '"Văn thư xã An Phú" <vanthu@anphu.lacgiang.example>'
    message["Subject"] = f"Công văn số {paper['code']} v/v {paper['subject']}"
    message["Date"] = moment
    message["Message-ID"] = f"<{paper['stem']}@vinhthach.lacgiang.example>"
    message.set_content(
        "Kính gửi: Văn thư Ủy ban nhân dân xã An Phú\n\n"
        f"Xã Vĩnh Thạch gửi kèm Công văn số {paper['code']} về việc {paper['subject']}.\n"
        "Đề nghị xã An Phú trả lời trước ngày 13 tháng 10 năm 2026.\n\nTrân trọng./.\n", cte="base64")
    message.add_attachment(attachment, "application", "pdf", filename="203-UBND-KT nạo vét kênh T5.pdf")
    message.set_boundary(f"=_{paper['stem']}")
    return message.as_bytes()
