//! The one spelling we keep of e-mail addresses, phone numbers and amounts.

use std::str::FromStr;

use phonenumber::{Mode, country};
use rust_decimal::Decimal;

/// Whether this is an address of a page that can be sent to a customer: https, with a host.
pub fn is_web_address(said: &str) -> bool {
    let address = url::Url::parse(said).ok();
    address.is_some_and(|address| address.scheme() == "https" && address.has_host())
}

/// An e-mail address as it is kept, or `None` when it is not one.
///
/// ```
/// use crm_copilot::value::email;
/// assert_eq!(email(" Jane.Doe@Example.com "), Some("Jane.Doe@example.com".to_owned()));
/// assert_eq!(email("jane at example"), None);
/// ```
pub fn email(said: &str) -> Option<String> {
    let said = said.trim();
    let options = email_address::Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    let address = email_address::EmailAddress::parse_with_options(said, options).ok()?;
    // The part before the @ may be case-sensitive (RFC 5321, 2.4); the domain never is.
    Some(format!(
        "{}@{}",
        address.local_part(),
        address.domain().to_lowercase()
    ))
}

/// A phone number in E.164, read as a number of the United States when no country was said;
/// `None` when no country has such a number.
///
/// ```
/// use crm_copilot::value::phone;
/// assert_eq!(phone("(727) 555-1234"), Some("+17275551234".to_owned()));
/// assert_eq!(phone("12"), None);
/// ```
pub fn phone(said: &str) -> Option<String> {
    phone_in(said, None)
}

/// The same, read as a number of `country` (an ISO 3166-1 code) when no country was said.
///
/// ```
/// use crm_copilot::value::phone_in;
/// assert_eq!(phone_in("020 7946 0958", Some("GB")), Some("+442079460958".to_owned()));
/// assert_eq!(phone_in("+1 727 555 1234", Some("GB")), Some("+17275551234".to_owned()));
/// ```
pub fn phone_in(said: &str, country: Option<&str>) -> Option<String> {
    let digits = said.chars().filter(char::is_ascii_digit).count();
    if !(7..=15).contains(&digits) || said.chars().any(char::is_alphabetic) {
        return None;
    }
    let country = country.and_then(|code| code.trim().to_uppercase().parse().ok());
    let number = phonenumber::parse(Some(country.unwrap_or(country::US)), said).ok()?;
    // Numbers such as 555-1234 exchanges are kept for films and tests: their length decides,
    // not whether a carrier has assigned them.
    let national = number.national().value().to_string().len();
    let fits = match number.country().code() {
        1 => national == 10,
        _ => (6..=12).contains(&national),
    };
    fits.then(|| number.format().mode(Mode::E164).to_string())
}

/// An amount of money as people write it: `7000`, `7,000.50`, `$25k`, `1.2m`.
///
/// ```
/// use crm_copilot::value::amount;
/// assert_eq!(amount("$25k").unwrap().to_string(), "25000");
/// assert_eq!(amount("a lot"), None);
/// ```
pub fn amount(said: &str) -> Option<Decimal> {
    let lower = said.trim().to_lowercase();
    let plain = lower
        .trim_start_matches(['$', '€', '£'])
        .trim_end_matches("dollars")
        .trim_end_matches("usd")
        .trim();
    let (digits, factor) = match plain.chars().last()? {
        'k' => (&plain[..plain.len() - 1], 1_000),
        'm' => (&plain[..plain.len() - 1], 1_000_000),
        _ => (plain, 1),
    };
    let number = Decimal::from_str(&digits.trim().replace(',', "")).ok()?;
    let value = number.checked_mul(Decimal::from(factor))?;
    (!value.is_sign_negative()).then(|| value.normalize())
}
