"""An amount of something, the units it may be in, and when two amounts are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from genchi.errors import UsageError

Kind = Literal["number", "ordinal", "percent", "money", "measure", "date", "time"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount read from a text: what kind, how much, of what unit, and where it stands.

    `value` is an exact decimal, in `unit`; 5 % is `Decimal(5)` with the unit "%". Dates and times
    have a string in ISO 8601 form instead, see `quantities`.
    """

    kind: Kind
    value: Decimal | str
    unit: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, with the dimension it measures and its exact size in that dimension's base unit."""

    name: str
    kind: Kind
    dimension: str
    size: Decimal


# Name, kind, dimension, size; spellings in Latin letters (s: may take an s); Chinese spellings.
# A Chinese spelling may end in a look-ahead against longer words that begin with it.
_TABLE: tuple[tuple[str, Kind, str, str, str, str], ...] = (
    ("%", "percent", "share", "0.01", "% percent per_cent pct", ""),
    ("‰", "percent", "share", "0.001", "‰", ""),
    ("pp", "percent", "points", "1", "percentage_points pp", "百分点"),
    ("bp", "percent", "points", "0.01", "basis_points bps", "基点"),
    ("mm", "measure", "length", "0.001", "mm millimeters millimetres", "毫米"),
    ("cm", "measure", "length", "0.01", "cm centimeters centimetres", "厘米|公分"),
    ("m", "measure", "length", "1", "m meters metres", "米(?![饭粉其])|公尺"),
    ("km", "measure", "length", "1000", "km kms kilometers kilometres", "公里|千米"),
    ("里", "measure", "length", "500", "", "里(?![面边程])|华里"),
    ("in", "measure", "length", "0.0254", "inch inches", "英寸"),
    ("ft", "measure", "length", "0.3048", "ft foot feet", "英尺"),
    ("yd", "measure", "length", "0.9144", "yards", "码(?!头)"),
    ("mi", "measure", "length", "1609.344", "miles", "英里"),
    ("mg", "measure", "mass", "0.000001", "mg milligrams", "毫克"),
    ("g", "measure", "mass", "0.001", "g grams", "克(?![服隆拉])"),
    ("kg", "measure", "mass", "1", "kg kgs kilograms kilos", "公斤|千克"),
    ("斤", "measure", "mass", "0.5", "", "斤"),
    ("t", "measure", "mass", "1000", "t tonnes metric_tons", "吨"),
    ("lb", "measure", "mass", "0.45359237", "lb lbs pounds", "磅"),
    ("oz", "measure", "mass", "0.028349523125", "oz ounces", "盎司"),
    ("ml", "measure", "volume", "0.001", "ml mL milliliters millilitres", "毫升"),
    ("L", "measure", "volume", "1", "L l liters litres", "升(?![级学职高])|公升"),
    ("m³", "measure", "volume", "1000", "m³ m3 cubic_meters cubic_metres", "立方米"),
    ("m²", "measure", "area", "1", "m² m2 sqm square_meters square_metres", "平方米|平米"),
    ("ha", "measure", "area", "10000", "ha hectares", "公顷"),
    ("km²", "measure", "area", "1000000", "km² km2 square_kilometres", "平方公里|平方千米"),
    ("亩", "measure", "area 亩", "1", "", "亩"),
    ("ms", "measure", "time", "0.001", "ms milliseconds", "毫秒"),
    ("s", "measure", "time", "1", "s secs seconds", "秒钟|秒"),
    ("min", "measure", "time", "60", "min mins minutes", "分钟"),
    ("h", "measure", "time", "3600", "h hrs hours", "小时|钟头"),
    ("d", "measure", "time", "86400", "days", "天(?![津空下气])"),
    ("week", "measure", "time", "604800", "wks weeks", "周(?![年末])|星期|礼拜"),
    ("month", "measure", "calendar", "1", "months", "个半月|个月"),
    ("year", "measure", "calendar", "12", "yrs years", "年(?![级代轻糕])|周年|岁"),
    ("°C", "measure", "celsius", "1", "°C ℃ degrees_Celsius degrees_C", "摄氏度|度(?![假过量])"),
    ("°F", "measure", "fahrenheit", "1", "°F ℉ degrees_Fahrenheit degrees_F", "华氏度"),
    ("°", "measure", "degrees", "1", "° degrees", ""),
    ("km/h", "measure", "speed", "1", "km/h kph kmh", "公里/小时|公里每小时"),
    ("mph", "measure", "speed", "1.609344", "mph", ""),
    ("W", "measure", "power", "1", "W watts", "瓦"),
    ("kW", "measure", "power", "1000", "kW kilowatts", "千瓦(?!时)"),
    ("MW", "measure", "power", "1000000", "MW megawatts", "兆瓦"),
    ("kWh", "measure", "energy", "1", "kWh", "千瓦时"),
    # 1000 or 1024 of the next smaller one: not exact, so never converted.
    ("KB", "measure", "KB", "1", "KB kB kilobytes", ""),
    ("MB", "measure", "MB", "1", "MB megabytes", ""),
    ("GB", "measure", "GB", "1", "GB gigabytes", ""),
    ("TB", "measure", "TB", "1", "TB terabytes", ""),
    ("times", "measure", "times", "1", "times fold", "倍"),
    ("CNY", "money", "CNY", "1", "CNY RMB yuan", "元人民币|元(?![素旦宵件老])|块钱|人民币"),
    ("角", "money", "CNY", "0.1", "", "角(?![度色落])|毛钱"),
    ("USD", "money", "USD", "1", "USD dollars bucks US_dollars", "美元|美金"),
    ("cent", "money", "USD", "0.01", "cents", "美分"),
    ("EUR", "money", "EUR", "1", "EUR euros €", "欧元"),
    ("GBP", "money", "GBP", "1", "GBP pounds_sterling", "英镑"),
    ("JPY", "money", "JPY", "1", "JPY yen", "日元|日圆|円"),
    ("HKD", "money", "HKD", "1", "HKD Hong_Kong_dollars", "港元|港币"),
    ("TWD", "money", "TWD", "1", "TWD NTD", "新台币|台币"),
    ("KRW", "money", "KRW", "1", "KRW", "韩元"),
    ("INR", "money", "INR", "1", "INR rupees", "卢比"),
    ("AUD", "money", "AUD", "1", "AUD", "澳元"),
    ("CAD", "money", "CAD", "1", "CAD", "加元"),
    ("SGD", "money", "SGD", "1", "SGD", "新元"),
    ("CHF", "money", "CHF", "1", "CHF", "瑞士法郎"),
    ("RUB", "money", "RUB", "1", "RUB rubles roubles", "卢布"),
)  # fmt: skip

