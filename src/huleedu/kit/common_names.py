"""Common names of people in Swedish and English schools: what is one of them is no slip of another.

Given names and surnames as registers of names count them, also of families from elsewhere; in small
letters, without accents.
"""


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


GIVEN = _listed("""
    adam agnes ahmed aisha albin alex alexander alexandra alfred ali alice alicia alma alva
    alvin aly amalia amanda amelia amina amir amira anders andrea andreas andrew anette
    angelica anna annika anton arvid astrid august axel beatrice benjamin bilal bjorn bo
    britta bruno camilla carl carolina caroline catherine cecilia charlie charlotte chloe
    christian christina christopher clara daniel david dennis dylan ebba eddie edith edward
    edvin elias elif elin elina elisa elisabeth elizabeth ella ellen ellie elliot elsa elvira
    emelie emil emilia emily emma emmy eric erik erika ester ethan eva evelina fabian fatima
    felicia felix filip filippa frank fred freja fredrik gabriel gabriella george grace greta
    gunnar gustav hanna hannah hannes harriet harry hassan hedda helena helin henrik henry
    hilda hugo hussein ian ibrahim ida ines inga ingrid irene iris isaac isabella isabelle
    isak ismail ivan jack jacob jakob james jan jana jane jasmine jasper jennifer jenny jesper
    jessica joakim joel johan johanna john jonas jonathan jose josef josefin joseph joshua
    julia julian juliet karim karin karl katarina kate katherine kevin khadija kim klara
    kristina kristoffer lara lars laura lea leah leila lena leo leon leonie lia liam lilly
    lina linda linn linnea linus lisa liv louis louise love lovisa luca lucas lucy ludvig luka
    lukas luke luna lydia madeleine magnus maja malin malte maria mariam marie markus martin
    mary maryam mathilda matilda matteo matthew mattias max maya mehmet melissa melvin mia
    michael michelle mikael milla milo milton minna mira miriam moa mohamed mohammed molly
    monica mona muhammad mustafa nadia nathalie nathan nellie nelly nicholas nicole niklas
    nils noah noel noor nora nova olivia oliver olle olof omar oscar oskar otto patrik paul
    per peter philip pontus rasmus rebecca rebecka richard robert robin ronja rose ruben ruby
    ryan saga saleh sally sam samira samuel sanna sara sarah sebastian selma sharon signe
    sigrid simon siri sixten sofia sofie sophia sophie stella stina susanna svante sven tage
    tara theo theodor therese thomas tilda tilde tim tina tobias tom tove tuva tyra ulla ulf
    ulrika valter vera victor victoria vidar viggo viktor vilma vincent wilhelm william wilma
    yasmin yusuf zahra zara zeinab zoe
""")

SURNAMES = _listed("""
    abdi abdullah adams ahlberg ahmed alexandersson ali allen andersen anderson andersson
    arvidsson axelsson bailey baker bell bengtsson berg berggren berglund bergman bergqvist
    bergstrom bjork bjorklund blom blomqvist bostrom brown campbell carlson carlsson carter
    chen clark cohen collins cook cooper cox dahl dahlberg danielsson davidsson davies davis
    edwards ek eklund ekstrom eliasson engstrom eriksen ericsson erikson eriksson evans falk
    forsberg fransson fredriksson garcia gonzalez green gunnarsson gustafson gustafsson
    gustavsson haddad haglund hall hallberg hansen hanson hansson harris hassan hedlund
    hellstrom henriksson hermansson hernandez hill holm holmberg holmgren holmqvist holmstrom
    hughes hussein ibrahim isaksson ivanov jackson jacobsson jakobsson jansson jensen johansen
    johansson johnson johnsson jones jonasson jonsson karlson karlsson kaya kelly khan kim
    king kowalski kumar larsen larson larsson lee lewis li lind lindberg lindblom lindgren
    lindh lindholm lindqvist lindstrom ljungberg lopez lund lundberg lundgren lundin lundqvist
    lundstrom magnusson malm malmberg marklund martin martinez martinsson mattsson miller
    mitchell mohamed mohammed moller moore morgan morris murphy martensson nelson nguyen
    nielsen nilson nilsson nord nordin nordstrom norberg nowak nystrom oberg ohman olofsson
    olsen olson olsson omar osman ostlund ottosson parker patel persson petersen peterson
    petersson pettersson phillips popescu price quist richards roberts robinson rodriguez
    rosen rosengren ryan samuelsson sanchez sandberg sandstrom scott shah silva simpson singh
    sjoberg sjogren sjostrom smith soderberg soderstrom stewart strom stromberg sundberg
    sundqvist sundstrom svensson taylor thomas thompson tran turner vikstrom walker wallin
    wang ward warsame watson west westerberg wallberg wikstrom white williams wilson wood
    wright yilmaz young zhang akerman akesson asberg ostman
""")

COMMON = frozenset((*GIVEN, *SURNAMES))
