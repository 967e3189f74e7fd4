"""Papers as an office scanner and a telephone see them: tilted, speckled, stamped, without text.

Chance is seeded by the name of the paper. Pages become PDF images of five kinds that occur in
offices: bilevel fax (CCITT G4), layers of one ink each, a palette, JPEG, and JPEG beneath a text
layer that holds the signature block only.
"""

import io
import random
import zlib

import pikepdf
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from maker import fonts

PAPER, BLUE_BLACK, STAMP_RED = (252, 251, 247), (24, 40, 120), (205, 30, 45)
STAMP_AT = (133, 45)  # millimetres from the left and the top: the blank under the date
INKS = ((252, 252, 250), (196, 194, 190), (118, 116, 114), (30, 28, 30), (214, 30, 44), (238, 160, 160), (40, 62, 152),
        (160, 172, 214))
DOTS = {"scan-bilevel": 200, "scan-layers": 200, "scan-palette": 150, "scan-jpeg": 150, "scan-signed": 150}


def arrival_stamp(agency_name, kept, dots):
    """Dấu «ĐẾN»: 35 x 50 mm, with number and day written by hand."""
    unit = dots / 25.4
    width, height = int(50 * unit), int(35 * unit)
    stamp = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    ink = (*STAMP_RED, 255)

    def write(text, y_mm, size_mm, style="Bold", fill=ink, x=None):
        font = ImageFont.truetype(str(fonts.source(style)), int(size_mm * unit))
        left = (width - draw.textlength(text, font=font)) / 2 if x is None else x * unit
        draw.text((left, y_mm * unit), text, font=font, fill=fill)

    draw.rectangle((2, 2, width - 3, height - 3), outline=ink, width=max(2, int(0.5 * unit)))
    write(agency_name, 1.4, 3.0 if len(agency_name) < 26 else 2.5)
    write("ĐẾN", 5.2, 6.0)
    pen = (*BLUE_BLACK, 255)
    for y, label, value, x in ((13.5, "Số: ...........................", str(kept["arrival_number"]), 14),
                               (18.5, "Ngày: .......................", f"{kept['arrived']:%d/%m/%Y}", 14)):
        write(label, y, 3.6, "Regular", ink, 3)
        write(value, y - 1.1, 4.4, "Italic", pen, x)
    write("Chuyển: ............................", 23.5, 3.6, "Regular", ink, 3)
    write("Số và ký hiệu HS: ............", 28.5, 3.6, "Regular", ink, 3)
    return stamp


def page_seen(picture, chance, dots, stamp=None):
    """A page as it leaves the glass: stamp pressed on, tilted, uneven, speckled."""
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    if stamp is not None:
        stamp = stamp.rotate(chance.uniform(-4, 4), expand=True, resample=Image.BICUBIC)
        page.paste(stamp, (int(STAMP_AT[0] * dots / 25.4), int(STAMP_AT[1] * dots / 25.4)), stamp)
    tilt = chance.choice((-1, 1)) * chance.uniform(0.5, 1.6)
    page = page.rotate(tilt, resample=Image.BICUBIC, fillcolor=(255, 255, 255))
    page = ImageChops.offset(page, chance.randint(-6, 6), chance.randint(-6, 6))
    page = page.filter(ImageFilter.GaussianBlur(0.5))
    draw = ImageDraw.Draw(page)
    for _ in range(90):
        x, y, r = chance.randrange(page.width), chance.randrange(page.height), chance.choice((0, 0, 1, 1, 2))
        draw.ellipse((x, y, x + r, y + r), fill=(chance.randint(40, 150),) * 3)
    hole = int(4 * dots / 25.4)
    for share in (0.37, 0.63):
        y = int(page.height * share)
        draw.ellipse((hole, y, hole * 2, y + hole), fill=(70, 70, 70))
    return page


def image_pdf(pages, kind, paper):
    """The pages as a PDF that holds pictures only."""
    dots = DOTS[kind]
    pdf = pikepdf.new()
    for number, page in enumerate(pages):
        width, height = page.width * 72 / dots, page.height * 72 / dots
        resources, content = pikepdf.Dictionary(XObject=pikepdf.Dictionary()), []
        for name, image, paint in layers(pdf, page, kind):
            resources.XObject[f"/{name}"] = image
            content.append(f"q {paint} {width:.2f} 0 0 {height:.2f} 0 0 cm /{name} Do Q")
        if kind == "scan-signed" and number == 0:
            content.append(signature_block(pdf, resources, paper))
        pdf.pages.append(pikepdf.Page(pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, round(width, 2), round(height, 2)], Resources=resources,
            Contents=pdf.make_stream("\n".join(content).encode("ascii")))))
    return saved(pdf)


def saved(pdf, **how):
    out = io.BytesIO()
    steady = {} if "encryption" in how else {"deterministic_id": True}
    pdf.save(out, min_version="1.5", **steady, **how)
    return out.getvalue()


