//! The words that numbers, amounts and addresses are said in, by language.

use super::date::Lang;

/// One language's words, folded: lower case, no accents.
pub(super) struct Language {
    /// Words that add up to a number, the hyphen of "twenty-five" apart.
    pub units: &'static [(&'static str, u32)],
    /// Hundred, where it is a word of its own.
    pub hundred: Option<&'static str>,
    /// Words that multiply all said before them.
    pub scales: &'static [(&'static str, f64)],
    /// Those of them that may start a number: "mil quinientos".
    pub leading: &'static [&'static str],
    /// Scales that only amounts have, in words and behind digits.
    pub amounts: &'static [&'static str],
    /// Scales behind digits, as long as a word of `units` or `scales` does not say it.
    pub factors: &'static [(&'static str, f64)],
    /// Joins the parts of a number.
    pub and: &'static str,
    /// Whether "and" stands between tens and ones ("treinta y dos"), or behind hundreds.
    pub and_joins_tens: bool,
    /// Articles and the like that are numbers only together with others.
    pub alone: &'static [&'static str],
    /// Words in front of a number that make a bound of it, the longest first.
    pub bounds: &'static [&'static str],
    /// That of them behind which two numbers with "and" are the ends of a range.
    pub between: &'static str,
    /// Leads from one end of a range to the other.
    pub to: &'static str,
    /// In front of a range, makes its ends an old and a new value.
    pub from: &'static str,
    /// Words for "or".
    pub or: &'static [&'static str],
    /// Words in front of a price.
    pub prices: &'static [&'static str],
    /// Currencies said behind an amount.
    pub currencies: &'static [&'static str],
    /// Digits of a telephone number.
    pub digits: &'static [(&'static str, char)],
    /// Says the next digit twice.
    pub double: &'static str,
    /// How many digits a phone number of the country has that has fewer than ten, and what it starts with.
    pub short_phone: Option<(usize, &'static str)>,
    /// The lengths of the groups of a phone number of ten digits that the United States write
    /// differently.
    pub grouped_phone: &'static [usize],
    /// The sign in the middle of an e-mail address.
    pub at: &'static str,
    /// Words for the marks of an e-mail address, the longest first.
    pub marks: &'static [(&'static [&'static str], &'static str)],
    /// Months and moments that are names or other words too.
    pub doubtful: &'static [&'static str],
    /// Words in front that make times of those.
    pub dating: &'static [&'static str],
}

impl Language {
    pub(super) fn of(lang: Lang) -> &'static Language {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Es => &SPANISH,
        }
    }

    /// The value of a word of a number below a thousand.
    pub(super) fn unit(&self, word: &str) -> Option<f64> {
        if let Some((_, value)) = self.units.iter().find(|(unit, _)| *unit == word) {
            return Some(f64::from(*value));
        }
        let (tens, one) = word.split_once('-')?;
        let (tens, one) = (self.unit(tens)?, self.unit(one)?);
        (tens >= 20.0 && one < 10.0).then_some(tens + one)
    }

    /// What a word multiplies by.
    pub(super) fn scale(&self, word: &str) -> Option<f64> {
        self.scales
            .iter()
            .find(|(scale, _)| *scale == word)
            .map(|(_, by)| *by)
    }

    /// The digit a word stands for in a phone number.
    pub(super) fn digit(&self, word: &str) -> Option<char> {
        self.digits
            .iter()
            .find(|(said, _)| *said == word)
            .map(|(_, digit)| *digit)
    }
}

const ENGLISH: Language = Language {
    units: ENGLISH_UNITS,
    hundred: Some("hundred"),
    scales: &[
        ("thousand", 1e3),
        ("grand", 1e3),
        ("k", 1e3),
        ("million", 1e6),
        ("mil", 1e6),
    ],
    leading: &[],
    amounts: &["grand", "k"],
    factors: &[
        ("hundred", 1e2),
        ("k", 1e3),
        ("thousand", 1e3),
        ("grand", 1e3),
        ("m", 1e6),
        ("mil", 1e6),
        ("million", 1e6),
    ],
    and: "and",
    and_joins_tens: false,
    alone: &["one"],
    bounds: &[
        "no more than",
        "not more than",
        "no less than",
        "upwards of",
        "less than",
        "more than",
        "fewer than",
        "greater than",
        "at least",
        "at most",
        "between",
        "maximum",
        "minimum",
        "negative",
        "under",
        "above",
        "below",
        "minus",
        "over",
    ],
    between: "between",
    to: "to",
    from: "from",
    or: &["or"],
    prices: &["for", "worth", "at"],
    currencies: &["dollars", "dollar", "bucks", "usd"],
    digits: &[
        ("oh", '0'),
        ("zero", '0'),
        ("o", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
    ],
    double: "double",
    grouped_phone: &[],
    short_phone: None,
    at: "at",
    marks: &[
        (&["dot"], "."),
        (&["point"], "."),
        (&["underscore"], "_"),
        (&["dash"], "-"),
        (&["hyphen"], "-"),
    ],
    doubtful: &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "sat",
        "sun",
        "second",
        "now",
    ],
    dating: &[
        "in", "for", "by", "this", "next", "last", "on", "until", "since", "of", "during", "due",
        "from", "all",
    ],
};

