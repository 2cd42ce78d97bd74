"""Know at each place of a .docx how words look there: seen or unseen, raised, on which ground."""

from lxml import etree

from huleedu.services.files.domain.appearance import PAPER, UNKNOWN_GROUND, WHITE, Look, hex_colour
from huleedu.services.files.domain.docx.names import child, value
from huleedu.services.files.domain.docx.styles import DocxStyles, look_of, shading_of
from huleedu.services.files.domain.left_out import Unseen

_OFF = ("f", "false", "0")


class Dress:
    """How words look in the run that is open; elements are told of as they begin and end."""

    def __init__(self, styles: DocxStyles) -> None:
        self.unseen: Unseen | None = None
        """Why words can't be seen here."""
        self.is_raised = False
        self._styles = styles
        self._grounds: list[tuple[etree.Element | None, Look]] = [(None, PAPER)]
        self._looks: list[Look] = [PAPER]
        """Of the paragraphs and runs that are open, one in another."""
        self._settings: etree.Element | None = None

    def begin_paragraph(self, element: etree.Element) -> bool:
        """A paragraph begins; True if by its style it is a line of a table of contents."""
        settings = child(element, "pPr")
        name = "" if settings is None else value(child(settings, "pStyle"))
        style = self._styles.style(name) if name else self._styles.default
        look = shading_of(settings).over(style.look).over(self._styles.common)
        self._put_on(look.over(self._grounds[-1][1]))
        return style.is_contents

    def begin_run(self, element: etree.Element) -> None:
        """A run begins."""
        self._settings = child(element, "rPr")
        look = around = self._looks[-1]
        if self._settings is not None:
            own, name = look_of(self._settings), value(child(self._settings, "rStyle"))
            if name:
                of_letters = self._styles.style(name).look
                if of_letters.hidden and around.hidden:  # what two styles hide is shown
                    of_letters = of_letters._replace(hidden=False)
                own = own.over(of_letters)
            look = own.over(around)
        self._put_on(look)

    def end(self) -> None:
        """A paragraph or a run ends."""
        self._looks.pop()
        self._wear(self._looks[-1])

    @property
    def font(self) -> str:
        """The font that the run itself names."""
        fonts = None if self._settings is None else child(self._settings, "rFonts")
        return value(fonts, "ascii") or value(fonts, "hAnsi")

    def begin_table(self, element: etree.Element) -> None:
        """A table begins."""
        settings = child(element, "tblPr")
        if settings is not None:
            style = value(child(settings, "tblStyle"))
            if style and self._styles.shades(style):
                self._lay(element, UNKNOWN_GROUND)
            self._lay(element, shading_of(settings))

    def begin_cell(self, element: etree.Element) -> None:
        """A cell begins."""
        self._lay(element, shading_of(child(element, "tcPr")))

    def begin_box(self, element: etree.Element) -> None:
        """A text box begins."""
        self._lay(element, _filled(element))

    def begin_page(self, element: etree.Element) -> None:
        """The colour of all pages is told."""
        self._grounds[0] = (None, Look(ground=hex_colour(value(element, "color")) or ""))

    def leave(self, element: etree.Element) -> None:
        """An element ends."""
        while self._grounds[-1][0] is element:
            self._grounds.pop()

    def _lay(self, element: etree.Element, look: Look) -> None:
        if look.ground is not None:
            self._grounds.append((element, look))

    def _put_on(self, look: Look) -> None:
        self._looks.append(look)
        self._wear(look)

    def _wear(self, look: Look) -> None:
        self.unseen, self.is_raised = look.unseen, bool(look.raised)


def _filled(box: etree.Element) -> Look:
    """What a text box is filled with; where that isn't plain to see, nobody knows."""
    frame = box.getparent()
    shape = None if frame is None else frame.getparent()
    if shape is None:
        return UNKNOWN_GROUND
    if shape.get("fillcolor") or shape.get("filled") or shape.tag.endswith(("}shape", "}rect")):
        if shape.get("filled") in _OFF:
            return Look()
        return Look(ground=hex_colour((shape.get("fillcolor") or WHITE).partition(" ")[0]) or "")
    settings = next((one for one in shape if one.tag.endswith("}spPr")), None)
    fills = () if settings is None else settings
    fill = next((one for one in fills if one.tag.endswith("Fill")), None)
    if fill is None:
        styled = any(one.tag.endswith("}style") for one in shape)
        return UNKNOWN_GROUND if styled else Look()
    if fill.tag.endswith("}noFill"):
        return Look()
    colour = next(iter(fill), None)
    return Look(ground=(hex_colour(colour.get("val")) if colour is not None else None) or "")