def layers(pdf, page, kind):
    """(name, image, paint) in the order in which they are laid down."""
    if kind == "scan-bilevel":
        yield "Fax", fax(pdf, page.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")), "0 g"
    elif kind == "scan-layers":
        for name, image, colour in inks(page):
            yield name, fax(pdf, image), colour
    elif kind == "scan-palette":
        box = Image.new("P", (1, 1))
        box.putpalette([part for ink in INKS for part in ink])
        yield "Palette", palette(pdf, page.quantize(palette=box, dither=Image.NONE)), ""
    else:
        yield "Jpeg", jpeg(pdf, page), ""


def inks(page):
    """Black, red and blue apart, as scanners with mixed raster content write them."""
    red, green, blue = page.split()
    ink = page.convert("L").point(lambda value: 255 if value < 165 else 0)
    reddish = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda value: 255 if value > 45 else 0)
    bluish = ImageChops.subtract(blue, red).point(lambda value: 255 if value > 30 else 0)
    coloured = ImageChops.lighter(reddish, bluish)
    black = ImageChops.subtract(ink, coloured)
    for name, mask, colour in (("Black", black, "0.08 g"), ("Red", reddish, "0.82 0.10 0.16 rg"),
                               ("Blue", bluish, "0.12 0.22 0.60 rg")):
        yield name, ImageChops.invert(mask).convert("1"), colour


def fax(pdf, bilevel):
    """A stencil in CCITT group 4; black dots take the paint."""
    out = io.BytesIO()
    bilevel.save(out, "TIFF", compression="group4", strip_size=1 << 26)
    tiff = Image.open(out)
    start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return stream(pdf, out.getvalue()[start:start + length], bilevel.size, ImageMask=True, BitsPerComponent=1,
                  Filter=pikepdf.Name.CCITTFaxDecode,
                  DecodeParms=pikepdf.Dictionary(K=-1, Columns=bilevel.width, Rows=bilevel.height, BlackIs1=True))


def palette(pdf, flat):
    """Four bits a dot, deflated."""
    raw, width = flat.tobytes(), flat.width
    rows = bytearray()
    for y in range(flat.height):
        row = raw[y * width:(y + 1) * width] + b"\0" * (width % 2)
        rows += bytes(high << 4 | low for high, low in zip(row[::2], row[1::2], strict=True))
    table = bytes(part for ink in INKS for part in ink)
    return stream(pdf, zlib.compress(bytes(rows), 9), flat.size, BitsPerComponent=4, Filter=pikepdf.Name.FlateDecode,
                  ColorSpace=[pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(INKS) - 1, pikepdf.String(table)])


def jpeg(pdf, page, quality=9):
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, optimize=True, subsampling=2)
    return stream(pdf, out.getvalue(), page.size, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
                  Filter=pikepdf.Name.DCTDecode)


def stream(pdf, data, size, **entries):
    image = pikepdf.Stream(pdf, data)
    for key, value in {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image,
                       "Width": size[0], "Height": size[1], **entries}.items():
        image[f"/{key}"] = value
    return image


def signature_block(pdf, resources, paper):
    """The only text of such a scan: who signed it when; useless for finding the paper."""
    resources.Font = pikepdf.Dictionary(F1=pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    day = paper["date"]
    lines = ("Signature valid", "Ky boi: So Y te", "Co quan: UBND tinh Lac Giang", f"Ngay ky: {day:%d/%m/%Y} 16:12:45 +07:00")
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return f"BT /F1 6 Tf 7 TL 0.1 0.3 0.1 rg 470 820 Td {shown} ET"


def photograph(picture, seed):
    """A page on a desk, taken aslant with a telephone under a lamp."""
    chance = random.Random(seed)
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    page = ImageChops.multiply(page, Image.new("RGB", page.size, PAPER))
    width, height = 1080, 1440
    desk = Image.new("RGB", (width, height), (112, 84, 60))
    grain = ImageDraw.Draw(desk)
    for y in range(0, height, 7):
        grain.line((0, y, width, y + chance.randint(-9, 9)), fill=(chance.randint(96, 118), 76, 54), width=2)
    corners = [(96, 70), (1010, 116), (1046, 1372), (40, 1330)]
    seen = page.transform((width, height), Image.PERSPECTIVE, perspective(corners, page.size), Image.BICUBIC)
    mask = Image.new("L", page.size, 255).transform((width, height), Image.PERSPECTIVE,
                                                    perspective(corners, page.size), Image.BICUBIC)
    desk.paste(seen, (0, 0), mask)
    wide = Image.linear_gradient("L").resize((width * 2, height * 2)).rotate(20, resample=Image.BICUBIC)
    light = wide.crop((width // 2, height // 2, width // 2 + width, height // 2 + height))
    light = light.point(lambda value: 120 + value * 130 // 255)
    desk = ImageChops.multiply(desk, Image.merge("RGB", (light, light, light.point(lambda value: value * 95 // 100))))
    desk = ImageEnhance.Brightness(desk.filter(ImageFilter.GaussianBlur(0.6))).enhance(1.12)
    out = io.BytesIO()
    desk.save(out, "JPEG", quality=42, optimize=True)
    return out.getvalue()


def perspective(corners, size):
    """The eight numbers that carry the picture's corners back to the page's."""
    targets = [(0, 0), (size[0], 0), size, (0, size[1])]
    rows = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for pivot in range(8):
        best = max(range(pivot, 8), key=lambda row: abs(rows[row][pivot]))
        rows[pivot], rows[best] = rows[best], rows[pivot]
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for row in range(8):
            if row != pivot:
                rows[row] = [a - rows[row][pivot] * b for a, b in zip(rows[row], rows[pivot], strict=True)]
    return [row[8] for row in rows]
