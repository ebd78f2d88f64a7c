//! What Spanish says in its own way.

use super::super::{Found, Lang, read};
use super::{NOW, now, short};

/// As [`super::check`], in Spanish.
fn check(text: &str, expected: &str) {
    let found = read(text, Lang::Es, &now(NOW));
    let short: Vec<String> = found.iter().map(short).collect();
    assert_eq!(short.join("; "), expected, "in {text:?}");
}

#[test]
fn days_around_today() {
    check("hoy", "2025-03-12");
    check("Mañana", "2025-03-13");
    check("manana", "2025-03-13");
    check("pasado mañana", "2025-03-14");
    check("antes de ayer", "2025-03-10");
    check("al día siguiente", "2025-03-13");
    check("mañana por la mañana", "2025-03-13 06:00..2025-03-13 12:00");
    check("anoche a las 11", "2025-03-11 23:00");
}

#[test]
fn weekdays() {
    check("sábado", "2025-03-15");
    check("el miércoles a las 3 de la tarde", "2025-03-12 15:00");
    check("este lunes", "2025-03-17");
    check("el próximo jueves", "2025-03-20");
    check("el jueves que viene", "2025-03-20");
    check("el miércoles pasado", "2025-03-05");
    check("jueves de la semana que viene a las 2", "2025-03-20 14:00");
    check("sábado 22", "2025-03-22");
    check(
        "el sábado 15 por la tarde",
        "2025-03-15 12:00..2025-03-15 20:00",
    );
    check(
        "el próximo martes 18 de marzo a las 4:30 pm",
        "2025-03-18 16:30",
    );
    check("jue 13 a las 10", "2025-03-13 10:00");
    check("el dom a las 10", "2025-03-16 10:00");
}

#[test]
fn month_and_day() {
    check("el 3 de junio", "2025-06-03");
    check("3 de junio del 2027", "2027-06-03");
    check("el primero de enero", "2026-01-01");
    check("1ro de ene", "2026-01-01");
    check("treinta y uno de diciembre", "2025-12-31");
    check("agosto 22 a mediodía", "2025-08-22 12:00");
    check(
        "el 9 de abril de mil novecientos noventa y nueve",
        "1999-04-09",
    );
    check("29 de febrero", "2028-02-29");
    check("el 5 de mayo pasado", "2024-05-05");
    check("9-oct-27", "2027-10-09");
    check("9 de 8 de 1971", "1971-08-09");
}

#[test]
fn dates_in_digits_start_with_the_day() {
    check("4/7", "2025-07-04");
    check("vence 31/12/25", "2025-12-31");
    check("12/31/2025", "2025-12-31");
    check("3/4/2026", "2026-04-03");
    check("el 4-7", "2025-07-04");
    check("2026-02-28 13:45", "2026-02-28 13:45");
}

#[test]
fn day_of_the_month() {
    check("el 20", "2025-03-20");
    check("para el día 5 a las 4 pm", "2025-04-05 16:00");
    check("el 2 del mes que viene", "2025-04-02");
    check("hasta el treinta y uno", "2025-03-31 until");
}

#[test]
fn places_within_a_period() {
    check("el primer martes del próximo mes", "2025-04-01");
    check("el último viernes de mayo", "2025-05-30");
    check("último día del mes", "2025-03-31");
    check("a finales de mes", "2025-03-31");
    check("fin de año", "2025-12-31");
    check("la segunda semana de abril", "2025-04-07..2025-04-14");
    check("la semana del 18", "2025-03-17..2025-03-24");
}

#[test]
fn distances() {
    check("en diez días", "2025-03-22");
    check("dentro de 3 semanas", "2025-04-02");
    check("hace 3 semanas", "2025-02-19");
    check("dos semanas atrás", "2025-02-26");
    check("dos días antes del viernes", "2025-03-12");
    check("en una hora y media", "2025-03-12 10:30");
    check("hace dos horas y media", "2025-03-12 06:30");
    check("15 minutos más tarde", "2025-03-12 09:15");
    check("media hora antes de las 4", "2025-03-12 15:30");
}