const SPANISH: Language = Language {
    units: SPANISH_UNITS,
    hundred: None,
    scales: &[("mil", 1e3), ("k", 1e3), ("millon", 1e6), ("millones", 1e6)],
    leading: &["mil"],
    amounts: &["k"],
    factors: &[
        ("k", 1e3),
        ("mil", 1e3),
        ("m", 1e6),
        ("millon", 1e6),
        ("millones", 1e6),
    ],
    and: "y",
    and_joins_tens: true,
    alone: &["un", "una", "uno"],
    bounds: &[
        "por debajo de",
        "por encima de",
        "por lo menos",
        "como maximo",
        "como minimo",
        "a lo sumo",
        "como mucho",
        "no mas de",
        "menos de",
        "mas de",
        "al menos",
        "entre",
        "menos",
    ],
    between: "entre",
    to: "a",
    from: "de",
    or: &["o", "u"],
    prices: &["por", "de", "vale"],
    currencies: &[
        "dolares", "dolar", "euros", "euro", "pesos", "peso", "soles", "usd", "mxn", "eur", "pavos",
    ],
    digits: &[
        ("cero", '0'),
        ("uno", '1'),
        ("dos", '2'),
        ("tres", '3'),
        ("cuatro", '4'),
        ("cinco", '5'),
        ("seis", '6'),
        ("siete", '7'),
        ("ocho", '8'),
        ("nueve", '9'),
    ],
    double: "doble",
    // Mexico, Argentina
    grouped_phone: &[2, 4, 4],
    // Spain
    short_phone: Some((9, "6789")),
    at: "arroba",
    marks: &[
        (&["guion", "bajo"], "_"),
        (&["raya", "baja"], "_"),
        (&["guion", "medio"], "-"),
        (&["guion"], "-"),
        (&["punto"], "."),
        (&["subguion"], "_"),
    ],
    doubtful: &[
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "setiembre",
        "octubre",
        "noviembre",
        "diciembre",
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sep",
        "sept",
        "oct",
        "nov",
        "dic",
        "dom",
        "ahora",
        "ahorita",
    ],
    dating: &[
        "en", "de", "desde", "hasta", "este", "proximo", "ultimo", "durante", "entre", "a", "todo",
        "mes",
    ],
};

const ENGLISH_UNITS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

const SPANISH_UNITS: &[(&str, u32)] = &[
    ("un", 1),
    ("una", 1),
    ("uno", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("once", 11),
    ("doce", 12),
    ("trece", 13),
    ("catorce", 14),
    ("quince", 15),
    ("dieciseis", 16),
    ("diecisiete", 17),
    ("dieciocho", 18),
    ("diecinueve", 19),
    ("veinte", 20),
    ("veintiuno", 21),
    ("veintiun", 21),
    ("veintiuna", 21),
    ("veintidos", 22),
    ("veintitres", 23),
    ("veinticuatro", 24),
    ("veinticinco", 25),
    ("veintiseis", 26),
    ("veintisiete", 27),
    ("veintiocho", 28),
    ("veintinueve", 29),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("setenta", 70),
    ("ochenta", 80),
    ("noventa", 90),
    ("cien", 100),
    ("ciento", 100),
    ("doscientos", 200),
    ("doscientas", 200),
    ("trescientos", 300),
    ("trescientas", 300),
    ("cuatrocientos", 400),
    ("cuatrocientas", 400),
    ("quinientos", 500),
    ("quinientas", 500),
    ("seiscientos", 600),
    ("seiscientas", 600),
    ("setecientos", 700),
    ("setecientas", 700),
    ("ochocientos", 800),
    ("ochocientas", 800),
    ("novecientos", 900),
    ("novecientas", 900),
];
