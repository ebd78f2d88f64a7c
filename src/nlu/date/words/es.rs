//! Spanish words of time, without accents: "mañana" is looked up as "manana".

use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use chrono_tz::{America, Europe};

use super::Key as K;
use super::Part as P;
use super::Sense::{
    self, Key, MaybeMonth, MaybeWeekday, Month, Number, Ordinal, OrdinalEnd, Part, Repeats, Scale,
    ShortUnit, Unit, Weekday, Weekdays, ZoneArea,
};
use super::Unit as U;

/// Every word the readers know, in lower case, with its senses.
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, &[Sense])] = &[
    // Months. "abril" and "julio" are names of people, "mar" is the sea and a tuesday.
    ("enero", &[Month(1)]), ("ene", &[MaybeMonth(1)]),
    ("febrero", &[Month(2)]), ("feb", &[MaybeMonth(2)]),
    ("marzo", &[Month(3)]), ("mzo", &[MaybeMonth(3)]),
    ("abril", &[MaybeMonth(4)]), ("abr", &[MaybeMonth(4)]),
    ("mayo", &[Month(5)]), ("may", &[MaybeMonth(5)]),
    ("junio", &[Month(6)]), ("jun", &[MaybeMonth(6)]),
    ("julio", &[MaybeMonth(7)]), ("jul", &[MaybeMonth(7)]),
    ("agosto", &[Month(8)]), ("ago", &[MaybeMonth(8)]),
    ("septiembre", &[Month(9)]), ("setiembre", &[Month(9)]), ("sept", &[MaybeMonth(9)]), ("sep", &[MaybeMonth(9)]),
    ("octubre", &[Month(10)]), ("oct", &[MaybeMonth(10)]),
    ("noviembre", &[Month(11)]), ("nov", &[MaybeMonth(11)]),
    ("diciembre", &[Month(12)]), ("dic", &[MaybeMonth(12)]),
    // Days of the week. Those of two letters count only as a whole answer.
    ("lunes", &[Weekday(Mon)]), ("lun", &[Weekday(Mon)]), ("lu", &[MaybeWeekday(Mon)]),
    ("martes", &[Weekday(Tue)]), ("mar", &[MaybeWeekday(Tue), MaybeMonth(3)]), ("ma", &[MaybeWeekday(Tue)]),
    ("miercoles", &[Weekday(Wed)]), ("mierc", &[Weekday(Wed)]), ("mier", &[Weekday(Wed)]), ("mie", &[Weekday(Wed)]),
    ("mx", &[MaybeWeekday(Wed)]),
    ("jueves", &[Weekday(Thu)]), ("jue", &[Weekday(Thu)]), ("juev", &[Weekday(Thu)]),
    ("viernes", &[Weekday(Fri)]), ("vie", &[Weekday(Fri)]), ("vier", &[Weekday(Fri)]),
    ("sabado", &[Weekday(Sat)]), ("sab", &[Weekday(Sat)]), ("sabados", &[Weekdays(Sat)]),
    ("domingo", &[Weekday(Sun)]), ("dom", &[MaybeWeekday(Sun)]), ("domingos", &[Weekdays(Sun)]),
    // Units.
    ("segundo", &[Ordinal(2), Unit(U::Second)]), ("segundos", &[Unit(U::Second)]), ("seg", &[Unit(U::Second)]),
    ("segs", &[Unit(U::Second)]), ("s", &[ShortUnit(U::Second)]),
    ("minuto", &[Unit(U::Minute)]), ("minutos", &[Unit(U::Minute)]), ("minutitos", &[Unit(U::Minute)]),
    ("min", &[Unit(U::Minute)]), ("mins", &[Unit(U::Minute)]),
    ("hora", &[Unit(U::Hour)]), ("horas", &[Unit(U::Hour)]), ("hr", &[Unit(U::Hour)]), ("hrs", &[Unit(U::Hour)]),
    ("hs", &[Unit(U::Hour)]), ("h", &[ShortUnit(U::Hour), Key(K::H)]),
    ("dia", &[Unit(U::Day)]), ("dias", &[Unit(U::Day)]), ("d", &[ShortUnit(U::Day)]),
    ("finde", &[Unit(U::Weekend)]), ("findes", &[Unit(U::Weekend)]), ("weekend", &[Unit(U::Weekend)]),
    ("semana", &[Unit(U::Week)]), ("semanas", &[Unit(U::Week)]), ("sem", &[Unit(U::Week)]),
    ("quincena", &[Unit(U::Fortnight)]), ("quincenas", &[Unit(U::Fortnight)]),
    ("mes", &[Unit(U::Month)]), ("meses", &[Unit(U::Month)]),
    ("trimestre", &[Unit(U::Quarter)]), ("trimestres", &[Unit(U::Quarter)]),
    ("ano", &[Unit(U::Year)]), ("anos", &[Unit(U::Year)]),
    ("decada", &[Unit(U::Decade)]), ("decadas", &[Unit(U::Decade)]),
    ("siglo", &[Unit(U::Century)]), ("siglos", &[Unit(U::Century)]),
    // Numbers.
    ("cero", &[Number(0)]), ("un", &[Number(1), Key(K::A)]), ("una", &[Number(1), Key(K::A)]), ("uno", &[Number(1)]),
    ("dos", &[Number(2)]), ("tres", &[Number(3)]), ("cuatro", &[Number(4)]), ("cinco", &[Number(5)]),
    ("seis", &[Number(6)]), ("siete", &[Number(7)]), ("ocho", &[Number(8)]), ("nueve", &[Number(9)]),
    ("diez", &[Number(10)]), ("once", &[Number(11)]), ("doce", &[Number(12)]), ("trece", &[Number(13)]),
    ("catorce", &[Number(14)]), ("quince", &[Number(15)]), ("dieciseis", &[Number(16)]), ("diecisiete", &[Number(17)]),
    ("dieciocho", &[Number(18)]), ("diecinueve", &[Number(19)]), ("veinte", &[Number(20)]), ("veintiuno", &[Number(21)]),
    ("veintiun", &[Number(21)]), ("veintiuna", &[Number(21)]), ("veintidos", &[Number(22)]), ("veintitres", &[Number(23)]),
    ("veinticuatro", &[Number(24)]), ("veinticinco", &[Number(25)]), ("veintiseis", &[Number(26)]),
    ("veintisiete", &[Number(27)]), ("veintiocho", &[Number(28)]), ("veintinueve", &[Number(29)]),
    ("treinta", &[Number(30)]), ("cuarenta", &[Number(40)]), ("cincuenta", &[Number(50)]), ("sesenta", &[Number(60)]),
    ("setenta", &[Number(70)]), ("ochenta", &[Number(80)]), ("noventa", &[Number(90)]), ("docena", &[Number(12)]),
    ("cien", &[Number(100)]), ("ciento", &[Number(100)]), ("doscientos", &[Number(200)]), ("doscientas", &[Number(200)]),
    ("trescientos", &[Number(300)]), ("trescientas", &[Number(300)]), ("cuatrocientos", &[Number(400)]),
    ("cuatrocientas", &[Number(400)]), ("quinientos", &[Number(500)]), ("quinientas", &[Number(500)]),
    ("seiscientos", &[Number(600)]), ("seiscientas", &[Number(600)]), ("setecientos", &[Number(700)]),
    ("setecientas", &[Number(700)]), ("ochocientos", &[Number(800)]), ("ochocientas", &[Number(800)]),
    ("novecientos", &[Number(900)]), ("novecientas", &[Number(900)]), ("mil", &[Scale(1000)]),
    ("primero", &[Ordinal(1)]), ("primera", &[Ordinal(1)]), ("primer", &[Ordinal(1)]), ("primeros", &[Ordinal(1)]),
    ("primeras", &[Ordinal(1)]), ("segunda", &[Ordinal(2)]), ("tercero", &[Ordinal(3)]), ("tercera", &[Ordinal(3)]),
    ("tercer", &[Ordinal(3)]), ("cuarto", &[Ordinal(4), Key(K::Quarter)]), ("cuarta", &[Ordinal(4)]),
    ("cuartos", &[Key(K::Quarter)]), ("quinto", &[Ordinal(5)]), ("quinta", &[Ordinal(5)]), ("sexto", &[Ordinal(6)]),
    ("sexta", &[Ordinal(6)]), ("septimo", &[Ordinal(7)]), ("septima", &[Ordinal(7)]), ("octavo", &[Ordinal(8)]),
    ("octava", &[Ordinal(8)]), ("noveno", &[Ordinal(9)]), ("novena", &[Ordinal(9)]), ("decimo", &[Ordinal(10)]),
    ("decima", &[Ordinal(10)]), ("undecimo", &[Ordinal(11)]), ("duodecimo", &[Ordinal(12)]),
    ("º", &[OrdinalEnd]), ("°", &[OrdinalEnd]), ("ª", &[OrdinalEnd]), ("er", &[OrdinalEnd]), ("ro", &[OrdinalEnd]),
    ("ra", &[OrdinalEnd]), ("do", &[OrdinalEnd]), ("da", &[OrdinalEnd]), ("to", &[OrdinalEnd]), ("ta", &[OrdinalEnd]),
    ("vo", &[OrdinalEnd]), ("mo", &[OrdinalEnd]),
    // "media" goes with hours of the clock too, "medio" does not.
    ("media", &[Key(K::Half), Key(K::HalfPast)]), ("medio", &[Key(K::Half)]),
    ("par", &[Key(K::Couple)]),
    ("unos", &[Key(K::Few)]), ("unas", &[Key(K::Few)]), ("algunos", &[Key(K::Few)]), ("algunas", &[Key(K::Few)]),
    ("varios", &[Key(K::Few)]), ("varias", &[Key(K::Few)]), ("pocos", &[Key(K::Few)]), ("pocas", &[Key(K::Few)]),
    // Parts of the day; [`BEHIND`] has those that are other words too.
    ("mananas", &[]), ("tarde", &[]), ("noche", &[]),
    ("madrugada", &[Part(P::SmallHours)]), ("madrugadas", &[Part(P::SmallHours)]), ("almuerzo", &[Part(P::Lunch)]),
    ("mediodia", &[Key(K::Noon)]), ("medianoche", &[Key(K::Midnight)]), ("anoche", &[Key(K::LastNight)]),
    ("am", &[Key(K::Am)]), ("pm", &[Key(K::Pm)]), ("a", &[Key(K::To), Key(K::Letter('a'))]),
    ("p", &[Key(K::Letter('p'))]), ("m", &[Key(K::Letter('m'))]),
    // Days counted from today.
    ("hoy", &[Key(K::Today)]), ("manana", &[Key(K::Tomorrow)]), ("ayer", &[Key(K::Yesterday)]),
    ("anteayer", &[Key(K::TwoDaysAgo)]), ("antier", &[Key(K::TwoDaysAgo)]), ("antes-de-ayer", &[Key(K::TwoDaysAgo)]),
    ("ahora", &[Key(K::Now)]), ("ahorita", &[Key(K::Now)]),
    // Directions, in front of what they direct or behind it.
    ("este", &[Key(K::This), ZoneArea(America::New_York)]), ("esta", &[Key(K::This)]), ("estos", &[Key(K::This)]), ("estas", &[Key(K::This)]),
    ("actual", &[Key(K::Current)]), ("presente", &[Key(K::Current)]),
    ("proximo", &[Key(K::Next)]), ("proxima", &[Key(K::Next)]), ("proximos", &[Key(K::Next)]), ("proximas", &[Key(K::Next)]),
    ("prox", &[Key(K::Next)]), ("siguiente", &[Key(K::Next)]), ("siguientes", &[Key(K::Next)]), ("entrante", &[Key(K::Next)]),
    ("ultimo", &[Key(K::Last)]), ("ultima", &[Key(K::Last)]), ("ultimos", &[Key(K::Last)]), ("ultimas", &[Key(K::Last)]),
    ("pasado", &[Key(K::Previous)]), ("pasada", &[Key(K::Previous)]), ("pasados", &[Key(K::Previous)]),
    ("pasadas", &[Key(K::Previous), Key(K::Past)]), ("maximo", &[Key(K::AtMost)]), ("max", &[Key(K::AtMost)]), ("anterior", &[Key(K::Previous)]), ("anteriores", &[Key(K::Previous)]),
    ("hace", &[Key(K::Back)]), ("atras", &[Key(K::Ago)]), ("despues", &[Key(K::Later)]), ("antes", &[Key(K::Earlier)]),
    // Zones, behind "hora".
    ("central", &[ZoneArea(America::Chicago)]), ("pacifico", &[ZoneArea(America::Los_Angeles)]),
    ("peninsular", &[ZoneArea(Europe::Madrid)]),
    // Between one thing and the next.
    ("el", &[Key(K::The), Key(K::On)]), ("la", &[Key(K::The)]), ("los", &[Key(K::The), Key(K::Those)]),
    ("las", &[Key(K::The), Key(K::At)]), ("en", &[Key(K::In)]), ("de", &[Key(K::Of)]),
    ("para", &[Key(K::For)]), ("pa", &[Key(K::For)]), ("por", &[Key(K::For)]), ("durante", &[Key(K::During), Key(K::For)]),
    ("y", &[Key(K::And)]), ("e", &[Key(K::And)]), ("o", &[Key(K::Or), OrdinalEnd]), ("u", &[Key(K::Or)]), ("pero", &[Key(K::But)]),
    ("menos", &[Key(K::Less)]), ("desde", &[Key(K::Since)]), ("hasta", &[Key(K::Until)]), ("entre", &[Key(K::Between)]),
    ("tras", &[Key(K::After)]), ("hacia", &[Key(K::About)]), ("aproximadamente", &[Key(K::Roughly)]), ("aprox", &[Key(K::Roughly)]),
    ("fin", &[Key(K::EndOf)]), ("final", &[Key(K::EndOf)]), ("finales", &[Key(K::EndOf)]), ("fines", &[Key(K::EndOf)]),
    ("principio", &[Key(K::Begin)]), ("principios", &[Key(K::Begin)]), ("comienzo", &[Key(K::Begin)]),
    ("comienzos", &[Key(K::Begin)]), ("inicio", &[Key(K::Begin)]), ("inicios", &[Key(K::Begin)]),
    ("mediados", &[Key(K::Middle)]), ("mitad", &[Key(K::Middle)]), ("resto", &[Key(K::Rest)]),
    ("otro", &[Key(K::Another)]), ("otra", &[Key(K::Another)]), ("otros", &[Key(K::Another)]), ("otras", &[Key(K::Another)]),
    ("temporizador", &[Key(K::Wait)]), ("cronometro", &[Key(K::Wait)]),
    // What repeats.
    ("cada", &[Key(K::Every)]), ("vez", &[Key(K::Once)]), ("veces", &[Key(K::Once)]),
    ("diario", &[Repeats(1, U::Day)]), ("diaria", &[Repeats(1, U::Day)]), ("diariamente", &[Repeats(1, U::Day)]),
    ("semanal", &[Repeats(1, U::Week)]), ("semanalmente", &[Repeats(1, U::Week)]),
    ("quincenal", &[Repeats(2, U::Week)]), ("quincenalmente", &[Repeats(2, U::Week)]),
    ("mensual", &[Repeats(1, U::Month)]), ("mensualmente", &[Repeats(1, U::Month)]),
    ("bimestral", &[Repeats(2, U::Month)]), ("bimensual", &[Repeats(2, U::Month)]),
    ("trimestral", &[Repeats(1, U::Quarter)]), ("trimestralmente", &[Repeats(1, U::Quarter)]),
    ("anual", &[Repeats(1, U::Year)]), ("anualmente", &[Repeats(1, U::Year)]),
    ("q", &[Key(K::Q)]), ("t", &[Key(K::Q)]),
    // Words that may follow "a las 5" without turning it into five of something.
    ("con", &[Key(K::Filler)]), ("sin", &[Key(K::Filler)]), ("si", &[Key(K::Filler)]), ("que", &[Key(K::Filler)]),
    ("porque", &[Key(K::Filler)]), ("entonces", &[Key(K::Filler)]), ("es", &[Key(K::Filler)]), ("son", &[Key(K::Filler)]),
    ("sera", &[Key(K::Filler)]), ("yo", &[Key(K::Filler)]), ("me", &[Key(K::Filler)]), ("te", &[Key(K::Filler)]),
    ("se", &[Key(K::Filler)]), ("le", &[Key(K::Filler)]), ("les", &[Key(K::Filler)]), ("nos", &[Key(K::Filler)]),
    ("lo", &[Key(K::Filler)]), ("mi", &[Key(K::Filler)]), ("mis", &[Key(K::Filler)]), ("tu", &[Key(K::Filler)]), ("su", &[Key(K::Filler)]),
    ("sobre", &[Key(K::Filler)]), ("cuando", &[Key(K::Filler)]), ("mientras", &[Key(K::Filler)]), ("donde", &[Key(K::Filler)]),
    ("tambien", &[Key(K::Filler)]), ("favor", &[Key(K::Filler)]), ("porfa", &[Key(K::Filler)]), ("gracias", &[Key(K::Filler)]),
    ("ok", &[Key(K::Filler)]), ("vale", &[Key(K::Filler)]), ("no", &[Key(K::No)]),
    ];

