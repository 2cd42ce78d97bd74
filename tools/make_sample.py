"""Make the sample class that ships with the program: 34 files, some of them no good, and a list.

Run it as `uv run --group dev python tools/make_sample.py essays-1000.csv`; the same input gives the
same bytes. Needs the development dependencies python-docx and reportlab.
"""

import csv
import io
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

SEED = 2026
SAMPLE = Path(__file__).parents[1] / "src" / "huleedu" / "sample"
CLASS_NAME = "9B"
DAY = datetime(2026, 10, 14, 9, 0)  # noqa: DTZ001 - a date in a document has no zone
TASK = "A challenge, and what I learned from it"

# Of every 100 words, so many are misspelt at the lowest level; none from this level on.
WORST_SHARE, CLEAN_LEVEL = 0.06, 13

# Name, kind of file, stem of the file's name ("" is the pupil's name), what is special about it.
# Levels follow the list from 1 to 20 and then from 1 again in steps of two.
PUPILS = """
Anna Åberg            | txt  |            | utf-8
Björn Åkesson         | txt  |            | cp1252
Cecilia Öhman         | docx | Essay 1    |
Dragan Petrović       | txt  |            | utf-16
Elif Yılmaz           | docx | Engelska   |
Émile Lindqvist       | pdf  | Challenge  |
Fatima Nordström      | docx | Essay 2    | table
Göran Häggblom        | txt  |            | cp1252
Hanna Weiß            | pdf  | Hanna W    |
Ingrid Sjöström       | docx | Essay 3    | tracked
Jörg Großmann         | txt  |            | utf-16
Karin Malmén          | docx | Essay 4    |
Lucía Fernández       | pdf  | Lucia      | large
Märta Söderqvist      | docx | Essay 5    |
Noah Bäckström        | txt  |            | utf-8-sig
Oskar Ångström        | pdf  | Oskar      |
Pelle Jönsson         | txt  |            | utf-8
Anna Bergström        | docx | Essay 6    |
Rasmus Ek             | docx | Essay 7    |
Siri Löfgren          | pdf  | Siri       |
Tove Hägg             | docx | Essay 8    |
Ulla-Britt Näslund    | txt  |            | cp1252
Vidar Holmgren        | pdf  | Vidar      |
Wilma Åström          | docx | Essay 9    |
Åsa Lindén            | docx | Essay 10   |
Ylva Rönnberg         | txt  |            | utf-8
Måns Grönlund         | pdf  | Final      |
Élise Mörk            | docx | Essay 11   |
Ali Håkansson         | txt  |            | utf-8
Örjan Blomkvist       | pdf  | My text    |
Zoë Östlund           | txt  |            | utf-8
"""
# Handed in nothing but an empty file, a scan, Pelle's text, and nothing at all.
EMPTY, SCANNED, COPIER, ABSENT = "Lena Wikström", "Henrik Dahl", "Vincent Backlund", "Nils Rääf"

# Slips that pupils really make; each is no English word.
SLIPS = """
about=abuot accept=accsept actually=actualy afraid=affraid again=agian
although=althougth always=allways another=anouther answer=anwser argument=arguement asked=aksed
assignment=assigment basically=basicly beautiful=beatiful because=becuase before=befor
beginning=begining believe=beleive believed=beleived brother=brouther business=buisness
challenge=challange challenges=challanges changed=chanched classmates=clasmates coach=coatch
completely=completly confidence=confidance confused=confussed couldn’t=coudn’t decided=desided
definitely=definately different=diffrent difficult=dificult disappointed=dissapointed
easier=easyer embarrassed=embarassed embarrassing=embarassing especially=especialy
eventually=eventualy everybody=evrybody everyone=everyon everything=everthing
experience=experiance explained=explaned failed=faild family=familly feeling=feelling felt=fellt
finally=finaly first=frist forgot=forgott friend=freind friends=freinds frustrated=frustated
grades=graids group=gruop guilty=gulity happened=happend homework=homwork honest=honnest
hospital=hosptial ignored=ignorred important=importent interested=intrested knew=knewed
language=langauge learned=lerned learning=lerning little=littel lonely=lonley middle=midle
mistake=misstake mistakes=misstakes moment=momment moved=mooved myself=myselv
necessary=neccessary nervous=nervus nobody=noboddy noticed=notised parents=parants
patient=pacient people=poeple perfect=perfekt pressure=presure probably=probaly problem=problemm
project=projekt questions=questons quickly=quikly quiet=qiuet realize=relize realized=relized
really=realy remember=rember responsible=responsable school=shcool several=serveral should=shoud
silent=sielent something=somthing sometimes=somtimes speaking=speeking started=startet
stopped=stoped strange=stange struggled=strugled struggling=strugling stupid=stuppid
successful=sucessful support=suport surprised=suprised talked=talkt taught=tought
teacher=teecher teachers=teechers terrified=terified themselves=themselfs thought=thougt
through=throught tired=tierd together=togheter tomorrow=tommorow tried=tryed trying=triing
understand=undertsand understood=undestood until=untill usually=usualy wanted=wantet weird=wierd
which=wich without=whitout working=workking worried=worryed would=woud writing=writting
wrong=rong yourself=yourselve
"""


