//! Countries, currencies and time zones, and the best guess of them.

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::{self, Language};

/// Countries whose phones are understood without a code, with their currencies and a zone that gives them away.
const COUNTRIES: &[(&str, &str, &[&str])] = &[
    (
        "RU",
        "RUB",
        &[
            "Europe/Moscow",
            "Asia/Yekaterinburg",
            "Asia/Novosibirsk",
            "Europe/Kaliningrad",
            "Europe/Samara",
            "Asia/Vladivostok",
        ],
    ),
    ("MD", "MDL", &["Europe/Chisinau", "Europe/Tiraspol"]),
    ("RO", "RON", &["Europe/Bucharest"]),
    (
        "KZ",
        "KZT",
        &["Asia/Almaty", "Asia/Qyzylorda", "Asia/Aqtobe"],
    ),
    ("BY", "BYN", &["Europe/Minsk"]),
    ("UA", "UAH", &["Europe/Kyiv", "Europe/Kiev"]),
    ("DE", "EUR", &["Europe/Berlin"]),
    ("GB", "GBP", &["Europe/London"]),
    (
        "US",
        "USD",
        &[
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
        ],
    ),
];
const MORE_CURRENCIES: &[&str] = &["EUR", "USD"];

pub struct Guess {
    pub country: String,
    pub currency: String,
    pub zone: String,
}

/// From the device's time zone, and from its language where the zone says nothing.
pub fn guess() -> Guess {
    let zone = own_zone();
    let by_zone = COUNTRIES
        .iter()
        .find(|(_, _, zones)| zones.contains(&zone.as_str()));
    let by_language = match i18n::language() {
        Language::Ru => "RU",
        Language::Ro => "RO",
        Language::En => "GB",
    };
    let by_language = || {
        COUNTRIES
            .iter()
            .find(|(country, _, _)| *country == by_language)
    };
    let (country, currency, _) = by_zone.or_else(by_language).unwrap_or(&COUNTRIES[0]);
    Guess {
        country: (*country).to_owned(),
        currency: (*currency).to_owned(),
        zone,
    }
}

/// Code and name, in the order of the names.
pub fn countries() -> Vec<(String, String)> {
    let mut named: Vec<_> = COUNTRIES
        .iter()
        .map(|(code, _, _)| ((*code).to_owned(), name_of("region", code)))
        .collect();
    named.sort_by_key(|(_, name)| name.to_lowercase());
    named
}

pub fn currencies() -> Vec<(String, String)> {
    let mut codes: Vec<&str> = COUNTRIES
        .iter()
        .map(|(_, currency, _)| *currency)
        .chain(MORE_CURRENCIES.iter().copied())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
        .into_iter()
        .map(|code| {
            (
                code.to_owned(),
                format!("{} · {code}", name_of("currency", code)),
            )
        })
        .collect()
}

pub fn currency_of(country: &str) -> Option<&'static str> {
    COUNTRIES
        .iter()
        .find(|(code, _, _)| *code == country)
        .map(|(_, currency, _)| *currency)
}

/// Every zone the browser knows.
pub fn zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    let list = Reflect::get(&intl, &"supportedValuesOf".into())
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok())
        .and_then(|function| function.call1(&intl, &"timeZone".into()).ok());
    let mut zones: Vec<String> = list
        .map(|list| {
            Array::from(&list)
                .iter()
                .filter_map(|zone| zone.as_string())
                .collect()
        })
        .unwrap_or_default();
    let own = own_zone();
    if !zones.contains(&own) {
        zones.insert(0, own);
    }
    zones
}

fn own_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into());
    zone.ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// `Intl.DisplayNames`, which `js-sys` does not have; the code itself where the browser knows no name.
fn name_of(kind: &str, code: &str) -> String {
    let named = || -> Result<Option<String>, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let class: Function = Reflect::get(&intl, &"DisplayNames".into())?.dyn_into()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &kind.into())?;
        let language = i18n::language().as_str();
        let names = Reflect::construct(&class, &Array::of2(&language.into(), &options))?;
        let of: Function = Reflect::get(&names, &"of".into())?.dyn_into()?;
        Ok(of.call1(&names, &code.into())?.as_string())
    };
    named().ok().flatten().unwrap_or_else(|| code.to_owned())
}
