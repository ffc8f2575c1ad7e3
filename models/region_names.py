"""What regions abroad are called in English, where the country's own post calls them otherwise.

Callers say Moscow, Florence and Mexico City; the data of addresses know Москва, Firenze and Ciudad de
México. The names are those of ISO 3166-2 in their usual English spelling, and of the years since.
"""

from __future__ import annotations

from collections.abc import Iterator

_NAMES = {
    "AR": "AR-C=Buenos Aires City|City of Buenos Aires|Autonomous City of Buenos Aires|CABA",
    "BR": "BR-DF=Federal District",
    "BS": "N.P.=Nassau",
    "CL": "CL-RM=Santiago|Santiago Metropolitan|Metropolitan",
    "CN": "CN-11=Peking; CN-15=Inner Mongolia; CN-54=Tibet; CN-92=Macao",
    "CU": "La Habana=Havana; Isla de la Juventud=Isle of Youth",
    "ES": (
        "La Coruña=A Coruña|Corunna; Guipúzcoa=Gipuzkoa; Vizcaya=Bizkaia|Biscay; Álava=Araba; "
        "Lérida=Lleida; Girona=Gerona; Ourense=Orense; Navarra=Navarre; Sevilla=Seville; "
        "Zaragoza=Saragossa; Islas Baleares=Illes Balears|Balearic Islands|Balears"
    ),
    "IN": "IN-OR=Orissa; IN-PY=Pondicherry; IN-UT=Uttaranchal",
    "IT": (
        "IT-AO=Aosta Valley; IT-BZ=South Tyrol|Bozen; IT-FI=Florence; IT-GE=Genoa; IT-LI=Leghorn; "
        "IT-MB=Monza and Brianza; IT-MI=Milan; IT-MN=Mantua; IT-NA=Naples; IT-PD=Padua; "
        "IT-PU=Pesaro and Urbino; IT-RM=Rome; IT-SR=Syracuse; IT-SU=South Sardinia; IT-TN=Trent; "
        "IT-TO=Turin; IT-VE=Venice"
    ),
    "MX": "MX-CMX=Mexico City; MX-MEX=State of Mexico|Mexico State",
    "MY": "Pulau Pinang=Penang; Melaka=Malacca",
    "MZ": "Cidade de Maputo=Maputo City",
    "NG": "Federal Capital Territory=Abuja|FCT",
    "PE": (
        "Municipalidad Metropolitana de Lima=Lima|Metropolitan Lima; Cuzco=Cusco; "
        "Gobierno Regional de Lima=Lima Region|Lima Department"
    ),
    "PH": (
        "Metro Manila=Manila|National Capital Region; Mindoro Occidental=Occidental Mindoro; "
        "Mindoro Oriental=Oriental Mindoro; Compostela Valley=Davao de Oro"
    ),
    "RU": (
        "RU-AD=Adygea; RU-AL=Altai Republic; RU-ALT=Altai Krai; RU-AMU=Amur; RU-ARK=Arkhangelsk; "
        "RU-AST=Astrakhan; RU-BA=Bashkortostan|Bashkiria; RU-BEL=Belgorod; RU-BRY=Bryansk; "
        "RU-BU=Buryatia; RU-CE=Chechnya; RU-CHE=Chelyabinsk; RU-CHU=Chukotka; RU-CU=Chuvashia; "
        "RU-DA=Dagestan; RU-IN=Ingushetia; RU-IRK=Irkutsk; RU-IVA=Ivanovo; RU-KAM=Kamchatka; "
        "RU-KB=Kabardino-Balkaria; RU-KC=Karachay-Cherkessia; RU-KDA=Krasnodar; "
        "RU-KEM=Kemerovo|Kuzbass; RU-KGD=Kaliningrad; RU-KGN=Kurgan; RU-KHA=Khabarovsk; "
        "RU-KHM=Khanty-Mansi|Khanty-Mansi Autonomous Okrug; RU-KIR=Kirov; RU-KK=Khakassia; "
        "RU-KL=Kalmykia; RU-KLU=Kaluga; RU-KO=Komi; RU-KOS=Kostroma; RU-KR=Karelia; RU-KRS=Kursk; "
        "RU-KYA=Krasnoyarsk; RU-LEN=Leningrad; RU-LIP=Lipetsk; RU-MAG=Magadan; RU-ME=Mari El; "
        "RU-MO=Mordovia; RU-MOS=Moscow Oblast|Moscow Region; RU-MOW=Moscow|Moscow City; "
        "RU-MUR=Murmansk; RU-NEN=Nenets|Nenets Autonomous Okrug; RU-NGR=Novgorod; "
        "RU-NIZ=Nizhny Novgorod; RU-NVS=Novosibirsk; RU-OMS=Omsk; RU-ORE=Orenburg; "
        "RU-ORL=Oryol|Orel; RU-PER=Perm; RU-PNZ=Penza; RU-PRI=Primorsky|Primorye; RU-PSK=Pskov; "
        "RU-ROS=Rostov; RU-RYA=Ryazan; RU-SA=Sakha|Yakutia; RU-SAK=Sakhalin; RU-SAM=Samara; "
        "RU-SAR=Saratov; RU-SE=North Ossetia|North Ossetia-Alania; RU-SMO=Smolensk; "
        "RU-SPE=St Petersburg; RU-STA=Stavropol; RU-SVE=Sverdlovsk; RU-TA=Tatarstan; RU-TAM=Tambov; "
        "RU-TOM=Tomsk; RU-TUL=Tula; RU-TVE=Tver; RU-TY=Tuva; RU-TYU=Tyumen; RU-UD=Udmurtia; "
        "RU-ULY=Ulyanovsk; RU-VGG=Volgograd; RU-VLA=Vladimir; RU-VLG=Vologda; RU-VOR=Voronezh; "
        "RU-YAN=Yamalo-Nenets|Yamalo-Nenets Autonomous Okrug; RU-YAR=Yaroslavl; "
        "RU-YEV=Jewish Autonomous Oblast; RU-ZAB=Zabaykalsky|Transbaikal"
    ),
    "UA": (
        "UA-05=Vinnytsia; UA-07=Volyn; UA-09=Luhansk; UA-12=Dnipropetrovsk; UA-14=Donetsk; "
        "UA-18=Zhytomyr; UA-21=Zakarpattia|Transcarpathia; UA-23=Zaporizhzhia; "
        "UA-26=Ivano-Frankivsk; UA-30=Kyiv|Kyiv City|Kiev|Kiev City; "
        "UA-32=Kyiv Oblast|Kyiv Region|Kiev Region; UA-35=Kirovohrad; "
        "UA-46=Lviv; UA-48=Mykolaiv; UA-51=Odesa; UA-53=Poltava; UA-56=Rivne; UA-59=Sumy; "
        "UA-61=Ternopil; UA-63=Kharkiv; UA-65=Kherson; UA-68=Khmelnytskyi; UA-71=Cherkasy; "
        "UA-74=Chernihiv; UA-77=Chernivtsi"
    ),
    "VE": "Distrito Federal=Capital District|Caracas; Vargas=La Guaira",
    "VN": "VN-SG=Saigon",
}  # fmt: skip
"""By country: what the data know a region by, and what it is called in English."""


def in_english(country: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the data know a region by, with its English names."""
    for entry in filter(None, _NAMES.get(country, "").split("; ")):
        known, _, said = entry.partition("=")
        yield known, tuple(said.split("|"))


def countries() -> tuple[str, ...]:
    """The countries of which there are such names."""
    return tuple(_NAMES)