/// Several words with one meaning. "del" and "al" are two words here, as everywhere behind the cut into words.
#[rustfmt::skip]
pub(super) const PHRASES: &[(&str, &[Sense])] = &[
    ("pasado manana", &[Key(K::InTwoDays)]), ("antes de ayer", &[Key(K::TwoDaysAgo)]),
    ("que viene", &[Key(K::Next)]), ("que vienen", &[Key(K::Next)]), ("que entra", &[Key(K::Next)]),
    ("que paso", &[Key(K::Previous)]), ("en curso", &[Key(K::Current)]),
    ("fin de semana", &[Unit(U::Weekend)]), ("fines de semana", &[Unit(U::Weekend)]),
    ("como maximo", &[Key(K::AtMost)]), ("como mucho", &[Key(K::AtMost)]), ("a lo sumo", &[Key(K::AtMost)]),
    ("no mas de", &[Key(K::AtMost)]), ("un maximo de", &[Key(K::AtMost)]),
    ("dia habil", &[Unit(U::Workday)]), ("dias habiles", &[Unit(U::Workday)]),
    ("dia laborable", &[Unit(U::Workday)]), ("dias laborables", &[Unit(U::Workday)]),
    ("dia laboral", &[Unit(U::Workday)]), ("dias laborales", &[Unit(U::Workday)]),
    ("entre semana", &[Repeats(1, U::Workday)]), ("a diario", &[Repeats(1, U::Day)]),
    ("antes de", &[Key(K::Before)]), ("despues de", &[Key(K::After)]), ("luego de", &[Key(K::After)]),
    ("a partir de", &[Key(K::Starting)]), ("a mas tardar", &[Key(K::By)]), ("no mas tarde de", &[Key(K::By)]),
    ("dentro de", &[Key(K::In)]), ("alrededor de", &[Key(K::About)]), ("cerca de", &[Key(K::About)]),
    ("a eso de", &[Key(K::About)]), ("como a", &[Key(K::About)]), ("mas o menos", &[Key(K::Roughly)]),
    ("mas tarde", &[Key(K::Later)]), ("mas adelante", &[Key(K::Later)]), ("en adelante", &[Key(K::Onward)]),
    ("mas temprano", &[Key(K::Earlier)]), ("en punto", &[Key(K::Oclock)]),
    ("medio dia", &[Key(K::HalfDay)]), ("media noche", &[Key(K::Midnight)]),
    ("a media manana", &[Part(P::Morning)]), ("a media tarde", &[Part(P::Afternoon)]),
    ("hora de almuerzo", &[Key(K::Noon)]), ("hora de el almuerzo", &[Key(K::Noon)]), ("hora de almorzar", &[Key(K::Noon)]),
    ("hora de la comida", &[Key(K::Noon)]), ("hora de comer", &[Key(K::Noon)]),
    ("ahora mismo", &[Key(K::Now)]), ("en este momento", &[Key(K::Now)]), ("tan pronto como sea posible", &[Key(K::Now)]),
    ("lo antes posible", &[Key(K::Now)]), ("cuanto antes", &[Key(K::Now)]),
    ("todos los", &[Key(K::Every)]), ("todas las", &[Key(K::Every)]), ("todo el", &[Key(K::Whole)]), ("toda la", &[Key(K::Whole)]),
    ("lo que queda", &[Key(K::Rest)]), ("algun momento", &[Key(K::Sometime)]), ("en algun momento", &[Key(K::Sometime)]),
    ("por favor", &[Key(K::Filler)]), ("otra vez", &[Key(K::Filler)]), ("de aqui a", &[Key(K::In)]), ("hoy en dia", &[]), ("por ciento", &[]), ("a veces", &[]),
    ];

/// What a word means behind certain others: "la mañana" is a part of the day, "mañana" a day.
#[rustfmt::skip]
pub(super) const BEHIND: &[(&str, &[&str], &[Sense])] = &[
    ("manana", ARTICLES, &[Part(P::Morning)]), ("mananas", ARTICLES, &[Part(P::Morning)]),
    ("tarde", ARTICLES, &[Part(P::Afternoon)]), ("tardes", ARTICLES, &[Part(P::Afternoon)]),
    ("noche", ARTICLES, &[Part(P::Night)]), ("noches", ARTICLES, &[Part(P::Night)]),
    ("manana", DAYS, &[Part(P::Morning)]), ("temprano", DAYS, &[Part(P::Morning)]), ("tarde", DAYS, &[Part(P::Afternoon)]), ("noche", DAYS, &[Part(P::Night)]),
];

const ARTICLES: &[&str] = &["la", "las", "esta", "estas", "cada", "toda", "proxima"];
const DAYS: &[&str] = &[
    "hoy",
    "ayer",
    "manana",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
];
