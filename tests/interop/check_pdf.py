"""Reads every PDF of a folder with libraries that are not ours, and compares it with the figures in JSON beside it.

It is read by pikepdf (qpdf): how it is built, as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask and a program can see, and what its tables say,
by the structure of the document. That is no full validator of the two standards; veraPDF is, and is in no package source that the tests use.

Prints { "documents", "amounts", "faults" } as JSON.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import pikepdf

HEADINGS = re.compile(r"/H([1-6])$")
AMOUNT = {
    "nl-NL": re.compile(r"€[\s\u00a0]*(-?)([\d.]*\d)(?:,(\d\d))?"),
    "en-GB": re.compile(r"(-?)€([\d,]*\d)(?:\.(\d\d))?"),
}


def elements(pdf):
    """Every element of the structure with its kids, in the order of reading."""

    def visit(node):
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return
        kids = node.get("/K")
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
        yield node, [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        for kid in kids:
            yield from visit(kid)

    root = pdf.Root.StructTreeRoot.K
    for node in root if isinstance(root, pikepdf.Array) else [root]:
        yield from visit(node)


def attributes(node):
    found = node.get("/A")
    merged = {}
    for one in found if isinstance(found, pikepdf.Array) else [] if found is None else [found]:
        merged.update({str(key): value for key, value in one.items()})
    return merged


def structure(pdf, figures):
    """What is wrong with how it is built."""
    root = pdf.Root
    yield from (
        word
        for word, fine in {
            "Lang": str(root.get("/Lang")) in AMOUNT,
            "Marked": root.MarkInfo.get("/Marked") is True,
            "Suspects": root.MarkInfo.get("/Suspects") in (None, False),
            "DisplayDocTitle": root.ViewerPreferences.get("/DisplayDocTitle") is True,
            "OutputIntents": len(root.get("/OutputIntents", [])) == 1,
            "Outlines": "/Outlines" in root,
            "no encryption": not pdf.is_encrypted,
            "no action": not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()),
        }.items()
        if not fine
    )
    meta = pdf.open_metadata()
    wanted = {
        "{http://www.aiim.org/pdfa/ns/id/}part": "3",
        "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
        "{http://www.aiim.org/pdfua/ns/id/}part": "1",
    }
    yield from (f"{key} is {meta.get(key)}" for key, value in wanted.items() if meta.get(key) != value)
    if not meta.get("{http://purl.org/dc/elements/1.1/}title"):
        yield "no title"
    if pdf.docinfo.get("/CreationDate") is None or "D:" not in str(pdf.docinfo.get("/CreationDate")):
        yield "no date"
    yield from fonts(pdf)
    yield from attachments(pdf, figures)
    yield from tags(pdf)


def fonts(pdf):
    """PDF/A: every font is in the file; PDF/UA: every letter has a meaning."""
    for number, page in enumerate(pdf.pages):
        if page.obj.get("/Tabs") not in (None, "/S"):
            yield f"page {number}: tabs are not in the order of the structure"
        for name, font in page.Resources.get("/Font", {}).items():
            descriptor = font.DescendantFonts[0].FontDescriptor
            if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield f"{name} is not in the file"
            if "/ToUnicode" not in font:
                yield f"{name} has no ToUnicode"


def attachments(pdf, figures):
    """The words, the figures and the proof are attached and say what they are; the figures are those of the ledger, to the byte."""
    files = {str(file.UF): file for file in pdf.Root.get("/AF", [])}
    kinds = {
        "afdruk.json": ("/Source", "/application/json"),
        "paragraaf.json": ("/Data", "/application/json"),
        "bewijs.zip": ("/Supplement", "/application/zip"),
    }
    if files.keys() != kinds.keys() or set(pdf.attachments) != kinds.keys():
        yield f"the attachments are {sorted(files)}"
        return
    for name, (relationship, kind) in kinds.items():
        file = files[name]
        if (str(file.AFRelationship), str(file.EF.F.get("/Subtype"))) != (relationship, kind):
            yield f"{name}: {file.AFRelationship} {file.EF.F.get('/Subtype')}"
        if not str(file.get("/Desc", "")):
            yield f"{name}: no description"
    if files["paragraaf.json"].EF.F.read_bytes() != figures:
        yield "paragraaf.json is not what the ledger gives"


def tags(pdf):
    """Headings begin at the first level and leave none out; every table has a heading, and every row and column a header with its scope."""
    level, before = 0, ""
    for node, kids in elements(pdf):
        kind = str(node.S)
        heading = HEADINGS.match(kind)
        if heading:
            now = int(heading[1])
            if now > level + 1 or (level == 0) != (now == 1):
                yield f"heading {now} after {level}"
            level = now
        if kind == "/Table":
            if level != 3 or before not in ("/H3", "/P"):
                yield f"a table below {before}, not below its own heading"
        if kind == "/TR":
            cells = [str(kid.S) for kid in kids]
            scopes = [str(attributes(kid).get("/Scope")) for kid in kids if str(kid.S) == "/TH"]
            rest = cells[1:]
            head = all(cell == "/TH" for cell in cells) and set(scopes) == {"/Column"}
            body = cells[:1] == ["/TH"] and scopes == ["/Row"] and all(cell == "/TD" for cell in rest)
            if not (head or body):
                yield f"a row of {cells} {scopes}"
            if body and not all(len(attributes(kid).get("/Headers", [])) == 2 for kid in kids[1:]):
                yield "a cell without its two headers"
        before = kind
    if level == 0:
        yield "no headings"


def letters(font):
    """Letters of a font by code, from its ToUnicode map."""
    found = {}
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        parts = line.split()
        if len(parts) == 2 and all(part.startswith("<") and part.endswith(">") for part in parts):
            code, text = (bytes.fromhex(part[1:-1]) for part in parts)
            found[code] = text.decode("utf-16-be")
    return found


def marked(page):
    """The text of each marked content of a page, by its number."""
    fonts = {name: letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts, open_marks, font = defaultdict(str), [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        operator = str(operator)
        if operator == "BDC":
            open_marks.append(operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None)
        elif operator == "BMC":
            open_marks.append(None)
        elif operator == "EMC":
            open_marks.pop()
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            parts = [operands[0]] if operator == "Tj" else operands[0]
            whole = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            mark = next((mark for mark in reversed(open_marks) if mark is not None), None)
            texts[mark] += "".join(font.get(whole[at : at + 2], "\ufffd") for at in range(0, len(whole), 2)) + "\n"
    return texts


def tables(pdf):
    """The tables by the structure: for each a list of rows, each a list of texts of cells."""
    texts = {page.obj.objgen: marked(page) for page in pdf.pages}

    def read(node, page):
        kids = node.get("/K")
        page = node.get("/Pg", page)
        out = ""
        for kid in kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                out += texts[page.objgen][int(kid)]
            elif "/S" in kid:
                out += read(kid, page)
            else:
                out += texts[kid.get("/Pg", page).objgen][int(kid.MCID)]
        return out

    found = []
    for node, kids in elements(pdf):
        kind = str(node.S)
        if kind == "/Table":
            found.append([])
        elif kind == "/TR":
            found[-1].append([read(kid, node.get("/Pg")) for kid in kids])
    return found


def cents(text, lang):
    for sign, whole, rest in AMOUNT[lang].findall(text):
        yield int(f"{sign}{re.sub('[.,]', '', whole)}{rest or '00'}")


def sums(shown, figures, lang):
    """Sums by table and column of what is printed, and of the figures; of amounts and sums, as in the other forms."""
    printed, wanted = defaultdict(int), defaultdict(int)
    amounts = 0
    listed = [(section["id"], table) for section in figures["sections"] for table in section["tables"]]
    if len(shown) != len(listed):
        raise ValueError(f"{len(shown)} tables, not {len(listed)}")
    for (section, table), rows in zip(listed, shown):
        kept = [
            at
            for at, column in enumerate(table["columns"])
            if column.isdigit() or any(row["cells"][at]["kind"] != "none" for row in table["rows"])
        ]
        if len(rows) != len(table["rows"]) + 1 or any(len(row) != len(kept) + 2 for row in rows):
            raise ValueError(f"{section}/{table['id']}: another number of rows or columns")
        for cells, row in zip(rows[1:], table["rows"]):
            for place, at in enumerate(kept):
                cell = row["cells"][at]
                values = cell["items"] if cell["kind"] == "list" else [cell]
                known = [int(one["cents"]) for one in values if one["kind"] in ("amount", "sum") and "cents" in one]
                if not known:
                    continue
                key = (section, table["id"], cell["column"])
                wanted[key] += sum(known)
                if all(one["kind"] in ("amount", "sum") for one in values):
                    printed[key] += sum(cents(cells[place + 1], lang))
                else:
                    # Beside amounts stand words that may hold others.
                    printed[key] += sum(one for one in cents(cells[place + 1], lang) if one in known)
                amounts += len(known)
    return [f"{key}: {printed[key]} ≠ {value}" for key, value in wanted.items() if printed[key] != value], amounts


def check(file):
    figures = file.with_suffix(".json").read_bytes()
    with pikepdf.open(file) as pdf:
        faults = list(structure(pdf, figures))
        lang = str(pdf.Root.get("/Lang"))
        shown = tables(pdf)
    differing, amounts = sums(shown, json.loads(figures), lang)
    return amounts, [f"{file.name}: {fault}" for fault in faults + differing]


def main():
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    found = [check(file) for file in files]
    faults = [fault for _, some in found for fault in some]
    print(json.dumps({"documents": len(files), "amounts": sum(amounts for amounts, _ in found), "faults": faults}))


main()
