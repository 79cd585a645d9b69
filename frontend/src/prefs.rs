//! What this device remembers: theme, density, language, single-key shortcuts, the width of the rail.
//!
//! `boot.js` reads the first three before the first paint; the names must agree with it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::i18n::Language;

/// How the page is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

/// How tall rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// Compact with a mouse, comfortable under a finger.
    #[default]
    Device,
    Compact,
    Comfortable,
}

impl Density {
    pub const ALL: [Self; 3] = [Self::Device, Self::Compact, Self::Comfortable];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Compact => "compact",
            Self::Comfortable => "comfortable",
        }
    }

    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|density| density.name() == name)
            .unwrap_or_default()
    }
}

const THEME: &str = "perezvon.theme";
const DENSITY: &str = "perezvon.density";
const LANGUAGE: &str = "perezvon.language";
const SINGLE_KEYS: &str = "perezvon.single-keys";
const RAIL: &str = "perezvon.rail";

pub fn theme() -> Theme {
    Theme::named(&load(THEME).unwrap_or_default())
}

/// Takes effect at once.
pub fn set_theme(theme: Theme) {
    store(THEME, theme.name());
    mark_root(
        "data-theme",
        (theme != Theme::System).then_some(theme.name()),
    );
    paint_browser();
}

/// Gives the browser's own bars the colour of the canvas, also where the theme differs from the device's.
pub fn paint_browser() {
    let Some(root) = document().document_element() else {
        return;
    };
    let colour = window()
        .get_computed_style(&root)
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("background-color").ok());
    let tags = document().query_selector_all("meta[name=theme-color]");
    let (Some(colour), Ok(tags)) = (colour, tags) else {
        return;
    };
    for index in 0..tags.length() {
        if let Some(tag) = tags
            .item(index)
            .and_then(|tag| tag.dyn_into::<web_sys::Element>().ok())
        {
            let _ = tag.set_attribute("content", &colour);
        }
    }
}

pub fn density() -> Density {
    Density::named(&load(DENSITY).unwrap_or_default())
}

/// Takes effect at once.
pub fn set_density(density: Density) {
    store(DENSITY, density.name());
    mark_root(
        "data-density",
        (density != Density::Device).then_some(density.name()),
    );
}

/// Loads the page again in the other language; the address keeps its place.
pub fn set_language(language: Language) {
    store(LANGUAGE, language.as_str());
    let _ = window().location().reload();
}

pub fn single_keys() -> bool {
    load(SINGLE_KEYS).as_deref() != Some("off")
}

pub fn set_single_keys(on: bool) {
    store(SINGLE_KEYS, if on { "on" } else { "off" });
    crate::keys::set_single_keys(on);
}

pub fn rail_is_narrow() -> bool {
    load(RAIL).as_deref() == Some("narrow")
}

pub fn set_rail_narrow(narrow: bool) {
    store(RAIL, if narrow { "narrow" } else { "wide" });
}

/// Storage may be forbidden; then nothing is remembered and everything works.
fn load(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

fn mark_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}