@dataclass
class Pupil:
    """A pupil of the sample, and how the text is handed in."""

    name: str
    kind: str
    stem: str
    special: str
    level: int = 0
    source: str = ""
    text: str = ""
    planted: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def file(self) -> str:
        return f"{self.stem or self.name}.{self.kind}"


def main(csv_path: Path) -> None:
    """Write the class, the class list, and what was made of what."""
    dice = Random(SEED)
    pupils = _pupils(csv_path, dice)
    shutil.rmtree(SAMPLE / "class", ignore_errors=True)
    essays = SAMPLE / "class" / "essays"
    essays.mkdir(parents=True)
    for pupil in pupils:
        (essays / pupil.file).write_bytes(_content(pupil))
    twin = next(p for p in pupils if p.name == "Pelle Jönsson")
    (essays / f"{COPIER}.txt").write_bytes(_content(twin))
    (essays / f"{EMPTY}.txt").write_bytes(b"")
    (essays / "IMG 2041.pdf").write_bytes(_scan(SCANNED, pupils[8].text, dice))
    _write_roster(pupils)
    _write_about(pupils)


def _pupils(csv_path: Path, dice: Random) -> list[Pupil]:
    with csv_path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    slips = dict(pair.split("=") for pair in SLIPS.split())
    pupils: list[Pupil] = []
    levels = [*range(1, 21), *range(1, 20, 2), 10]
    told = [line.split("|") for line in PUPILS.strip().splitlines()]
    for level, (name, kind, stem, special) in zip(levels, told, strict=True):
        pupil = Pupil(name.strip(), kind.strip(), stem.strip(), special.strip(), level)
        used = {p.source for p in pupils}
        row = dice.choice(
            [r for r in rows if int(r["quality_level"]) == level and r["ID"] not in used]
        )
        pupil.source = row["ID"]
        share = WORST_SHARE * max(0, CLEAN_LEVEL - level) / (CLEAN_LEVEL - 1)
        pupil.text = _misspelt(row["text"], share, slips, pupil.planted, dice)
        pupils.append(pupil)
    return pupils


def _misspelt(
    text: str, share: float, slips: dict[str, str], planted: list[tuple[str, str]], dice: Random
) -> str:
    words = list(re.finditer(r"[A-Za-z]+(?:’[a-z]+)?", text))
    ready = [word for word in words if word[0].lower() in slips]
    count = min(len(ready), round(share * len(words)))
    for word in sorted(dice.sample(ready, count), key=lambda w: w.start(), reverse=True):
        slip = slips[word[0].lower()]
        slip = slip.capitalize() if word[0][0].isupper() else slip
        planted.insert(0, (word[0], slip))
        text = text[: word.start()] + slip + text[word.end() :]
    return text


def _content(pupil: Pupil) -> bytes:
    if pupil.kind == "docx":
        return _docx(pupil)
    if pupil.kind == "pdf":
        return _pdf(pupil)
    told = f"{pupil.name}, {CLASS_NAME}\n\n" if pupil.special == "cp1252" else ""
    text = f"{told}{pupil.text}\n"
    return text.replace("\n", "\r\n").encode(pupil.special)


