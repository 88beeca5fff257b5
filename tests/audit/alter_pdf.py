"""Makes other PDFs of one, as somebody would who wants it to say something else. Reads JSON from standard input: a list of
{ "from", "to", and what is done }:

* "words": { "old": "new" }       the letters on the pages, with the codes that the fonts have for them
* "files": { name: { "old": "new" } }   an attached file
* "without": name                  an attached file is taken out
* "swap": ["one", "other"]         two texts change places
* "draw": "operators"              something more is drawn on the first page
* "zip": path                      what the attached proof is replaced by
"""

import json
import sys

import pikepdf


def codes(font):
    """Letters by code, of a font."""
    letters = {}
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        parts = line.strip().split()
        if len(parts) == 2 and all(part.startswith("<") and part.endswith(">") for part in parts):
            code, text = (bytes.fromhex(part[1:-1]) for part in parts)
            letters[code] = text.decode("utf-16-be")
    return letters


class Page:
    """The operations of a page, and which of them show what."""

    def __init__(self, pdf, page):
        self.pdf, self.page = pdf, page
        self.operations = [(list(operands), str(operator)) for operands, operator in pikepdf.parse_content_stream(page)]
        self.fonts = {name: codes(font) for name, font in page.Resources.Font.items()}
        self.shown = {}
        font = None
        for at, (operands, operator) in enumerate(self.operations):
            if operator == "Tf":
                font = self.fonts[str(operands[0])]
            if operator in ("TJ", "Tj"):
                parts = operands[0] if operator == "TJ" else [operands[0]]
                whole = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                text = "".join(font.get(whole[i : i + 2], "") for i in range(0, len(whole), 2))
                self.shown[at] = (text, font)

    def replace(self, old, new):
        done = 0
        for at, (text, font) in self.shown.items():
            if old in text:
                back = {letter: code for code, letter in font.items()}
                whole = b"".join(back[letter] for letter in text.replace(old, new))
                self.operations[at] = ([pikepdf.String(whole)], "Tj")
                done += 1
        return done

    def place(self, wanted):
        """Where the operation is that says where a text stands."""
        for at, (text, _) in self.shown.items():
            if text == wanted:
                return max(before for before in range(at) if self.operations[before][1] == "cm")
        return None

    def write(self, more=b""):
        operations = [(operands, pikepdf.Operator(operator)) for operands, operator in self.operations]
        self.page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(operations) + more)


def alter(job):
    with pikepdf.open(job["from"]) as pdf:
        pages = [Page(pdf, page) for page in pdf.pages]
        for old, new in job.get("words", {}).items():
            if sum(page.replace(old, new) for page in pages) == 0:
                raise ValueError(f"{old} is on no page")
        if "swap" in job:
            page = next(page for page in pages if all(page.place(text) is not None for text in job["swap"]))
            one, other = (page.place(text) for text in job["swap"])
            page.operations[one], page.operations[other] = page.operations[other], page.operations[one]
        for number, page in enumerate(pages):
            page.write(job.get("draw", "").encode() if number == 0 else b"")
        files = {str(file.UF): file.EF.F for file in pdf.Root.AF}
        for name, changes in job.get("files", {}).items():
            text = files[name].read_bytes().decode()
            for old, new in changes.items():
                if old not in text:
                    raise ValueError(f"{old} is not in {name}")
                text = text.replace(old, new)
            files[name].write(text.encode())
        if "zip" in job:
            with open(job["zip"], "rb") as proof:
                files["bewijs.zip"].write(proof.read())
        if "without" in job:
            del pdf.attachments[job["without"]]
        pdf.save(job["to"])


for one in json.load(sys.stdin):
    alter(one)
