"""The small words of coverage sentences: heads of lists, joints, numerals, exclusions, soft scopes."""

POWIAT = frozenset(
    "powiat powiatu powiatowi powiatem powiecie powiaty powiatów powiatom powiatami powiatach pow".split()
)
#: Forms that name one powiat and can say where a gmina lies.
POWIAT_PLACE = frozenset(("powiatu", "powiecie", "pow"))
#: Every form that names one powiat.
ONE_POWIAT = POWIAT_PLACE | {"powiat", "powiatem", "powiatowi"}
#: Heads as no exclusion has them ("z wyłączeniem powiatu"), and heads as they stand after "w".
NOMINATIVE_HEADS = frozenset(("powiat", "powiaty", "miasto"))
LOCATIVE_HEADS = frozenset(("powiecie", "powiatach", "mieście", "miastach", "gminie", "gminach"))
CITY = frozenset("miasto miasta miastu miastem mieście miast miastom miastami miastach m".split())
GMINA = frozenset("gmina gminy gminie gminę gminą gmin gminom gminami gminach gm".split())
COUNTED = POWIAT | GMINA
VOIVODESHIP = frozenset(
    "województwo województwa województwu województwem województwie województw województwach woj".split()
)
SUBREGION = frozenset(
    "subregion subregionu subregionowi subregionem subregionie subregiony subregionów subregionach subregionami".split()
)
NUTS3 = frozenset(
    "podregion podregionu podregionowi podregionem podregionie podregiony podregionów podregionach podregionami".split()
)
#: What says that a podregion is that of the statistical office.
STATISTICAL = ("nuts", "gus")
REGION = frozenset("region regionu regionem regionie regiony regionów regionach".split())
AREA = frozenset("obszar obszaru obszarem obszarze obszary obszarów obszarach".split())

#: Between the items of a list.
JOINTS = frozenset(
    "i oraz a także jak również lub albo czy w z ze na do dla tym m st wraz razem ale plus ponadto".split()
)

#: Between a joint and what it joins: "Gdyni oraz z powiatu …".
PREPOSITIONS = frozenset("w we z ze na do dla terenu terenie obszaru obszarze także również jak".split())

#: Words after which a name without a head begins a list, and is not where an office is.
BEFORE_ITEM = frozenset(
    "mieszkańców mieszkańcy mieszkańcom mieszkańcami terenu terenie terenów obszaru obszarze z ze osób osoby dla do na "
    "to są całej całego całym całą wchodzą wchodzi należą należy tworzą stanowią zasięgiem działaniem wsparciem".split()
)
#: Beginnings of what is done in an area: after them "w" leads to a list too ("działamy w Chełmie i powiecie …").
ACTIVITIES = ("działa", "realiz", "wspier", "wspar", "świadcz")

#: Beginnings of words before a colon and the place of an office.
SEATS = ("siedzib", "biur", "adres", "kontakt")

#: Beginnings of words after which a name of an organisation or office stands.
INSTITUTIONS = (
    "stowarzysz", "fundacj", "towarzystw", "spółdzieln", "urząd", "urzęd", "starost", "prezydent", "burmistrz", "wójt",
    "zarząd", "instytut", "agencj", "caritas", "centrum",
)  # fmt: skip
#: Small words inside such names.
IN_NAMES = frozenset("na rzecz i oraz w we z dla ds im do spraw -".split())

#: Abbreviations of what is no name, as they stand inside a list.
ACRONYMS = frozenset("ROPS PES PS NGO JST LGD CIS KIS ZAZ WTZ EFS RPO UE PUP PCPR MOPS GOPS TEL FAX".split())

#: Adjectives of gminas that are no names.
GMINA_ADJECTIVES = ("miejsk", "wiejsk")

#: Words of labels ("subregion północny") that are no names of units.
DIRECTIONS = ("północn", "południow", "wschodni", "zachodni", "central", "środkow", "metropolitaln", "podmiejsk")

#: What takes the following units out, word by word.
EXCLUSIONS = (
    ("z", "wyłączeniem"),
    ("z", "wyjątkiem"),
    ("za", "wyjątkiem"),
    ("z", "wył"),
    ("z", "wykluczeniem"),
    ("po", "wyłączeniu"),
    ("wyłączone", "są"),
    ("wyłączając",),
    ("nie", "licząc"),
    ("nie", "obejmuje"),
    ("nie", "obejmujemy"),
    ("nie", "obejmują"),
    ("nie", "dotyczy"),
    ("oprócz",),
    ("prócz",),
    ("poza",),
    ("bez",),
)

#: What makes the following units a preference and not an area.
SOFT = (
    ("szczególnym", "uwzględnieniem"),
    ("szczególnym", "naciskiem"),
    ("pierwszej", "kolejności"),
    ("głównie",),
    ("zwłaszcza",),
    ("szczególności",),
    ("m", ".", "in"),
    ("między", "innymi"),
    ("np",),
    ("przede", "wszystkim"),
)

#: What stands between a label and the units it stands for.
COVERS = ("obejm", "czyli", "tj", "tzn")
#: More of the same: "w skład którego wchodzą", "do którego należą".
COMPRISES = ("skład", "któr", "należ")

#: Beginnings of words that say of units only that there are some: "powiaty ościenne".
VAGUE = ("ościenn", "sąsiedn", "sąsiad", "okoliczn", "przyległ", "pozostał", "inn")
#: Beginnings of words that say that only a part is meant: "część powiatu", "wybrane gminy powiatu".
PARTIAL = ("wybran", "niektór", "część", "częśc")
#: Beginnings of words for parts of a city, and lands around it, that have no code.
UNCODED = ("dzielnic", "osiedl", "okolic")

COUNTY_ONLY = "ziemsk"
CITY_ONLY = "grodzk"

_NUMERALS = (
    "jeden jednego jednym",
    "dwa dwóch dwu dwoma dwom dwie",
    "trzy trzech trzem trzema",
    "cztery czterech czterem czterema",
    "pięć pięciu pięcioma",
    "sześć sześciu sześcioma",
    "siedem siedmiu siedmioma",
    "osiem ośmiu ośmioma",
    "dziewięć dziewięciu dziewięcioma",
    "dziesięć dziesięciu dziesięcioma",
    "jedenaście jedenastu",
    "dwanaście dwunastu",
    "trzynaście trzynastu",
    "czternaście czternastu",
    "piętnaście piętnastu",
    "szesnaście szesnastu",
    "siedemnaście siedemnastu",
    "osiemnaście osiemnastu",
    "dziewiętnaście dziewiętnastu",
    "dwadzieścia dwudziestu",
)
NUMERALS = {form: value for value, line in enumerate(_NUMERALS, start=1) for form in line.split()}

#: Beginnings of words that say that a voivodeship is meant whole.
WHOLE = ("cał", "wszystki")
