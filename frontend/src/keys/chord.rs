//! A key with its modifiers: how it is matched and how it is printed.

/// What the keyboard sent, in the words of `KeyboardEvent`.
#[derive(Debug, Clone, Default)]
pub struct Stroke {
    pub key: String,
    pub code: String,
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// A Latin capital.
    Letter(char),
    Digit(u8),
    /// A key known by its place: `code`, and what is printed on it.
    Place(&'static str, &'static str),
    /// A key known by its name: `key`, and what is printed in hints.
    Named(&'static str, &'static str),
}

/// A key, its modifiers, and possibly a letter pressed before it (`G` then `D`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    key: Key,
    ctrl: bool,
    shift: bool,
    alt: bool,
    after: Option<char>,
}

impl Chord {
    pub const ENTER: Self = Self::of(Key::Named("Enter", "↵"));
    pub const ESCAPE: Self = Self::of(Key::Named("Escape", "Esc"));
    pub const UP: Self = Self::of(Key::Named("ArrowUp", "↑"));
    pub const DOWN: Self = Self::of(Key::Named("ArrowDown", "↓"));
    pub const LEFT: Self = Self::of(Key::Named("ArrowLeft", "←"));
    pub const RIGHT: Self = Self::of(Key::Named("ArrowRight", "→"));
    pub const HOME: Self = Self::of(Key::Named("Home", "Home"));
    pub const END: Self = Self::of(Key::Named("End", "End"));
    pub const DELETE: Self = Self::of(Key::Named("Delete", "Del"));
    pub const F1: Self = Self::of(Key::Named("F1", "F1"));
    pub const F2: Self = Self::of(Key::Named("F2", "F2"));
    pub const SPACE: Self = Self::of(Key::Place("Space", "Space"));
    pub const SLASH: Self = Self::of(Key::Place("Slash", "/"));
    pub const BRACKET_LEFT: Self = Self::of(Key::Place("BracketLeft", "["));
    pub const BRACKET_RIGHT: Self = Self::of(Key::Place("BracketRight", "]"));
    pub const PERIOD: Self = Self::of(Key::Place("Period", "."));
    pub const PLUS: Self = Self::of(Key::Place("Equal", "+"));
    pub const MINUS: Self = Self::of(Key::Place("Minus", "−"));
    /// On the number pad.
    pub const PAD_PLUS: Self = Self::of(Key::Place("NumpadAdd", "+"));
    pub const PAD_MINUS: Self = Self::of(Key::Place("NumpadSubtract", "−"));

    const fn of(key: Key) -> Self {
        Self {
            key,
            ctrl: false,
            shift: false,
            alt: false,
            after: None,
        }
    }

    /// A Latin letter, in either case.
    pub const fn letter(letter: char) -> Self {
        Self::of(Key::Letter(letter.to_ascii_uppercase()))
    }

    /// 0–9, in the main row or on the number pad.
    pub const fn digit(digit: u8) -> Self {
        Self::of(Key::Digit(digit))
    }

    pub const fn ctrl(mut self) -> Self {
        self.ctrl = true;
        self
    }

    pub const fn shift(mut self) -> Self {
        self.shift = true;
        self
    }

    pub const fn alt(mut self) -> Self {
        self.alt = true;
        self
    }

    /// Counts only when this letter was pressed just before.
    pub const fn after(mut self, letter: char) -> Self {
        self.after = Some(letter.to_ascii_uppercase());
        self
    }

    pub(super) const fn leader(&self) -> Option<char> {
        self.after
    }

    pub fn matches(&self, stroke: &Stroke) -> bool {
        self.ctrl == stroke.ctrl
            && self.shift == stroke.shift
            && self.alt == stroke.alt
            && self.key.matches(stroke)
    }

    /// A key that also writes something: these can be switched off (WCAG 2.1.4).
    pub fn is_single(&self) -> bool {
        !self.ctrl && !self.alt && !matches!(self.key, Key::Named(..)) && !self.is_space()
    }

    /// Keys that buttons, links and radio groups use themselves.
    pub fn belongs_to_controls(&self) -> bool {
        !self.ctrl
            && !self.alt
            && (self.is_space()
                || matches!(
                    self.key,
                    Key::Named(
                        "Enter" | "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight",
                        _
                    )
                ))
    }

    /// Works while a field has the focus.
    pub fn reaches_fields(&self) -> bool {
        self.ctrl || matches!(self.key, Key::Named("Escape", _))
    }

    fn is_space(&self) -> bool {
        matches!(self.key, Key::Place("Space", _))
    }

    /// The key caps, as printed in hints: `Ctrl K`, `Shift /`, `G D`.
    pub fn caps(&self) -> String {
        let mut caps = String::new();
        if let Some(leader) = self.after {
            caps.push(leader);
            caps.push(' ');
        }
        for (held, name) in [
            (self.ctrl, "Ctrl "),
            (self.alt, "Alt "),
            (self.shift, "Shift "),
        ] {
            if held {
                caps.push_str(name);
            }
        }
        match self.key {
            Key::Letter(letter) => caps.push(letter),
            Key::Digit(digit) => caps.push((b'0' + digit) as char),
            Key::Place(_, cap) | Key::Named(_, cap) => caps.push_str(cap),
        }
        caps
    }