#[test]
fn clock() {
    check("a las cuatro menos cuarto", "2025-03-12 15:45");
    check("las 3 y media", "2025-03-12 15:30");
    check("a las 3 y 10", "2025-03-12 15:10");
    check("a las diez y cuarto de la noche", "2025-03-12 22:15");
    check("cuarto para las 4", "2025-03-12 15:45");
    check("faltan diez para las cinco", "2025-03-12 16:50");
    check("15h30", "2025-03-12 15:30");
    check("a las 15h", "2025-03-12 15:00");
    check("a las 17 horas", "2025-03-12 17:00");
    check("a las 8 p. m.", "2025-03-12 20:00");
    check("a la una y media", "2025-03-12 13:30");
    check("a las siete treinta y cinco pm", "2025-03-12 19:35");
    check("al mediodía", "2025-03-12 12:00");
    check("a medianoche", "2025-03-13 00:00");
    check("a las 12 de la noche", "2025-03-13 00:00");
    check("las tres de la madrugada", "2025-03-13 03:00");
    check("a eso de las 5", "2025-03-12 17:00");
    check("a las 5 llama a juan", "2025-03-12 17:00");
}

#[test]
fn parts_of_a_day() {
    check("esta tarde", "2025-03-12 12:00..2025-03-12 20:00");
    check("esta noche", "2025-03-12 18:00..2025-03-13 00:00");
    check("el lunes por la tarde a las 7", "2025-03-17 19:00");
    check("viernes en la mañana", "2025-03-14 06:00..2025-03-14 12:00");
}

#[test]
fn periods() {
    check("la semana que viene", "2025-03-17..2025-03-24");
    check("la primera quincena de mayo", "2025-05-01..2025-05-16");
    check("el mes pasado", "2025-02-01..2025-03-01");
    check("este fin de semana", "2025-03-15..2025-03-17");
    check("los próximos 4 días", "2025-03-12..2025-03-16");
    check("los últimos tres meses", "2024-12-12..2025-03-12");
    check("en mayo", "2025-05-01..2025-06-01");
    check("agosto de 2026", "2026-08-01..2026-09-01");
    check("durante 2023", "2023-01-01..2024-01-01");
    check("tercer trimestre de 2025", "2025-07-01..2025-10-01");
    check("el resto de la semana", "2025-03-12..2025-03-17");
    check("la semana después de la próxima", "2025-03-24..2025-03-31");
}

#[test]
fn ranges() {
    check("del 13 al 15 de julio", "2025-07-13..2025-07-16");
    check(
        "del 3 de mayo de 2025 al 5 de mayo de 2025",
        "2025-05-03..2025-05-06",
    );
    check(
        "del 28 de diciembre al 3 de enero",
        "2025-12-28..2026-01-04",
    );
    check("de 2 a 3:30", "2025-03-12 14:00..2025-03-12 15:30");
    check("mañana de 10 a 1", "2025-03-13 10:00..2025-03-13 13:00");
    check("entre las 2 y las 4", "2025-03-12 14:00..2025-03-12 16:00");
    check(
        "el viernes desde las 9 hasta las 5",
        "2025-03-14 09:00..2025-03-14 17:00",
    );
    check("de 7 a 9 de la noche", "2025-03-12 19:00..2025-03-12 21:00");
    check("de lunes a viernes", "2025-03-17..2025-03-22");
    check("de abril a junio", "2025-04-01..2025-07-01");
}

#[test]
fn lengths() {
    check("por 30 minutos", "1800s");
    check("media hora", "1800s");
    check("hora y media", "5400s");
    check("tres cuartos de hora", "2700s");
    check("una hora y cuarto", "4500s");
    check("1h30", "5400s");
    check("1 hora 30", "5400s");
    check("2,5 horas", "9000s");
    check("medio día", "43200s");
    check("un par de semanas", "1209600s");
    check("treinta y cinco minutos", "2100s");
}

#[test]
fn repetitions() {
    check(
        "todos los martes a las 9",
        "2025-03-18 09:00 every 1 Week Tue",
    );
    check("los lunes y miércoles", "2025-03-17 every 1 Week Mon Wed");
    check(
        "los martes y los jueves a las 3",
        "2025-03-18 15:00 every 1 Week Tue Thu",
    );
    check("cada dos semanas", "2025-03-12 every 2 Week");
    check("cada día a las 8", "2025-03-13 08:00 every 1 Day");
    check("una vez al mes", "2025-03-12 every 1 Month");
    check("cada mes el día 5", "2025-04-05 every 1 Month");
    check(
        "el primer martes de cada mes",
        "2025-04-01 every 1 Month Tue",
    );
    check("el 10 de cada mes", "2025-04-10 every 1 Month");
    check("cada día 15 a las 9", "2025-03-15 09:00 every 1 Month");
    check("cada 15 días", "2025-03-12 every 15 Day");
    check("cada media hora", "2025-03-12 09:00 every 30 Minute");
    check("quincenalmente", "2025-03-12 every 2 Week");
}