# What stands before an amount of money.
CURRENCY_SIGNS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "$": "USD",
    "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "₩": "KRW", "₹": "INR", "₽": "RUB",
    "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CNY": "CNY", "RMB": "CNY", "JPY": "JPY",
    "HKD": "HKD", "TWD": "TWD", "AUD": "AUD", "CAD": "CAD", "SGD": "SGD", "CHF": "CHF",
    "INR": "INR", "KRW": "KRW", "人民币": "CNY", "港币": "HKD", "美金": "USD",
}  # fmt: skip

UNITS: dict[str, Unit] = {
    name: Unit(name, kind, dimension, Decimal(size)) for name, kind, dimension, size, _, _ in _TABLE
}


def unit_after(text: str, place: int) -> tuple[Unit, int, Decimal] | None:
    """The unit that follows a number which ends at `place`, where it ends, and a half to add.

    >>> unit, end, half = unit_after("3 km away", 1)
    >>> unit.name, end, half
    ('km', 4, Decimal('0'))
    >>> unit_after("两个半小时", 1)[2]
    Decimal('0.5')
    """
    match = _latin_unit().match(text, place)
    if match:
        return UNITS[_latin_names()[_spelling(match.group("unit"))]], match.end(), Decimal(0)
    match = _chinese_unit().match(text, place)
    if match is None:
        return None
    half = Decimal("0.5") if "半" in match.group() else Decimal(0)
    return UNITS[_chinese_names()[match.group("unit")]], match.end(), half


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are the same amount, units converted where that is exact.

    A percentage is the same as its share of one (50 % and 0.5). Dates and times are the same if
    they share a reading; a time that does not say which half of the day matches both. The number
    2024 is the same as the year. Amounts of different kinds or currencies are never the same.

    >>> from genchi.text import quantities
    >>> (a, b), (c, d) = quantities("90 minutes, 1.5小时"), quantities("50% or a half")
    >>> same_quantity(a, b), same_quantity(c, d), same_quantity(a, c)
    (True, True, False)
    """
    if not isinstance(a, Quantity) or not isinstance(b, Quantity):
        raise UsageError(f"same_quantity compares two quantities, not {a!r} and {b!r}")
    if isinstance(a.value, str) and isinstance(b.value, str):
        return a.kind == b.kind and bool(_readings(a) & _readings(b))
    if isinstance(a.value, str) or isinstance(b.value, str):
        return _is_year(a, b) or _is_year(b, a)
    dimension_a, base_a = _in_base_units(a, a.value)
    dimension_b, base_b = _in_base_units(b, b.value)
    return dimension_a == dimension_b and _equal(base_a, base_b)


def _in_base_units(quantity: Quantity, value: Decimal) -> tuple[str, Decimal]:
    unit = UNITS.get(quantity.unit)
    if unit is not None:
        return unit.dimension, value * unit.size
    return ("share" if quantity.kind == "number" else quantity.kind), value


def _equal(a: Decimal, b: Decimal) -> bool:
    # A third has no exact decimal: 28 digits are kept, 20 compared.
    return abs(a - b) <= max(abs(a), abs(b)) * Decimal("1e-20")


def _readings(quantity: Quantity) -> set[str]:
    readings = set(str(quantity.value).split("|"))
    if quantity.unit != "12h":
        return readings
    return readings | {f"{(int(r[:2]) + 12) % 24:02d}{r[2:]}" for r in readings}


def _is_year(date: Quantity, number: Quantity) -> bool:
    return (
        date.kind == "date"
        and number.kind == "number"
        and isinstance(number.value, Decimal)
        and number.value == number.value.to_integral_value()
        and date.value == f"{number.value:f}".partition(".")[0]
    )


def _spelling(written: str) -> str:
    written = re.sub(r"\s+", " ", written)
    return written if written in _latin_names() else written.lower()


@cache
def _latin_names() -> dict[str, str]:
    """Every spelling in Latin letters, with the name of its unit. Words also without their s."""
    names: dict[str, str] = {}
    for name, _, _, _, spellings, _ in _TABLE:
        for spelled in spellings.replace("_", "\0").split():
            word = spelled.replace("\0", " ")
            names[word] = name
            if len(word) > 3:
                names[word.lower()] = name
                names[word.removesuffix("s").lower()] = name
    return names | {"hr": "h", "sec": "s", "yr": "year", "wk": "week"}


@cache
def _latin_unit() -> re.Pattern[str]:
    def pattern(spelled: str) -> str:
        escaped = re.escape(spelled).replace(r"\ ", r"\s")
        return f"(?i:{escaped})" if len(spelled) > 3 else escaped

    ordered = sorted(_latin_names(), key=len, reverse=True)
    letters = "|".join(pattern(spelled) for spelled in ordered)
    return re.compile(
        rf"(?:[\s-]?(?:of\s)?(?:an?\s)?)(?P<unit>{letters})(?:(?<![A-Za-z])|(?![A-Za-z0-9]))"
    )


@cache
def _chinese_names() -> dict[str, str]:
    """Every Chinese spelling without its look-ahead, with the name of its unit."""
    return {
        spelled.partition("(?!")[0]: name
        for name, _, _, _, _, spellings in _TABLE
        for spelled in spellings.split("|")
        if spelled
    }


@cache
def _chinese_unit() -> re.Pattern[str]:
    spellings = [spelled for *_, row in _TABLE for spelled in row.split("|") if spelled]
    # The longest first, so that 平方米 is not read as something shorter.
    ordered = sorted(spellings, key=lambda spelled: -len(spelled.partition("(?!")[0]))
    return re.compile(rf"\s?[多余来]?(?:个半|个)?(?P<unit>{'|'.join(ordered)})(?:半(?![夜年天]))?")
