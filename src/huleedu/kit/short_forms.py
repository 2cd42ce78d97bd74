"""Know what people are called by those who know them: Lasse is Lars, Kattis is Katarina."""

from collections.abc import Iterable


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_GROUPS = """
    abdullah abdul abbe; abdirahman abdi; adam adde; agneta neta; albert abbe bert; alexander
    alex alle sasha xander aleks; alexandra alex sandra sasha; alfred affe alf; alice ali;
    amanda mandy; anders adde ante; andreas adde andy; andrew andy drew; angelica angie gelica;
    anna annie ann anki; annika anki; anthony tony ant; antonia toni tonie; arthur art; astrid
    asta; barbara barb babs; benjamin ben benny benji benjo; bengt benke; birgitta gittan gitta
    bibbi; bo bosse; brigitte gitte; camilla millan milla mille; caroline caro carro lina;
    carolina caro carro lina; karolina caro carro lina karro; catherine cathy kate katie cath;
    cathrine cattis trine; charles charlie chuck chas; charlotte lotta lottie charlie lotten;
    charlotta lotta lottie lotten; christian chris krille; christine chris tina chrissie;
    christina chris tina stina kicki; christoffer chrille stoffe kribbe chris; christopher chris
    kit topher; cornelia nelly conny; daniel danne danny dan; david dave davy; deborah deb
    debbie; dmitri dima mitya; dorothy dot dotty; edvard edde; edward ed eddie ned ted teddy;
    elisabeth lisa bettan lisen elsa betty beth; elizabeth liz lizzie beth betty eliza bess;
    eleonora nora ella; emanuel manne manu; emelie emmy; emil emme; emma emmy; erik eke jerka;
    eric ric ricky; ester essie; eva evis; fatima fatou fati; ferdinand ferdi; filip fille;
    frances fran franny; francesco franco cesco; francisco paco pancho; frans frasse; franz
    frasse; fredrik fredde frippe freddie; frederick fred freddie; fredrika fia rickan; gabriel
    gabbe gabe; gabriella gabbi gabby ella; georg jojje; george georgie; gregory greg; gunilla
    nilla; gunnar gurra; gustaf gurra gusten gus; gustav gurra gusten gus; hampus hampe; hans
    hasse; harald harry; harold harry hal; henrik henke; henry harry hank; ibrahim ibbe ibra;
    ingrid inga; isabella bella isa izzy issi; isabelle bella isa belle izzy; isak isse; ivan
    vanja; jacob jake jay; jakob jacke kobbe; james jim jimmy jamie; jan janne; jennifer jenny
    jen jennie; jenny jen; jessica jess jessie jessan; joakim jocke jocki kim; johan jojje
    johnny; johanna jossan hanna jojo; john jack johnny; jonas jonne; jonathan jonte jon nathan
    jonny; josefin jossan jossis fia; josefina jossan fina; joseph joe joey jo; joshua josh;
    julia jullan; katarina kattis kajsa kata karin kaja katta; katherine kate katie kathy kat
    kit; kathleen kathy kath; katja kattis; karl kalle charlie; carl kalle charlie; kenneth ken
    kenny kenta; kerstin kicki kickan; khalid kalle; kristian krille kris; kristina stina kicki
    tina kickan; kristoffer krille stoffe kribbe; lars lasse; lawrence larry; leif leffe; leila
    lelle; lennart lelle lenne; leonard leo lenny; linnea nea linn; louise lollo lou; lovisa
    lova vissan; lukas lukke; magdalena magda lena malin maggan lenni; magnus mange; malin
    mallan; marcus mackan macke mack; markus mackan macke; margaret maggie peggy meg greta;
    margareta maggan greta meta; maria mia maja ria; marie mimmi mia; martin marre marty;
    martina tina; matthew matt; mattias matte; mats matte; mehmet memo; michael mike mick mikey
    micke mickey; mikael micke mick; michelle shelly; miriam mimmi; mohammed mo moe mohamed;
    mohamed mo moe; muhammad mo moe; mustafa musse; natalia natasha nata; nicholas nick nico
    nicky; niklas nicke nicko; nicklas nicke; nils nisse; nicole nicky; olof olle; ola olle;
    oskar ogge; oscar ogge; patricia pat patty tricia trish; patrick pat paddy; patrik patte;
    per pelle; peter pete petter peppe; petra peppi; philip phil pip; pia pi; rasmus rasse;
    rebecca becky bex beckan becca; rebecka beckan bex becka; richard rick dick ricky rich;
    rickard ricke; robert robban rob bob bobby robbie bert; robin robban; roger rogge; samuel
    sam sammy samme; samantha sam sammy; sara sassa; sarah sally sadie; sebastian seb sebbe
    basse; simon simme; sofia soffan fia sofi; sophia sophie; stefan steffe; steven steve;
    stephen steve; susanne sussie sanna; susanna sanna sussi; susan sue susie; svetlana sveta
    lana; theodor teo teddy; theresa terry tess; therese tessan resa; thomas tom tommy tompa;
    tobias tobbe; torbjorn tobbe; tomas tom tommy tompa; ulf uffe; ulla ullis; ulrika ulla
    rickan; valentina tina valya; vanessa nessa; veronika ronja nicka; victor vic vicke;
    victoria vicky vickan tori; viktor vicke vigge; viktoria vickan vicky; vilhelm ville wille;
    viggo vigge; vladimir vova volodya; wilhelm wille ville; william will bill billy wille ville
    liam willie willy; yasmine mina yas; yusuf jussi; ake acke; asa asis
"""


_NAMES_AS_WELL = _listed("""
    abdi adam alex alexander alexandra ali alice amanda andy anki ann anna annie anthony
    antonia art bella belle ben bert beth betty bill bob bosse caro carro charlie chris dan
    daniel david ed eliza ella elsa emma emmy eva fia fina fred georg george greta gus hal
    hanna harry inga ivan jack jacob jake jakob james jan janne jay jennie jenny jess jessica
    jessie jim jo joe johan john johnny jon jonathan jonny josh kajsa kalle karin kata kate
    kathy katie ken kenny kicki kim kit kris lana lena leo liam lina linn lisa liz lola lotta
    lou lova magda maggie maja malin manne marie martin matt mattias max mia michael mikael
    mike milla mille mimmi mina mo nathan nelly nessa neta nick nico nora ola olle oscar oskar
    otto pat patty peggy per peter petra pia ray rebecca ria rick rob robin ronja sally sam
    sandra sanna sara sarah seb simon sofi sofia stina sue ted teo tess tim tina tom tomas
    tommy ulla ulrika vera vic vicky victor viktor ville will xander
""")
"""Short forms that many have as their whole name: in a text they may be a friend."""


def _table() -> dict[str, list[str]]:
    """By each long name, its short forms."""
    table: dict[str, list[str]] = {}
    for group in _GROUPS.split(";"):
        whole, *short = group.split()
        table.setdefault(whole, []).extend(short)
    return table


_SHORT = _table()
_LONG: dict[str, set[str]] = {}
for _name, _forms in _SHORT.items():
    for _form in _forms:
        _LONG.setdefault(_form, set()).add(_name)


def short_forms(given: Iterable[str]) -> frozenset[str]:
    """What people with these given names are called, all in small letters without accents."""
    return frozenset(form for name in given for form in _SHORT.get(name, ()))


def long_forms(given: Iterable[str]) -> frozenset[str]:
    """The names that these given names are short forms of."""
    return frozenset(name for form in given for name in _LONG.get(form, ()))


def is_name_as_well(short: str) -> bool:
    """Whether many have this short form as their whole name."""
    return short in _NAMES_AS_WELL
