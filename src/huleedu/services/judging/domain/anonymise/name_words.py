"""Names that are words as well, in small letters: Björn is a bear, Will asks a question."""

from huleedu.services.judging.domain.anonymise.labels import listed

NAME_WORDS = listed("""
    abate abbe abed ace add admiral agate ah aisling ala alas alba albino ale alla ally alm
    almond alpha alto alva alvar amber amble ambrose amine amma among an ana ande andra ange
    angel angelic anon ans ante ants april arch archer are arenas ares arg aria arias arm arroyo
    art arts arv asher ask asks asp aspen atlas auger august aura aurora author autumn axel
    ayers azalea baa babe baby back backer bah bail bailey baker bale ball balla ban band banks
    baptist barb barber barbie bare barker barman baron barre barrio barrows bas basil bass
    basso bates bath bean beard beat beau beck bee beecher beer bell belle bender bent berg
    bergen berger berry beryl best beta beth bethel bigot bilge bill bills billy binder bins
    birch bird birdie bishop bite bitten bitter björk björn björnar björnen black blad blanc
    blanch blanka blaze blessing blick bliss blixt block blom blomma blossom blot blå bo bob
    bock bode bodkin bogey bok boles bona bond bonde boner bones bonnet bonnie bonny booker boon
    booth bor bore borer borg borra boss bouillon bowen bowers bowler bowman boyer brad brain
    branch brand brands brandy bravo bray bred brewer brick bridge bridges bright brink bristol
    bro brook brooks bror brown browning bruin brun bruna brunet brunn buck bud buddy bull bulle
    bullock bunk bur buren burger burgess burl burley burns burr burrows bury bush buster butch
    butcher butler butte bäck bär båt caddie cadence cairn cairns caldera camp camps can canal
    canals candida candy canning cannon canny canyon cap caprice captain car cares carol
    carpenter carrier carry carter carton case cases cash chamberlain chambers champ champagne
    chance chandler char charity chase chastity cherish cherry chester chevalier chi chin china
    chip christen christian chuck church cinnamon clay clear cleave clemence clement clements
    cliff close clément coca cock collard colleen collie collier colon colonel colt colter comas
    combs comer comfort comment commodore company con conn conner constance constant contra
    contractor convey cook cools cooper coral cord cornet corona corral cotter council courtier
    cousin cousins couture couturier cox coy crane craven craw creed crooks cross cruise crystal
    cumming curry curt d dace dag dagg dahlia daisy dal dale dalen dam dan dana danish dans dare
    darling dash dass date davenport dawn day deacon dean decker deep deforest deja delta den
    denning derrick destiny diamond dick dickens dickey die dieter dimple din dink dirk dis
    divan diver divine dobbins doc dock doctor doll dolly don dona dos doss dot dotty dove dower
    downing downs doyen dozier drake drew dries drum duff duke dunning dusty dyer e each earl
    early earnest easter ebb ebony echo ed eddy edel eden edit eider ej ek eken eko el eld elden
    elder eller els else elva ember emerald emeralds emery emir emit emo en ena enda ender ene
    enkel er era ermine essence ester eta ether ethyl eve ever fager fair fairy faith falk fall
    fancy fanning fanny far fares farmer fate fawn fed felicity feline fella feller fem fern
    ferry field fielding fields fin finch finis fink finn finna finne finns fisher fisk fleck
    fleet fletcher flink flint flod flood floor flora florin flowers font foot ford forest
    forget fors forsen fortier forum foster fount fowler fox franc frank franklin franks frans
    fred freely freeman frej french fresh fri fria frid friend frisk frost fru fry fuller funk
    furness får gage gal gala gale galen gall gamble garde garner garnet garret gasser gates
    gauge gay gee gene general genesis genie gent gentry gibbon gibbons gift gilbert gill ginger
    glad glans glass glasses glazier glen goblet god goda golden golding good gore gorge goto
    governor grace gran grand grann grant gravel graves gray green greenwood greet gren grey
    griffin grill grimes grit gro gross grove grover grund grunt grå grön guard gud gul gula
    gumma gun gunner gunning gurney gust gut guy gyllen gård gås gök gör göra h hacker haga hage
    hagel hagen hake hal hale hall halla haller halls ham hammar hammer hamn han hand handa
    handler handy hane hank hans happy harden harding hardy hare haring harm harmony harper
    harry harsh hart hastings hasty hav haven havet hawthorn hay hays hazel hearty heath heather
    heaven heck hed heder hej held helg helga hell heller helm hem hemma hence henna henry hens
    herb herd heron herr herring het hicks hill hiller hills hind hjort ho hodge hodges hoes
    hogan hoke holden holder holler holly holm homer honey honing hood hoof hook hoop hooper
    hoover hope hora horn hosp hough house hov hove hoy huff hug hull hult hummer hund hung hunt
    hunter hurt hus hymen häger hägg häll höst i icy ide il ilska imam immaculate in ina indie
    infant inga inge ingen innocent ion iris is iver ivory ivy j ja jack jacks jacuzzi jade jaga
    jail jakt jarl jarred jasmine jay jean jerker jet jewel jo job joke jord journey joy judge
    jug jul juli jun june juni junior junk just justice jägare järn järv kaiser kaj kaja kale
    kall kalla kamp kana kant kapp kar karl karm karma karp keeling kelvin ken key khan kick
    kidney kike kil killer kind kindle king kink kip kiss kit kitty klang klar klara klint
    klippa klok knapp knight knoll knut kohl kok kol kors kort kraft krans krona kula kull kulle
    kung kupa kvarn kvist kyle källa kår kåre la lacy lad lada laddie lady lag lam lamas lamb
    lampa lance land landa lane lans lark larm lass lassie laurel lavender law lawless lawyer
    laze le lea leach leafy lean leaner led leda lee leech leek lees lemma lemon lena lera less
    leva lewis lex liberty lie lien lier lies lilja lilla lilo lily limo lin lina lind linda
    lindar linden line link lips lira list little liv ljung ljus ljuv llamas llano lo loan lode
    lofts lone long loo loon loos loot lope lord lore lot lova love lovey low loyal lucid lucky
    ludo luger lund lur lust luster lute lux ly lycka lynch lyric lätt lång löf lönn löv mac
    mace mach macho mack macs mad madden made madrigal mads mager magnolia maier major mal mala
    male mall mallet malm mam mamba mambo man mana mandala mane manila manilla manly manning
    mans mar mare mares marina marine mark marks marlin marques marquise marry mars marsh
    marshal mart marten martial martin marvel mas mason mast master mat mate mater math mats
    matt maverick max maxi maxim maxima may mayer mayo mayor mayoral mays meadow meadows meads
    meany med media meg melody men mena mentor mercer merchant mercy merino merlin merrily merry
    mesa messiah meta metro mick mike mil mila mild mile miles miller millet mills min mina
    miner minne minor miracle mist misty mitt mjuk mo moan mod modig moles moll molly moln monk
    monks moody moon moons moor moors mor mora morales more morel mores morgon morrow moses moss
    mountain mouton mule muller mulligan mur must my myra myrtle mån måne mård mörk n nadir nail
    napoleon narcissus nary natt ned nee nej ner newt nick nickels nil nilla ninja noble nord
    norr north not nova novella nu ny nya näs nöd nöjd o oak octave odd odds ole olive oliver om
    op opal oral orange orchard ord org orion orka orm orre ost ova pace page pages pall palm
    palmer panna pansy pant paradis parent parish park parker parks parley parry parsons parts
    pascal pastor pat pate patience paw payer peace peacock pearl pearly peck peer pellet penny
    pent pepper per peter peters petri petter petty phoenix pi pickering pier pierce pike pil
    pilt pina pink pinkie pinter pinto pip piper plank plaza pleas pleasant plover plummer pock
    pol pole polis polo ponce pop pope poppy porter post potter potters power powers prat
    precious press price priest prima prince princess pris privet proctor prosper provost
    prudence puck purity purl put putz på queen quill quin rafter raid rails rain rak ram ramp
    rana rand randy ransom ras rask rattan ravel raven ray read reader real reason red redden
    reed reeves refs rein ren rena renders rhea ria rice rich richer rick rida riddle ridge rik
    rika rim ring ris risk ritt river rivers ro roach roar rob robin rock rocky rod roe roger
    rogers rolig roll romaine roman room roots ros rosa rose rosemary rosen rosette rosin rosy
    rotter rout rowan royal ruby ruddy rund rune rus rush rust rusty rut ruta rygg räv råd röd s
    sable sabra sad sade safari saga sage sager said saint sal salami sales sally salmon salt
    sand sandal sands sandy sane sang sann sanna sanning sans sari savage savanna savant sawyer
    sayers scarlet schilling schmuck se sears segel seger sellers sen sena senna senora ser
    serenity serine server seven sever sexton shade shah sharp shaw sheikh shepherd sherry
    shields shine short sienna sierra sig sil silk silver sim sims sincere sine sing singer
    singleton sinner sirap sire sister sitar sitters sjö skinner skip skog skogen skugga skuld
    sky skye skytt sköld slag slam slater slime small smart smed smith små snow snäll sol solar
    sole solen soler solros som son sona sonata sonny soon soprano sparks spears speer spel
    spies spira spring springer squire st stack stad stake stall star stark starling steed steer
    sten sterling stern steward stig stilla stjärna stock stocker stokes stol stolt stone
    stonewall stor storey storm storms stormy story stout strand street strid strong stråle
    ström stål success sue suits summer summers sund sunday sunder sunny sunshine supple sur
    svala svan svart sven svensk svärd svår swan swart swift swords syren sys säll säv så söder
    t ta tack tag tailor tal tan tank tanner tapper taro tawny te tea teddy tell telly thatcher
    the theta tiara tid ties til tilde till timmer tina tindra tine tins tiny tok tolv tom tomma
    tone toner too toots topp tor tore torn torp torr torrent torrents torsk tours toy trace
    trana trast tre treasure trinity trip tro trogen tron troy true trygg trä träd tråd tucker
    tuna tung tur turk turner tutu tuva ty tå tåg u underwood ung unique unknown unnamed upp ur
    urban us uv vad vagn vain vaka val valentine valid vall valla valves van var vara varg varm
    vass ved veer vela velvet venturi verk vernal vers versa vi vial victors victory vid vida
    vide vig vigil vik viking vild vilda vilde vilja vill villa ville vin vind vinter viola
    violet vira vis vit vita viva väl vän värn väst väster våg våga vår vårt wage walker wall
    waller walls ward ware warmer warner warren warrior wash water waters watt watts way weaver
    weeks weir wells welter were west wheeler whit white whitehead wild wilder will willow wills
    windy wing winter winters wise wit wolf wolfram wood woods woody worth wren wright yaw yoga
    yogi young zeta äng äpple är ärla å åker ål ålder år ås ö öl öm örn ört östan öster över
""")
