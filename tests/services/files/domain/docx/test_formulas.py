"""A formula is written as its reader says it, in either vocabulary."""

import pytest
from lxml import etree

from huleedu.services.files.domain.docx.formulas import DEPTH_MAX, formula

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MATHML = "http://www.w3.org/1998/Math/MathML"


def r(text: str) -> str:
    return f"<r><t>{text}</t></r>"


def fraction(above: str, below: str) -> str:
    return f"<f><fPr><type val='bar'/></fPr><num>{above}</num><den>{below}</den></f>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (fraction(r("1"), r("2")), "1/2"),
        (r("1") + fraction(r("1"), r("2")), "1 1/2"),
        (fraction(r("a+b"), r("2")), "(a+b)/2"),
        (f"<sSup><e>{r('10')}</e><sup>{r('2')}</sup></sSup>", "10²"),
        (f"<sSup><e>{r('x')}</e><sup>{r('n')}</sup></sSup>", "x^n"),
        (f"<sSup><e>{r('e')}</e><sup>{r('x+1')}</sup></sSup>", "e^(x+1)"),
        (f"<sSub><e>{r('H')}</e><sub>{r('2')}</sub></sSub>{r('O')}", "H₂O"),
        (f"<sSubSup><e>{r('x')}</e><sub>{r('1')}</sub><sup>{r('2')}</sup></sSubSup>", "x₁²"),
        (f"<sPre><sub>{r('6')}</sub><sup>{r('14')}</sup><e>{r('C')}</e></sPre>", "₆¹⁴C"),
        (f"<rad><radPr/><deg/><e>{r('2')}</e></rad>", "√2"),
        (f"<rad><deg>{r('3')}</deg><e>{r('x+1')}</e></rad>", "³√(x+1)"),
        (f"<d><e>{r('x')}</e><e>{r('y')}</e></d>", "(x|y)"),
        (f"<d><dPr><begChr val='['/><endChr val=']'/></dPr><e>{r('x')}</e></d>", "[x]"),
        (f"<nary><naryPr><chr val='∑'/></naryPr><sub>{r('1')}</sub><sup/><e>{r('k')}</e></nary>",
         "∑₁ k"),
        (f"<func><fName>{r('sin')}</fName><e>{r('x')}</e></func>", "sin x"),
        (f"<m><mr><e>{r('1')}</e><e>{r('2')}</e></mr><mr><e>{r('3')}</e></mr></m>", "1, 2; 3"),
        (f"<acc><accPr><chr val='x'/></accPr><e>{r('v')}</e></acc>", "v"),
        (f"<del>{r('x')}</del>{r('y')}", "y"),
    ],
)  # fmt: skip
def test_a_formula_of_office(xml: str, text: str) -> None:
    assert formula(etree.fromstring(f'<oMath xmlns="{OFFICE}">{xml}</oMath>')) == text


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<mrow><mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow>", "2 1/2"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
        ("<mfenced><mi>x</mi><mi>y</mi></mfenced>", "(x,y)"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "1, 2"),
        ("<semantics><mn> 1 </mn><annotation>one</annotation></semantics>", "1"),
    ],
)
def test_a_formula_of_mathml(xml: str, text: str) -> None:
    assert formula(etree.fromstring(f'<math xmlns="{MATHML}">{xml}</math>')) == text


def test_a_formula_without_its_parts_is_still_one() -> None:
    for name in ("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "msup", "mroot", "msqrt"):
        assert isinstance(formula(etree.fromstring(f"<m><{name}/></m>")), str)


def test_nobody_nests_so_deep() -> None:
    deep = DEPTH_MAX + 1
    xml = "<e>" * deep + "<t>x</t>" + "</e>" * deep
    assert formula(etree.fromstring(f"<x><t>a</t>{xml}</x>")) == "a"
