//! Packs: ready ways of working that ship with the product, one for each trade in each language.
//!
//! A pack is a file of `packs/` at the root of the repository, in the format that everybody uses.

use domain::language::Language;

use crate::fault::Fault;
use crate::model::File;
use crate::read::parse;

/// A file that ships.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// The same in every language.
    pub key: &'static str,
    pub language: Language,
    /// What the trade is called.
    pub name: &'static str,
    pub text: &'static str,
}

impl Shipped {
    /// What it says.
    ///
    /// # Errors
    /// None: a test reads every pack.
    pub fn file(&self) -> Result<File, Vec<Fault>> {
        parse(self.text)
    }
}

macro_rules! shipped {
    ($($key:literal: $ru:literal, $en:literal, $ro:literal;)+) => {
        /// Every pack in every language.
        pub const ALL: &[Shipped] = &[$(
            shipped!(@one $key, Ru, "ru", $ru),
            shipped!(@one $key, En, "en", $en),
            shipped!(@one $key, Ro, "ro", $ro),
        )+];
    };
    (@one $key:literal, $language:ident, $folder:literal, $name:literal) => {
        Shipped {
            key: $key,
            language: Language::$language,
            name: $name,
            text: include_str!(concat!("../../../packs/", $folder, "/", $key, ".yaml")),
        }
    };
}

shipped! {
    "fitness": "Фитнес-клуб", "Fitness club", "Club de fitness";
    "martial_arts": "Единоборства", "Martial arts", "Arte marțiale";
    "dance": "Танцевальная студия", "Dance studio", "Studio de dans";
    "swimming": "Плавание", "Swimming", "Înot";
    "language": "Языковая школа", "Language school", "Școală de limbi";
    "children": "Детский центр", "Children's centre", "Centru pentru copii";
}

/// One pack.
pub fn pack(key: &str, language: Language) -> Option<&'static Shipped> {
    let mut known = ALL.iter();
    known.find(|pack| pack.key == key && pack.language == language)
}