def _docx(pupil: Pupil) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = f"{pupil.name}\t{CLASS_NAME}\t14 October 2026"
    if pupil.special == "table":
        table = document.add_table(rows=2, cols=2)
        for row, told in zip(table.rows, (("Course", "English"), ("Task", TASK)), strict=True):
            for cell, text in zip(row.cells, told, strict=True):
                cell.text = text
    for at, paragraph in enumerate(pupil.text.split("\n\n")):
        if pupil.special == "tracked" and at == 0:
            _tracked(document, paragraph)
        else:
            document.add_paragraph(paragraph)
    told = document.core_properties
    told.author, told.created, told.modified = pupil.name, DAY, DAY
    out = io.BytesIO()
    document.save(out)
    return _same_time(out.getvalue())


def _tracked(document: DocxDocument, text: str) -> None:
    """The first sentence was rewritten with changes tracked: old words struck, new ones added."""
    first, space, rest = text.partition(" ")
    paragraph = document.add_paragraph()
    for kind, part, words in (
        ("w:del", "w:delText", "So basically, "),
        ("w:ins", "w:t", first + space),
    ):
        change = OxmlElement(kind)
        for name, value in (("id", "1"), ("author", "Ingrid"), ("date", "2026-10-14T09:00:00Z")):
            change.set(qn(f"w:{name}"), value)
        run, content = OxmlElement("w:r"), OxmlElement(part)
        content.set(qn("xml:space"), "preserve")
        content.text = words
        run.append(content)
        change.append(run)
        paragraph._p.append(change)  # noqa: SLF001 - python-docx has no tracked changes
    paragraph.add_run(rest)


def _same_time(content: bytes) -> bytes:
    """The same archive with one fixed time, so that the same text gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, DAY.timetuple()[:6])
            new.writestr(info, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _pdf(pupil: Pupil) -> bytes:
    size = 22 if pupil.special == "large" else 12  # one pupil needs large print: two pages
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=size, leading=size * 1.5, spaceAfter=size
    )
    head = ParagraphStyle("head", body, alignment=TA_RIGHT)
    out = io.BytesIO()
    margins = {f"{side}Margin": 2.5 * cm for side in ("left", "right", "top", "bottom")}
    page = SimpleDocTemplate(
        out, pagesize=A4, invariant=1, title=TASK, author=pupil.name, **margins
    )
    paragraphs = [Paragraph(text, body) for text in pupil.text.split("\n\n")]
    page.build([Paragraph(f"{pupil.name}, {CLASS_NAME}", head), *paragraphs])
    return out.getvalue()


def _scan(name: str, text: str, dice: Random) -> bytes:
    """A photographed sheet: a picture of writing, in which no program finds a letter."""
    sheet = Image.new("L", (1000, 1414), 236)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(27)
    draw.text((640, 80), name, fill=50, font=font)
    for at, line in enumerate(re.findall(r".{1,58}(?:\s|$)", text.replace("\n\n", " "))):
        place = (95 + dice.random() * 6, 170 + at * 52 + dice.random() * 5)
        draw.text(place, line, fill=dice.randint(40, 80), font=font)
    sheet = sheet.rotate(-1.6, fillcolor=205, resample=Image.Resampling.BICUBIC)
    picture = io.BytesIO()
    sheet.save(picture, "JPEG", quality=40)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


def _write_roster(pupils: list[Pupil]) -> None:
    names = sorted([*(pupil.name for pupil in pupils), EMPTY, SCANNED, COPIER, ABSENT])
    lines = ["Name,Class", *(f"{name},{CLASS_NAME}" for name in names)]
    roster = SAMPLE / "class" / "roster.csv"
    roster.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def _write_about(pupils: list[Pupil]) -> None:
    with (SAMPLE / "about.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "pupil", "source_id", "quality_level", "planted"])
        for pupil in pupils:
            planted = " ".join(f"{word}>{slip}" for word, slip in pupil.planted)
            writer.writerow([pupil.file, pupil.name, pupil.source, pupil.level, planted])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