#[test]
fn directions() {
    check("antes del viernes", "2025-03-14 before");
    check("después de las 4", "2025-03-12 16:00 after");
    check("desde el lunes", "2025-03-10 since");
    check("hasta mañana a las 6", "2025-03-13 18:00 until");
    check("a partir del 1 de abril", "2025-04-01 from");
    check("a más tardar el 4 de junio", "2025-06-04 by");
}

#[test]
fn what_does_not_fit_is_told() {
    check("viernes 4 de junio", "2025-06-04 is no Fri");
    check("31 de junio", "2025-06-30 has no 31");
}

#[test]
fn what_is_no_time() {
    for text in [
        "llama a julio",
        "cita con abril",
        "vista al mar",
        "el sol sale",
        "un mar de dudas",
        "abierto 24/7",
        "en los próximos días",
        "el segundo contacto",
        "limpia el cuarto",
        "el primero",
        "la segunda opción",
        "opción 2",
        "elige el dos",
        "a las 5 personas",
        "invita a las 3 clientas",
        "por 2000",
        "por dos mil dólares",
        "son 1.500,50 euros",
        "versión 3.2.1",
        "tel 813 555 0123",
        "quién es 55 1234 5678",
        "+86 2010-2015-86",
        "el 15 por ciento",
        "calle 5 número 12",
        "vive en el 5",
        "buenas tardes",
        "buenos días",
        "hasta luego",
        "hace calor",
        "tarde o temprano",
        "día tras día",
        "el otro día",
        "a última hora",
        "de vez en cuando",
        "ahora, muéstrame los negocios",
    ] {
        check(text, "");
    }
}

#[test]
fn spans_cover_the_expression_and_its_direction() {
    let spans = |text: &str| -> Vec<String> {
        let span = |found: &Found| match found {
            Found::When(when) => when.span.clone(),
            Found::Length(length) => length.span.clone(),
        };
        let found = read(text, Lang::Es, &now(NOW));
        found.iter().map(|f| text[span(f)].to_owned()).collect()
    };
    assert_eq!(
        spans("agenda a josé el viernes a las 3 por 45 minutos"),
        ["viernes a las 3", "45 minutos"]
    );
    assert_eq!(spans("¿qué citas hay mañana?"), ["mañana"]);
    assert_eq!(spans("nota del 5 de mayo"), ["5 de mayo"]);
    assert_eq!(
        spans("bloquea de 3 a 5 de la tarde"),
        ["de 3 a 5 de la tarde"]
    );
    assert_eq!(spans("llama en 2 horas"), ["en 2 horas"]);
}

#[test]
fn a_week_or_two_from_a_day() {
    check("de hoy en ocho", "2025-03-19");
    check("de hoy en 8 días a las 3pm", "2025-03-19 15:00");
    check("el viernes en ocho", "2025-03-21");
    check("de mañana en quince días", "2025-03-27");
    check("hoy en ocho minutos", "2025-03-12 09:08");
}

#[test]
fn what_cannot_be_meant_is_told() {
    check("el lunes 24", "2025-03-24");
    check("el martes 24", "2025-03-24 is no Tue");
    check("el quinto viernes de diciembre", "2025-12-31 has no 33");
    check("dentro de -3 días", "2025-03-09 leads back");
    check("durante menos 30 minutos", "-1800s");
    check("las tres menos diez", "2025-03-12 14:50");
    check(
        "mañana de 5 a 3",
        "2025-03-13 17:00..2025-03-14 03:00 leads back",
    );
    check("31/12", "2025-12-31");
}

#[test]
fn nights_zones_and_longest_lengths() {
    check("mañana por la noche a la 1", "2025-03-14 01:00");
    check("mañana a las 3pm hora de méxico", "2025-03-13 17:00");
    check("mañana a las 3 hora del este", "2025-03-13 15:00");
    check(
        "mañana a las 3 de la tarde hora de Madrid",
        "2025-03-13 10:00",
    );
    check("mañana a las 3 hora de colombia", "2025-03-13 16:00");
    check("mañana a las 15:00 utc", "2025-03-13 11:00");
    check(
        "por la tarde este lunes",
        "2025-03-17 12:00..2025-03-17 20:00",
    );
    for said in [
        "máximo 20 minutos",
        "como máximo 20 minutos",
        "no más de 20 minutos",
        "a lo sumo 20 minutos",
        "20 minutos máximo",
    ] {
        check(&format!("reunión con ana {said}"), "1200s");
    }
}
