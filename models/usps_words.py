"""Words of addresses in the United States and their standard forms (USPS Publication 28)."""

from __future__ import annotations

# Appendix B: the two-letter codes of states, possessions and military "states".
STATES: dict[str, str] = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AS": "American Samoa",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FM": "Federated States of Micronesia",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MH": "Marshall Islands",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "MP": "Northern Mariana Islands",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PW": "Palau",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VI": "Virgin Islands",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
}
MILITARY_STATES = frozenset({"AA", "AE", "AP"})
MILITARY_CITIES = frozenset({"APO", "FPO", "DPO"})

# Appendix C1, street suffixes: the standard abbreviation and then how else people write it; the last
# of BLVD, CT, HWY, ST are misspellings that the appendix leaves out.
_SUFFIXES = """
ALY ALLEE ALLEY ALLY | ANX ANEX ANNEX ANNX | ARC ARCADE | AVE AV AVEN AVENU AVENUE AVN AVNUE
AVENIDA | BYU BAYOO BAYOU | BCH BEACH | BND BEND | BLF BLUF BLUFF | BLFS BLUFFS | BTM BOT BOTTM
BOTTOM | BLVD BOUL BOULEVARD BOULV BLV BVD BOULAVARD BOULEVRD | BR BRNCH BRANCH | BRG BRDGE BRIDGE
| BRK BROOK | BRKS BROOKS | BG BURG | BGS BURGS | BYP BYPA BYPAS BYPASS BYPS | CP CAMP CMP | CYN
CANYN CANYON CNYN | CPE CAPE | CSWY CAUSEWAY CAUSWA | CTR CEN CENT CENTER CENTR CENTRE CNTER CNTR
| CTRS CENTERS | CIR CIRC CIRCL CIRCLE CRCL CRCLE | CIRS CIRCLES | CLF CLIFF | CLFS CLIFFS | CLB
CLUB | CMN COMMON | CMNS COMMONS | COR CORNER | CORS CORNERS | CRSE COURSE | CT COURT CRT | CTS
COURTS | CV COVE | CVS COVES | CRK CREEK | CRES CRESCENT CRSENT CRSNT CRECENT | CRST CREST | XING
CROSSING CRSSNG | XRD CROSSROAD | XRDS CROSSROADS | CURV CURVE | DL DALE | DM DAM | DV DIV DIVIDE
DVD | DR DRIV DRIVE DRV | DRS DRIVES | EST ESTATE | ESTS ESTATES | EXPY EXP EXPR EXPRESS
EXPRESSWAY EXPW | EXT EXTENSION EXTN EXTNSN | EXTS EXTENSIONS | FLS FALLS | FRY FERRY FRRY | FLD
FIELD | FLDS FIELDS | FLT FLAT | FLTS FLATS | FRD FORD | FRDS FORDS | FRST FOREST FORESTS | FRG
FORG FORGE | FRGS FORGES | FRK FORK | FRKS FORKS | FT FORT FRT | FWY FREEWAY FREEWY FRWAY FRWY |
GDN GARDEN GARDN GRDEN GRDN | GDNS GARDENS GRDNS | GTWY GATEWAY GATEWY GATWAY GTWAY | GLN GLEN |
GLNS GLENS | GRN GREEN | GRNS GREENS | GRV GROV GROVE | GRVS GROVES | HBR HARB HARBOR HARBR HRBOR
| HBRS HARBORS | HVN HAVEN | HTS HEIGHTS HT | HWY HIGHWAY HIGHWY HIWAY HIWY HWAY HGWY | HL HILL |
HLS HILLS | HOLW HLLW HOLLOW HOLLOWS HOLWS | INLT INLET | IS ISLAND ISLND | ISS ISLANDS ISLNDS |
ISLE ISLES | JCT JCTION JCTN JUNCTION JUNCTN JUNCTON | JCTS JCTNS JUNCTIONS | KEY KY | KEYS KYS |
KNL KNOL KNOLL | KNLS KNOLLS | LK LAKE | LKS LAKES | LAND | LNDG LANDING LNDNG | LN LANE | LGT
LIGHT | LGTS LIGHTS | LF LOAF | LCK LOCK | LCKS LOCKS | LDG LDGE LODG LODGE | LOOP LOOPS | MALL |
MNR MANOR | MNRS MANORS | MDW MEADOW | MDWS MEADOWS MEDOWS | MEWS | ML MILL | MLS MILLS | MSN
MISSION MISSN MSSN | MTWY MOTORWAY | MT MNT MOUNT | MTN MNTAIN MNTN MOUNTAIN MOUNTIN MTIN | MTNS
MNTNS MOUNTAINS | NCK NECK | ORCH ORCHARD ORCHRD | OVAL OVL | OPAS OVERPASS | PARK PRK PARKS |
PASS | PATH PATHS | PIKE PIKES | PKWY PARKWAY PARKWY PKWAY PKY PKW PARKWAYS PKWYS | PSGE PASSAGE |
PNE PINE | PNES PINES | PL PLACE | PLN PLAIN | PLNS PLAINS | PLZ PLAZA PLZA | PT POINT | PTS POINTS
| PRT PORT | PRTS PORTS | PR PRAIRIE PRR | RADL RAD RADIAL RADIEL | RAMP | RNCH RANCH RANCHES RNCHS
| RPD RAPID | RPDS RAPIDS | RST REST | RDG RDGE RIDGE | RDGS RIDGES | RIV RIVER RIVR RVR | RD ROAD
| RDS ROADS | ROW | RTE ROUTE RT | RUE | RUN | SHL SHOAL | SHLS SHOALS | SHR SHOAR SHORE | SHRS SHOARS
SHORES | SKWY SKYWAY | SPG SPNG SPRING SPRNG | SPGS SPNGS SPRINGS SPRNGS | SPUR SPURS | SQ SQR SQRE
SQU SQUARE | SQS SQRS SQUARES | STA STATION STATN STN | STRA STRAV STRAVEN STRAVENUE STRAVN STRVN
STRVNUE | STRM STREAM STREME | ST STREET STR STRT SAINT STRET STREEET | STS STREETS | SMT SUMIT
SUMITT SUMMIT | TER TERR TERRACE TERRAC | TRWY THROUGHWAY | TRCE TRACE TRACES | TRAK TRACK TRACKS
TRK TRKS | TRFY TRAFFICWAY | TRL TRAIL TRAILS TRLS | TUNL TUNEL TUNLS TUNNEL TUNNELS TUNNL | TPKE
TURNPIKE TURNPK TRNPK TPK | UPAS UNDERPASS | UN UNION | UNS UNIONS | VLY VALLEY VALLY VLLY | VLYS
VALLEYS | VIA VDCT VIADCT VIADUCT | VW VIEW | VWS VIEWS | VLG VILL VILLAG VILLAGE VILLG VILLIAGE |
VLGS VILLAGES | VL VILLE | VIS VIST VISTA VST VSTA | WALK WALKS | WALL | WAY WY | WAYS | WL WELL |
WLS WELLS
"""
# Section 233, directionals, and the ordinals of named streets as numbers.
_OTHERS = """
N NORTH | S SOUTH | E EAST | W WEST | NE NORTHEAST | NW NORTHWEST | SE SOUTHEAST | SW SOUTHWEST
| 1ST FIRST | 2ND SECOND | 3RD THIRD | 4TH FOURTH | 5TH FIFTH | 6TH SIXTH | 7TH SEVENTH | 8TH
EIGHTH | 9TH NINTH | 10TH TENTH | 11TH ELEVENTH | 12TH TWELFTH | 13TH THIRTEENTH | 14TH FOURTEENTH
| 15TH FIFTEENTH | 16TH SIXTEENTH | 17TH SEVENTEENTH | 18TH EIGHTEENTH | 19TH NINETEENTH | 20TH
TWENTIETH | 30TH THIRTIETH | 40TH FORTIETH | 50TH FIFTIETH | 60TH SIXTIETH | 70TH SEVENTIETH | 80TH
EIGHTIETH | 90TH NINETIETH | 100TH HUNDREDTH | STE SAINTE | URB URBANIZACION
"""
# Appendix C2, secondary units. Those that people use for one another are one here: an apartment is
# written as a unit, a room or a bare number sign, a mobile home's lot as a space, and means the same
# door. It may hold two doors for one (a suite below and an apartment above, both 4); an opt-out that
# is honoured for a neighbour too is the lesser harm.
_UNITS = """
# APT APARTMENT APPT APMT APTMT UNIT UNT STE SUITE SUIT RM ROOM NUMBER NUM NBR PMB LOT SPC SPACE TRLR
TRAILER SLIP CONDO APTO APARTAMENTO | BLDG BUILDING BLD EDIF EDIFICIO | DEPT DEPARTMENT | FL FLOOR
FLR PISO | HNGR HANGAR HANGER | KEY | PIER | STOP MAILSTOP
"""
_UNITS_WITHOUT_NUMBER = """
BSMT BASEMENT | FRNT FRONT | LBBY LOBBY | LOWR LOWER DOWNSTAIRS | OFC OFFICE | PH PENTHOUSE | REAR |
SIDE | UPPR UPPER UPSTAIRS
"""
_NUMBERS = """
ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN
SEVENTEEN EIGHTEEN NINETEEN TWENTY
"""


def _table(words: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in words.split("|"):
        forms = entry.split()
        table.update(dict.fromkeys(forms, forms[0]))
    return table


SUFFIXES = frozenset(_table(_SUFFIXES).values())
"""The standard abbreviations of street suffixes."""

WORDS = {**_table(_SUFFIXES), **_table(_OTHERS)}
"""Any word of a delivery line to its standard form."""

DIRECTIONALS = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW"})

UNITS = _table(_UNITS)
"""Words before the number of a door to their standard form."""

UNITS_WITHOUT_NUMBER = _table(_UNITS_WITHOUT_NUMBER)
"""Words that name a part of a building by themselves."""

NUMBERS = {word: str(number) for number, word in enumerate(_NUMBERS.split(), 1)}
"""House and door numbers in words (section 235)."""
