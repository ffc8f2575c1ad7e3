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

# Appendix C1, street suffixes: the standard abbreviation and then how else people write it.
_SUFFIXES = """
ALY ALLEE ALLEY ALLY | ANX ANEX ANNEX ANNX | ARC ARCADE | AVE AV AVEN AVENU AVENUE AVN AVNUE |
BYU BAYOO BAYOU | BCH BEACH | BND BEND | BLF BLUF BLUFF | BLVD BOUL BOULEVARD BOULV | BR BRNCH
BRANCH | BRG BRDGE BRIDGE | BRK BROOK | BG BURG | BYP BYPA BYPAS BYPASS BYPS | CP CAMP CMP | CYN
CANYN CANYON CNYN | CPE CAPE | CSWY CAUSEWAY CAUSWA | CTR CEN CENT CENTER CENTR CENTRE CNTER
CNTR | CIR CIRC CIRCL CIRCLE CRCL CRCLE | CLF CLIFF | CLB CLUB | CMN COMMON | COR CORNER | CRSE
COURSE | CT COURT | CV COVE | CRK CREEK | CRES CRESCENT CRSENT CRSNT | XING CROSSING CRSSNG |
XRD CROSSROAD | CURV CURVE | DL DALE | DM DAM | DV DIV DIVIDE DVD | DR DRIV DRIVE DRV | EST
ESTATE | ESTS ESTATES | EXPY EXP EXPR EXPRESS EXPRESSWAY EXPW | EXT EXTENSION EXTN EXTNSN | FLS
FALLS | FRY FERRY FRRY | FLD FIELD | FLDS FIELDS | FLT FLAT | FLTS FLATS | FRD FORD | FRST
FOREST FORESTS | FRG FORG FORGE | FRK FORK | FRKS FORKS | FT FORT FRT | FWY FREEWAY FREEWY FRWAY
FRWY | GDN GARDEN GARDN GRDEN GRDN | GDNS GARDENS GRDNS | GTWY GATEWAY GATEWY GATWAY GTWAY | GLN
GLEN | GRN GREEN | GRV GROV GROVE | HBR HARB HARBOR HARBR HRBOR | HVN HAVEN | HTS HEIGHTS HT |
HWY HIGHWAY HIGHWY HIWAY HIWY HWAY | HL HILL | HLS HILLS | HOLW HLLW HOLLOW HOLLOWS HOLWS | INLT
INLET | IS ISLAND ISLND | ISS ISLANDS ISLNDS | JCT JCTION JCTN JUNCTION JUNCTN JUNCTON | KNL
KNOL KNOLL | KNLS KNOLLS | LK LAKE | LKS LAKES | LNDG LANDING LNDNG | LN LANE | LGT LIGHT | LF
LOAF | LCK LOCK | LDG LDGE LODG LODGE | LOOP LOOPS | MNR MANOR | MNRS MANORS | MDW MEADOW | MDWS
MEADOWS MEDOWS | ML MILL | MLS MILLS | MSN MISSION MISSN MSSN | MTWY MOTORWAY | MT MNT MOUNT |
MTN MNTAIN MNTN MOUNTAIN MOUNTIN MTIN | MTNS MNTNS MOUNTAINS | NCK NECK | ORCH ORCHARD ORCHRD |
OVAL OVL | OPAS OVERPASS | PARK PRK PARKS | PKWY PARKWAY PARKWY PKWAY PKY PARKWAYS PKWYS | PSGE
PASSAGE | PNE PINE | PNES PINES | PL PLACE | PLN PLAIN | PLNS PLAINS | PLZ PLAZA PLZA | PT POINT
| PTS POINTS | PRT PORT | PR PRAIRIE PRR | RADL RAD RADIAL RADIEL | RNCH RANCH RANCHES RNCHS |
RPD RAPID | RPDS RAPIDS | RST REST | RDG RDGE RIDGE | RDGS RIDGES | RIV RIVER RIVR RVR | RD ROAD
| RDS ROADS | RTE ROUTE | SHL SHOAL | SHR SHOAR SHORE | SHRS SHOARS SHORES | SKWY SKYWAY | SPG
SPNG SPRING SPRNG | SPGS SPNGS SPRINGS SPRNGS | SPUR SPURS | SQ SQR SQRE SQU SQUARE | STA
STATION STATN STN | STRM STREAM STREME | ST STREET STR STRT SAINT | SMT SUMIT SUMITT SUMMIT |
TER TERR TERRACE | TRWY THROUGHWAY | TRCE TRACE TRACES | TRAK TRACK TRACKS TRK TRKS | TRL TRAIL
TRAILS TRLS | TUNL TUNEL TUNLS TUNNEL TUNNL | TPKE TURNPIKE TURNPK TRNPK | UPAS UNDERPASS | UN
UNION | VLY VALLEY VALLY VLLY | VLYS VALLEYS | VIA VDCT VIADCT VIADUCT | VW VIEW | VWS VIEWS |
VLG VILL VILLAG VILLAGE VILLG VILLIAGE | VL VILLE | VIS VIST VISTA VST VSTA | WALK WALKS | WAY
WY | WLS WELLS
"""
# Section 233, directionals, and the ordinals of named streets as numbers.
_OTHERS = """
N NORTH | S SOUTH | E EAST | W WEST | NE NORTHEAST | NW NORTHWEST | SE SOUTHEAST | SW SOUTHWEST
| 1ST FIRST | 2ND SECOND | 3RD THIRD | 4TH FOURTH | 5TH FIFTH | 6TH SIXTH | 7TH SEVENTH | 8TH
EIGHTH | 9TH NINTH | 10TH TENTH | 11TH ELEVENTH | 12TH TWELFTH
"""
# Appendix C2, secondary units. Those that people use for one another are one here: an apartment is
# written as a unit, a room or a bare number sign, and means the same door.
_UNITS = """
# APT APARTMENT UNIT STE SUITE RM ROOM NUMBER | BLDG BUILDING | DEPT DEPARTMENT | FL FLOOR FLR |
HNGR HANGAR HANGER | KEY | LOT | PIER | SLIP | SPC SPACE | STOP | TRLR TRAILER
"""
_UNITS_WITHOUT_NUMBER = """
BSMT BASEMENT | FRNT FRONT | LBBY LOBBY | LOWR LOWER | OFC OFFICE | PH PENTHOUSE | REAR | SIDE |
UPPR UPPER
"""


def _table(words: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in words.split("|"):
        forms = entry.split()
        table.update(dict.fromkeys(forms, forms[0]))
    return table


WORDS = {**_table(_SUFFIXES), **_table(_OTHERS)}
"""Any word of a delivery line to its standard form."""

UNITS = _table(_UNITS)
"""Words before the number of a door to their standard form."""

UNITS_WITHOUT_NUMBER = _table(_UNITS_WITHOUT_NUMBER)
"""Words that name a part of a building by themselves."""
