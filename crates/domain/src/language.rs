//! The languages of the interface.

use crate::words::words;

words! {
    /// A language of the interface and of the server's sentences. What staff type is in the organisation's language.
    Language { Ru = "ru", En = "en", Ro = "ro" }
}

impl Language {
    /// The best of our languages for an `Accept-Language` header; English when none fits.
    pub fn negotiate(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.trim().split(';');
            let primary = pieces
                .next()
                .unwrap_or_default()
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let Some(language) = Self::parse(&primary) else {
                continue;
            };
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .and_then(|text| text.parse::<f32>().ok())
                .unwrap_or(1.0);
            let quality = (quality.clamp(0.0, 1.0) * 1000.0) as u16;
            if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
                best = Some((quality, language));
            }
        }
        best.map_or(Self::En, |(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_most_wanted_language_wins() {
        for (header, expected) in [
            ("ru-RU,ru;q=0.9,en;q=0.8", Language::Ru),
            ("de, ro;q=0.5, en;q=0.4", Language::Ro),
            ("fr", Language::En),
            ("", Language::En),
            ("ru;q=0, en;q=0.1", Language::En),
        ] {
            assert_eq!(Language::negotiate(header), expected, "{header}");
        }
    }
}
