"""The small words of coverage sentences: heads of lists, joints, numerals, exclusions, soft scopes."""

POWIAT = frozenset(
    "powiat powiatu powiatowi powiatem powiecie powiaty powiatów powiatom powiatami powiatach pow".split()
)
#: Forms that name one powiat and can say where a gmina lies.
POWIAT_PLACE = frozenset(("powiatu", "powiecie", "pow"))
CITY = frozenset("miasto miasta miastu miastem mieście miast miastom miastami miastach m".split())
GMINA = frozenset("gmina gminy gminie gminę gminą gmin gminom gminami gminach gm".split())
VOIVODESHIP = frozenset(
    "województwo województwa województwu województwem województwie województw województwach woj".split()
)
SUBREGION = frozenset(
    "subregion subregionu subregionowi subregionem subregionie subregiony subregionów subregionach subregionami".split()
)
NUTS3 = frozenset(
    "podregion podregionu podregionowi podregionem podregionie podregiony podregionów podregionach".split()
)
REGION = frozenset("region regionu regionem regionie regiony regionów regionach".split())
AREA = frozenset("obszar obszaru obszarem obszarze obszary obszarów obszarach".split())

#: Between the items of a list.
JOINTS = frozenset("i oraz a także jak również lub albo czy w z ze na do dla tym m st".split())

#: Words after which a city without a head begins a list, and is not where an office is.
BEFORE_CITY = frozenset("mieszkańców mieszkańcy mieszkańcom mieszkańcami terenu terenie z ze osób".split())

#: Adjectives of gminas that are no names.
GMINA_ADJECTIVES = ("miejsk", "wiejsk")

#: Words of labels ("subregion północny") that are no names of units.
DIRECTIONS = ("północn", "południow", "wschodni", "zachodni", "central", "środkow", "metropolitaln", "podmiejsk")

#: What takes the following units out, word by word.
EXCLUSIONS = (
    ("z", "wyłączeniem"),
    ("z", "wyjątkiem"),
    ("za", "wyjątkiem"),
    ("wyłączając",),
    ("oprócz",),
    ("poza",),
    ("bez",),
)

#: What makes the following units a preference and not an area.
SOFT = (
    ("szczególnym", "uwzględnieniem"),
    ("szczególności",),
    ("m", ".", "in"),
    ("między", "innymi"),
    ("np",),
    ("przede", "wszystkim"),
)

#: What stands between a label and the units it stands for.
COVERS = ("obejm", "czyli", "tj", "tzn")

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