    /// The value of `aria-keyshortcuts`.
    pub fn aria(&self) -> String {
        let mut parts = String::new();
        for (held, name) in [
            (self.ctrl, "Control+"),
            (self.alt, "Alt+"),
            (self.shift, "Shift+"),
        ] {
            if held {
                parts.push_str(name);
            }
        }
        match self.key {
            Key::Letter(letter) => parts.push(letter),
            Key::Digit(digit) => parts.push((b'0' + digit) as char),
            Key::Place("Space", _) => parts.push_str("Space"),
            // A plus stands between the keys.
            Key::Place("Equal" | "NumpadAdd", _) => parts.push_str("Plus"),
            Key::Place("Minus" | "NumpadSubtract", _) => parts.push('-'),
            Key::Place(_, cap) => parts.push_str(cap),
            Key::Named(name, _) => parts.push_str(name),
        }
        parts
    }
}

impl Key {
    fn matches(self, stroke: &Stroke) -> bool {
        match self {
            Self::Letter(letter) => match latin(&stroke.key) {
                Some(written) => written == letter,
                None => stroke.code.strip_prefix("Key") == Some(letter.encode_utf8(&mut [0; 4])),
            },
            Self::Digit(digit) => {
                let place = stroke
                    .code
                    .strip_prefix("Digit")
                    .or_else(|| stroke.code.strip_prefix("Numpad"));
                place.and_then(|d| d.parse().ok()) == Some(digit)
            }
            Self::Place(code, _) => stroke.code == code,
            Self::Named(name, _) => stroke.key == name,
        }
    }
}

/// The capital of the ASCII letter that the key writes, if it writes one.
pub(super) fn latin(key: &str) -> Option<char> {
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Some(c.to_ascii_uppercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Chord, Stroke};

    fn stroke(key: &str, code: &str) -> Stroke {
        Stroke {
            key: key.into(),
            code: code.into(),
            ..Stroke::default()
        }
    }

    #[test]
    fn letters_work_on_every_layout() {
        let c = Chord::letter('c');
        assert!(c.matches(&stroke("c", "KeyC")));
        assert!(
            c.matches(&stroke("с", "KeyC")),
            "Russian layout: the place of the key counts"
        );
        assert!(
            !c.matches(&stroke("j", "KeyC")),
            "Dvorak: what the key writes counts"
        );
        assert!(c.matches(&stroke("c", "KeyI")), "Dvorak");
        let z = Chord::letter('z');
        assert!(z.matches(&stroke("z", "KeyY")), "QWERTZ");
        assert!(!z.matches(&stroke("y", "KeyZ")), "QWERTZ");
    }

    #[test]
    fn digits_and_punctuation_go_by_place() {
        assert!(Chord::digit(7).matches(&stroke("7", "Digit7")));
        assert!(Chord::digit(7).matches(&stroke("7", "Numpad7")));
        assert!(Chord::digit(1).matches(&stroke("&", "Digit1")), "AZERTY");
        assert!(
            Chord::SLASH.matches(&stroke(".", "Slash")),
            "Russian layout"
        );
        assert!(!Chord::digit(1).matches(&stroke("F1", "F1")));
    }

    #[test]
    fn modifiers_are_part_of_the_chord() {
        let held = Stroke {
            ctrl: true,
            ..stroke("л", "KeyK")
        };
        assert!(Chord::letter('k').ctrl().matches(&held));
        assert!(!Chord::letter('k').matches(&held));
        let shifted = Stroke {
            shift: true,
            ..stroke("С", "KeyC")
        };
        assert!(Chord::letter('c').shift().matches(&shifted));
        assert!(!Chord::letter('c').matches(&shifted));
    }

    #[test]
    fn only_keys_that_write_can_be_switched_off() {
        assert!(
            Chord::letter('c').is_single()
                && Chord::digit(1).is_single()
                && Chord::SLASH.is_single()
        );
        assert!(Chord::letter('c').shift().is_single());
        assert!(!Chord::ENTER.is_single() && !Chord::F1.is_single() && !Chord::SPACE.is_single());
        assert!(!Chord::letter('k').ctrl().is_single());
    }

    #[test]
    fn hints_print_latin_caps() {
        assert_eq!(Chord::letter('k').ctrl().caps(), "Ctrl K");
        assert_eq!(Chord::letter('d').after('g').caps(), "G D");
        assert_eq!(Chord::SLASH.shift().caps(), "Shift /");
        assert_eq!(Chord::ENTER.ctrl().aria(), "Control+Enter");
        assert_eq!(Chord::SPACE.aria(), "Space");
    }
}
