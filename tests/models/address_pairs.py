"""Pairs of addresses as people write them: `=` one door, `!` two. Judged by hand, not by the code.

A line is `line 1 | line 2 | town state ZIP`, the last two as far as needed. Where nothing is said the
town is Redlands CA 92373.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.addresses_rules import PostalAddress

_TABLE = """
# case, spaces, punctuation, accents
123 Main Street = 123 MAIN STREET
123 Main Street = 123  main   street
123 Main St. = 123 Main St
123 Main St., = 123, Main St
"123 Main St" = 123 Main St
123 Main St; Apt 4 = 123 Main St Apt 4
123 Peña Blvd = 123 Pena Boulevard
123 Cañon Rd = 123 Canon Rd
１２３ Main St = 123 Main St
123\u00a0Main\u2009St = 123 Main St
12 O'Brien Rd = 12 OBrien Rd
12 O’Brien Rd = 12 O'BRIEN ROAD
12 O'Brien Rd = 12 O Brien Rd
12 McDonald Ave = 12 Mc Donald Ave
12 L'Enfant Plaza = 12 Lenfant Plz
12,345 Main St = 12345 Main St
123 Main St & 4th Ave = 123 Main St and 4th Ave
123 Winston-Salem Rd = 123 Winston Salem Rd
123.5 Road = 123.5 Rd
39.2 Rd ! 392 Rd
# suffixes (Appendix C1)
123 Elm Street = 123 Elm St
123 Elm Str = 123 Elm Strt
123 Elm Avenue = 123 Elm Av
123 Elm Avn = 123 Elm Avnue
123 Elm Boulevard = 123 Elm Blvd.
123 Elm Boulv = 123 Elm Boul
123 Elm Drive = 123 Elm Dr
123 Elm Lane = 123 Elm Ln
123 Elm Court = 123 Elm Ct
123 Elm Courts = 123 Elm Cts
123 Elm Circle = 123 Elm Crcl
123 Elm Circles = 123 Elm Cirs
123 Elm Terrace = 123 Elm Terr
123 Elm Place = 123 Elm Pl
123 Elm Parkway = 123 Elm Pkwy
123 Elm Parkways = 123 Elm Pky
123 Elm Trail = 123 Elm Trl
123 Elm Turnpike = 123 Elm Tpke
123 Elm Expressway = 123 Elm Expy
123 Elm Freeway = 123 Elm Fwy
123 Elm Causeway = 123 Elm Cswy
123 Elm Crossing = 123 Elm Xing
123 Elm Crossroads = 123 Elm Xrds
123 Elm Square = 123 Elm Sq
123 Elm Plaza = 123 Elm Plza
123 Elm Heights = 123 Elm Hts
123 Elm Ridge = 123 Elm Rdge
123 Elm Center = 123 Elm Centre
123 Elm Crescent = 123 Elm Cres
123 Elm Crest = 123 Elm Crst
123 Elm Bluffs = 123 Elm Blfs
123 Elm Bottom = 123 Elm Btm
123 Elm Commons = 123 Elm Cmns
123 Elm Corners = 123 Elm Cors
123 Elm Coves = 123 Elm Cvs
123 Elm Junction = 123 Elm Jctn
123 Elm Landing = 123 Elm Lndg
123 Elm Meadows = 123 Elm Mdws
123 Elm Mountain = 123 Elm Mtn
123 Elm Orchard = 123 Elm Orchrd
123 Elm Point = 123 Elm Pt
123 Elm Springs = 123 Elm Spgs
123 Elm Stravenue = 123 Elm Strav
123 Elm Trafficway = 123 Elm Trfy
123 Elm Villages = 123 Elm Vlgs
123 Elm Way = 123 Elm Wy
123 Elm Well = 123 Elm Wl
123 Elm Boulavard = 123 Elm Blvd
123 Elm Stret = 123 Elm St
123 Elm Hgwy = 123 Elm Highway
123 Elm Streat = 123 Elm St
123 Elm = 123 Elm St
123 Elm St ! 123 Elm Ave
123 Elm Ct ! 123 Elm Cts
123 Elm Hill ! 123 Elm Hills
123 Elm Ln ! 123 Elm Dr
123 Elm Spring ! 123 Elm Springs
123 Elm Cir ! 123 Elm Ct
123 Elm Loop ! 123 Elm Loops
# words of a name
12 Saint James Street = 12 St. James St
12 Mount Vernon Ave = 12 Mt Vernon Ave
12 Fort Worth Hwy = 12 Ft. Worth Highway
12 Sainte Marie St = 12 Ste Marie St
12 Lake Shore Dr = 12 Lk Shr Drive
12 Martin Luther King Jr Blvd = 12 MLK Blvd
12 Dr. Martin Luther King Jr. Blvd = 12 M L King Blvd
12 M.L.K. Dr = 12 Martin Luther King Dr
12 John F Kennedy Blvd = 12 JFK Blvd
12 Lakeshore Dr = 12 Lake Shore Dr
12 Mac Arthur Blvd = 12 MacArthur Blvd
12 General Lee Ave = 12 Gen Lee Ave
12 Jackson St = 12 Jakcson St
12 Park Ave ! 12 Oak Ave
12 St James St ! 12 James St
12 Mount Vernon Ave ! 12 Mountain Vernon Ave
12 Saint Clair Ave ! 12 Clair Ave
# directionals (section 233)
123 North Main Street Apartment 4 = 123 N MAIN ST APT 4
123 N. Main St = 123 North Main St
123 Main St North = 123 Main St N
123 Main Street Northwest = 123 Main St NW
123 Main St North West = 123 Main St N.W.
12 North East Fifth Ave = 12 NE 5th Ave
12 N.E. 5th Ave = 12 N E 5th Ave
123 No. Main St = 123 North Main St
123 So. Main St = 123 S Main St
123 North Street = 123 North St
123 West Ave = 123 WEST AVENUE
450 South 300 East = 450 S 300 E
123 E Washington St SE = 123 East Washington Street Southeast
123 N Main St ! 123 S Main St
123 N Main St ! 123 Main St N
123 N Main St ! 123 Main St
123 Main St NE ! 123 Main St NW
123 N St ! 123 North St
123 E St NW ! 123 East St NW
450 S 300 E ! 450 E 300 S
12 South West Temple St ! 12 SW Temple St
# numbered streets (section 235)
123 First St = 123 1st St
123 Fifth Avenue = 123 5th Ave
123 Twelfth St = 123 12th St
123 Thirteenth St = 123 13th St
123 Twentieth St = 123 20th St
123 Twenty-First St = 123 21st St
123 Forty Second St = 123 42nd St
123 West 34 Street = 123 W 34th St
123 5 Ave = 123 5th Ave
123 E 11 St = 123 East 11th Street
123 5 th Ave = 123 5th Ave
123 One Hundred Twenty Fifth St = 123 125th St
123 1st St ! 123 1st Ave
123 1st St ! 123 2nd St
123 21st St ! 123 1st St
# house numbers
One Main St = 1 Main Street
Ten Penn Plaza = 10 Penn Plz
123½ Main St = 123 1/2 Main St
123-1/2 Main St = 123 1/2 Main St
123 1 / 2 Main St = 123 1/2 Main St
123A Main St = 123-A Main St
123A Main St = 123 A Main St
123 a main st = 123A Main St
#123 Main St = 123 Main St
No. 123 Main St = 123 Main St
N6W23001 Bluemound Rd = N6 W23001 Bluemound Rd
N6-W23001 Bluemound Rd = N6W23001 Bluemound Road
123-125 Main St = 123 Main St
123A Main St = 123 Main St Apt A
112-10 Queens Boulevard | | Forest Hills NY 11375 = 11210 Queens Blvd | | Forest Hills NY 11375
112–10 Queens Blvd | | Forest Hills NY 11375 = 112-10 Queens Blvd | | Forest Hills NY 11375
28-15 30th Ave | Apt 3 | Astoria NY 11102 = 2815 30 Ave Apt 3 | | Astoria NY 11102
112 - 10 Queens Blvd | | Forest Hills NY 11375 = 112-10 Queens Blvd | | Forest Hills NY 11375
112 10 Queens Blvd | | Forest Hills NY 11375 = 112-10 Queens Blvd | | Forest Hills NY 11375
91-123 Fort Weaver Rd | | Ewa Beach HI 96706 = 91-123 Ft Weaver Road | | Ewa Beach HI 96706
112-10 Queens Blvd | | Forest Hills NY 11375 ! 112-12 Queens Blvd | | Forest Hills NY 11375
123 Main St ! 132 Main St
123 Main St ! 1123 Main St
123 Main St ! 123 1/2 Main St
123A Main St ! 123B Main St
123A Main St ! 123 Main St
0123 SW Bancroft St | | Portland OR 97239 ! 123 SW Bancroft St | | Portland OR 97239
N6W23001 Bluemound Rd ! N60W2301 Bluemound Rd
# units (Appendix C2)
123 Main St Apt 4 = 123 Main St #4
123 Main St Apt. 4 = 123 Main St, Apartment 4
123 Main St Unit 4 = 123 Main St Apt 4
123 Main St # 4 = 123 Main St #4
123 Main St Apt #4 = 123 Main St Apt 4
123 Main St Apt No. 4 = 123 Main St Apt 4
123 Main St No 4 = 123 Main St # 4
123 Main St Apt Number 4 = 123 Main St Apt 4
123 Main St Ste. 200 = 123 Main St Suite 200
123 Main St Suite 200 = 123 Main St #200
123 Main St Rm 12 = 123 Main St Room 12
123 Main St PMB 12 = 123 Main St # 12
123 Main St Apt 4B = 123 Main St Apt 4-B
123 Main St Apt 4B = 123 Main St Apt 4 B
123 Main St Apt B4 = 123 Main St Apt B-4
123 Main St Apt 4b = 123 Main St APT 4B
123 Main St Apt4 = 123 Main St Apt 4
123 Main St Ste200 = 123 Main St Ste 200
123 Main St Apt.4 = 123 Main St Apt 4
123 Main St Apt Four = 123 Main St Apt 4
123 Main St Apt 04 = 123 Main St Apt 4
123 Main St 4B = 123 Main St Apt 4B
123 Main St, 4 = 123 Main St Apt 4
123 Main St B = 123 Main St Apt B
123 Main St N 4 = 123 Main St N Apt 4
123 Main St | Apt 4 = 123 Main St Apt 4
123 Main St | 4 = 123 Main St Apt 4
123 Main St | 4 B = 123 Main St Apt 4B
123 Main St | B = 123 Main St Apt B
Apt 4 | 123 Main St = 123 Main St | Apt 4
Apt 4, 123 Main St = 123 Main St Apt 4
Suite 200 | 123 Main St = 123 Main St Ste 200
123 Main St #4 | Apt 4 = 123 Main St Apt 4
123 Main St Bldg 4 Apt 5 = 123 Main St Apt 5 Bldg 4
Bldg 4 Apt 5 | 123 Main St = 123 Main St | Building 4 Apartment 5
123 Main St Bldg. A Unit 5 = 123 Main St Building A # 5
123 Main St 3rd Floor = 123 Main St Fl 3
123 Main St Floor 3 = 123 Main St Third Floor
123 Main St | 3rd Fl = 123 Main St Flr 3
123 Main St Ground Floor = 123 Main St 1st Floor
123 Main St Apt 1st Floor = 123 Main St Floor 1
123 Main St 1st Floor Rear = 123 Main St Rear Floor 1
123 Main St Upstairs = 123 Main St Apt Upper
123 Main St Rear = 123 Main St Apt Rear
123 Main St Basement = 123 Main St Bsmt
123 Main St Basement Apt = 123 Main St Basement
123 Main St Upper = 123 Main St Uppr
123 Main St Lower Unit = 123 Main St Lower
123 Main St Penthouse = 123 Main St PH
123 Main St PH 2 = 123 Main St Penthouse 2
123 Main St Lot 7 = 123 Main St Space 7
123 Main St Trlr 7 = 123 Main St Lot 7
123 Main St Trailer 7 = 123 Main St Spc 7
123 Main St Slip 12 = 123 Main St # 12
123 Main St Dept 5 = 123 Main St Department 5
123 Main St Mail Stop 12 = 123 Main St Stop 12
123 Main St Office 5 = 123 Main St Ste 5
123 Main St Unit Blue = 123 Main St Apt Blue
100 Broadway 5 = 100 Broadway Apt 5
4/123 Main St = 123 Main St Apt 4
123-4 Main St = 123 Main St Apt 4
350 5th Ave Ste 5900 Fl 59 = 350 5th Ave Ste 5900
123 Main St Apt 4 = 123 Main St Apartement 4
123 Main St Apt 4 ! 123 Main St
123 Main St Apt 4 ! 123 Main St Apt 5
123 Main St Apt 4 ! 123 Main St Apt 4B
123 Main St Apt 4 ! 123 Main St Apt 40
123 Main St Bldg 4 ! 123 Main St Apt 4
123 Main St Bldg 4 Apt 5 ! 123 Main St Bldg 5 Apt 4
123 Main St Fl 2 ! 123 Main St Fl 3
123 Main St Fl 2 ! 123 Main St Apt 2
123 Main St Rear ! 123 Main St
123 Main St Upper ! 123 Main St Lower
123 Main St PH 2 ! 123 Main St Apt 2
123 Main St Apt 4 ! 123 Main St Ste 4
123 Main St Lot 7 ! 123 Main St Apt 7
123 Main St Pier 5 ! 123 Main St Slip 5
123 Main St | Apt 4 ! 124 Main St | Apt 4
Apt 4 ! 123 Main St Apt 4
123 Main St | Guest House ! 123 Main St
123 Main St | Rear ! 123 Main St | Front
123 Main St | 1st Floor Rear ! 123 Main St | 1st Floor Front
# highways (Appendix F)
1200 Highway 101 = 1200 Hwy 101
1200 US Highway 101 = 1200 U.S. Hwy 101
1200 US 101 = 1200 US Highway 101
1200 US-101 = 1200 US Hwy 101
1200 State Route 39 = 1200 SR 39
1200 State Road 39 = 1200 St Rd 39
1200 State Highway 39 = 1200 State Hwy 39
1200 Hwy 39 = 1200 State Highway 39
1200 Route 9 = 1200 Rte 9
1200 Rt. 9 = 1200 Route 9
1200 CA-39 | | Azusa CA 91702 = 1200 State Route 39 | | Azusa CA 91702
1200 California Highway 39 | | Azusa CA 91702 = 1200 CA Hwy 39 | | Azusa CA 91702
1200 Hwy101 = 1200 Highway 101
1200 Highway 101 N = 1200 Hwy 101 North
1200 County Road 5 = 1200 Co Rd 5
1200 County Road 5 = 1200 CR 5
1200 County Rd. No. 5 = 1200 CR5
1200 County Highway A = 1200 County Rd A
1200 Cnty Hwy 5 = 1200 County Road 5
1200 CR 5 NW = 1200 County Road 5 Northwest
1200 Farm to Market Road 620 = 1200 FM 620
1200 Farm Road 620 = 1200 FM 620
1200 RM 620 N = 1200 Ranch Road 620 N
1200 RR 620 = 1200 Ranch Rd 620
1200 Interstate 35 = 1200 I-35
1200 IH 35 N = 1200 Interstate Highway 35 North
1200 Township Road 20 = 1200 Twp Rd 20
1200 TR 20 = 1200 Township Rd 20
1200 Old Highway 101 = 1200 Old Hwy 101
1200 N Highway 101 = 1200 Highway 101 N
1200 Highway 101 ! 1200 Highway 110
1200 County Road 5 ! 1200 State Road 5
1200 Old Highway 101 ! 1200 Highway 101
1200 US Highway 30 ! 1200 State Route 30
1200 Highway 101 N ! 1200 Highway 101 S
1200 I-35 ! 1200 Highway 35
1200 County Road 5 ! 1200 Township Road 5
1200 FM 620 ! 1200 RM 620
5 County Road = 5 County Rd
5 County Lane = 5 County Ln
5 County Line Road = 5 County Line Rd
12 State Street ! 12 State Road
12 Route 66 Blvd = 12 Rte 66 Boulevard
12 La Salle St = 12 LaSalle St
# boxes and routes (sections 24 to 28)
PO Box 12 = P.O. Box 12
PO Box 12 = Post Office Box 12
PO Box 12 = P O Box #12
PO Box 12 = POB 12
PO Box 12 = P.O.Box12
PO Box 12 = Box 12
PO Box 12 = PO Box No. 12
PO Box 12 = P.O. Drawer 12
PO Box 1,234 = PO Box 1234
PO Box 012 = PO Box 12
PO Box 12-B = PO Box 12B
PO Box A = P.O. Box A
Apartado 12 | | San Juan PR 00902 = PO Box 12 | | San Juan PR 00902
General Delivery = Gen. Delivery
RR 2 Box 152 = Rural Route 2, Box 152
RR 2 Box 152 = R.R. #2 Box 152
RR 2 Box 152 = RFD 2 Box 152
RR 2 Box 152 = Route 2 Box 152
RR 2 Box 152 = RR2 Box152
RR 02 Box 152 = RR 2 Bx 152
RR 2 Box 152A = RR 2 Box 152 A
HC 68 Box 23A = Highway Contract Route 68 Box 23-A
HC 68 Box 23 = HCR 68 Box 23
HC 68 Box 23 = Star Route 68 Box 23
12 Star Route = 12 Star Rt
PO Box 5000, Station A = PO Box 5000
123 Main St | PO Box 45 = PO Box 45
PO Box 45 | 123 Main St = 123 Main St
PO Box 45 123 Main St = 123 Main St PO Box 45
PO Box 12 ! PO Box 13
PO Box 12 ! PO Box 12B
PO Box 12 ! 12 Main St
RR 2 Box 152 ! RR 3 Box 152
RR 2 Box 152 ! RR 2 Box 15
RR 2 Box 152 ! HC 2 Box 152
123 Main St | PO Box 45 ! 123 Main St
123 Main St Box 12 = 123 Main St # 12
# military (section 225)
PSC 802 Box 74 | | APO AE 09499 = PSC 802, Box #74 | | APO AE 09499-0074
Unit 2050 Box 4190 | | APO AP 96278 = UNIT 2050, BOX 4190 | | A.P.O. AP 96278
Unit 2050 | Box 4190 | APO AP 96278 = Unit 2050 Box 4190 | | APO AP 96278
CMR 1250 Box 33 | | APO AE 09045 ! CMR 1250 Box 34 | | APO AE 09045
PSC 802 Box 74 | | APO AE 09499 ! PSC 803 Box 74 | | APO AE 09499
# names and notes on the lines
123 Main St | c/o John Roe = 123 Main St
c/o John Roe | 123 Main St = 123 Main St
c/o John Roe, 123 Main St = 123 Main St
% John Roe | 123 Main St = 123 Main St
123 Main St | Attn: Jane = 123 Main St
Attn Jane Roe | 123 Main St Apt 4 = 123 Main St Apt 4
The Oaks | 123 Main St = 123 Main St
Empire State Building | 350 5th Ave = 350 Fifth Avenue
123 Main St | Gate code on request = 123 Main St
123 Main St | Leave at the side door = 123 Main St
123 Main St | Redlands, CA 92373 = 123 Main St
123 Main St, Redlands CA 92373 = 123 Main St
123 Main St, Redlands, CA = 123 Main St
Lake Park Apartments | 123 Main St = 123 Main St
Oak Park Village | 123 Main St Apt 4 = 123 Main St Apt 4
The Oaks at 5th | 123 Main St = 123 Main St
123 Main St | Apt 4, The Oaks = 123 Main St Apt 4
123 Main St | gate code 1234 = 123 Main St
123 | Main St = 123 Main St
123 N | Main St = 123 N Main St
123 Main St Apt 4 | The Oaks ! 123 Main St | The Oaks
# the town
123 Main St | | Redlands CA 92373 = 123 Main St | | Redlands CA 92373-1234
123 Main St | | Redlands CA 92373 = 123 Main St | | Yucaipa CA 92373
123 Main St | | Redlands CA 92373 = 123 Main St | | Redlands California 92373
123 Main St | | Redlands CA 923731234 = 123 Main St | | Redlands CA 92373
123 Main St | | Boston MA 2139 = 123 Main St | | Boston MA 02139
123 Main St | | St. Paul MN = 123 Main St | | Saint Paul Minnesota
123 Main St | | Mt Vernon NY = 123 Main St | | Mount Vernon NY
123 Main St | | Redlands CA = 123 Main St | | Redlands CA 92373
123 Main St | | Redlands CA 92373 ! 123 Main St | | Highland CA 92346
123 Main St | | Redlands CA 92373 ! 123 Main St | | Redlands CA 92374
123 Main St | | Redlands CA ! 123 Main St | | Highland CA
123 Main St | | Portland OR ! 123 Main St | | Portland ME
# Puerto Rico (section 29)
Urb Las Gladiolas | 150 Calle A | San Juan PR 00926 = Urbanizacion Las Gladiolas | 150 Calle A | San Juan PR 00926
150 Avenida Ashford | | San Juan PR 00907 = 150 Ave Ashford | | San Juan PR 00907
150 Calle Sol Apto 4 | | San Juan PR 00901 = 150 Calle Sol Apt 4 | | San Juan PR 00901
150 Calle A | Urb Las Gladiolas | San Juan PR 00926 = Urb Las Gladiolas | 150 Calle A | San Juan PR 00926
Urb Las Gladiolas | 150 Calle A | San Juan PR 00926 ! Urb Las Lomas | 150 Calle A | San Juan PR 00926
B12 Calle 5 | | San Juan PR 00926 = Calle 5 B-12 | | San Juan PR 00926
150 Calle A | | San Juan PR 00926 ! 150 Calle B | | San Juan PR 00926
"""  # noqa: E501
_TOWN = re.compile(r"(?P<city>.*?) (?P<state>[A-Z]{2}|California|Minnesota)(?: (?P<zip>[0-9-]+))?")


@dataclass(frozen=True)
class Pair:
    """Two addresses, and whether one door is behind them."""

    line: str
    one: PostalAddress
    other: PostalAddress
    is_same: bool


def pairs() -> list[Pair]:
    """All of them, in the order of the table."""
    return [_pair(line) for line in _TABLE.splitlines() if line and not line.startswith("# ")]


def _pair(line: str) -> Pair:
    left, sign, right = re.split(r" ([=!]) ", line)
    return Pair(line, _address(left), _address(right), sign == "=")


def _address(text: str) -> PostalAddress:
    line1, line2, town, *_ = (*(part.strip() for part in text.split("|")), "", "", "")
    match = _TOWN.fullmatch(town or "Redlands CA 92373")
    assert match is not None
    return PostalAddress(
        name="Jane Roe",
        line1=line1,
        line2=line2,
        city=match["city"],
        state=match["state"],
        postal_code=match["zip"] or "",
    )
