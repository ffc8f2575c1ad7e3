"""Given names that people use for one another: formal names, their short forms and their spellings."""

from __future__ import annotations

from typing import Final

# A line is one formal name. A short form may stand on several lines: Pat is Patrick and Patricia.
_NAMES = """
abigail abby abbie gail
albert al bert bertie
alexander alex alec xander sandy
alexandra alex sandra sandy lexi
alfred al fred alf alfie
andrew andy drew
anne ann anna annie nan nancy
anthony antony tony
arthur art artie
barbara barb barbie babs barbra
benjamin ben benny benji
bernard bernie
beverly bev beverley
bradley brad
caroline carolyn carol carrie
catherine katherine kathryn catharine katharine cathy kathy kate katie kat kay kitty cate
charles charlie chuck chas chaz
charlotte lottie charlie
christina christine christin kristina kristine chris tina chrissy kris
christopher chris kris topher kit
cynthia cindy
daniel dan danny
david dave davy davey
deborah debra deb debbie debby
dennis denis denny
dominic dominick nick dom
donald don donnie donny
dorothy dorothea dot dottie dolly
douglas doug
edward ed eddie eddy ted teddy ned
edwin ed eddie
eleanor elinor ellie nell nellie nora
elizabeth elisabeth liz lizzie beth betty betsy bess bessie eliza libby lisa
emily em emmy
eugene gene
evelyn eve evie
florence flo flossie
frances fran francie frannie
francis frank fran
franklin frank
frederick fredrick frederic fred freddie freddy
gabriel gabe
geoffrey jeffrey jeffery jeff geoff
george georgie
gerald gerry jerry
gerard gerry jerry
gilbert gil bert
gregory greg gregg
harold harry hal
harry henry hank hal
helen nell nellie
herbert herb bert
isabel isabelle isabella bella izzy belle
jacob jake jack
jacqueline jackie jacquelyn
james jim jimmy jamie jas
janet jan
jennifer jen jenn jenny jennie
jessica jess jessie
joan joanie
joanne joann joanna jo
john jon jack johnny johnnie jno
jonathan jonathon johnathan jon johnny
joseph joe joey jos
joshua josh
josephine jo josie
judith judy judi
julia julie
kenneth ken kenny
kimberly kim
lawrence laurence larry lars
leonard len lenny leo
lillian lilian lily lil
linda lynda lindy
louis lewis lou louie
louise lou
lucille lucy
margaret marguerite margarita peggy peg maggie meg marge margie margo daisy greta rita madge
marilyn mary
martha marty mattie
martin marty
mary marie maria molly polly mae mamie
matthew mathew matt
maxwell max
melissa mel missy
michael mike mick mickey micheal
mildred millie
mitchell mitch
nathan nathaniel nate nat
nicholas nicolas nick nicky
nicole nikki nicky
norman norm
oliver ollie
pamela pam
patricia pat patty patti tricia trish
patrick pat paddy
paul paulie
peter pete
philip phillip phil
raymond ray
rebecca becky becca
richard rick rich dick ricky rickey richie
robert rob bob bobby robbie bert
roberta bobbie
roger rodger
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam
samuel sam sammy
sarah sara sally sadie
shirley shirl
stanley stan
stephanie steph
stephen steven steve
susan suzanne susanna sue susie suzie suzy
sylvia silvia
teresa theresa terry tess teri terri
terence terrence terry
theodore ted teddy theo
thomas tom tommy thos
timothy tim timmy
valerie val
victor vic
victoria vicky vicki vickie tori
vincent vince vinny vinnie
virginia ginny ginger
walter walt wally
william bill will billy willie liam wm
zachary zach zack zac
"""


def _table() -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(_NAMES.split("\n")):
        for name in line.split():
            lines.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in lines.items()}


_LINES: Final = _table()


def are_alike(one: str, other: str) -> bool:
    """Whether two folded given names can be one person's: `peggy` and `margaret`."""
    nothing: frozenset[int] = frozenset()
    return one == other or not _LINES.get(one, nothing).isdisjoint(_LINES.get(other, nothing))
