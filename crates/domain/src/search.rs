//! Finding people by what somebody types: tokens on one side, forgiving terms on the other.
//!
//! A card is stored with **tokens**: every word of its names folded (case, accents, ё), the same word as it sounds in Latin
//! letters, every tail of its phones, its addresses, the words of its note. A query is a list of **terms**; a card is found when for each term some
//! token *begins* with one of its alternatives: as typed, as it sounds, as typed on the other keyboard layout. Both databases
//! answer that by an index range: `token >= :alternative AND token < :end` with [`range_end`]. A word that begins nobody's token is taken for a
//! slip: the known words that are one letter away ([`slips`], [`is_one_slip`]) stand in for it.

use std::collections::BTreeSet;

use crate::collation::sort_prefix;
use crate::phone::Phone;

/// Digits of a phone are searched from this many on; fewer fit too many cards.
const SHORTEST_TAIL: usize = 3;
/// So many digits after a trunk prefix say that a number is being dialled: with fewer, `8797` would find everybody whose number has 797 in it.
const SHORTEST_DIALLED: usize = 4;

/// Longest token and alternative, in characters.
const LONGEST: usize = 40;

/// Slips are forgiven in words of so many letters; in shorter ones everything is one letter from everything.
const SHORTEST_FORGIVEN: usize = 4;

/// Most terms of a query that are looked at.
const MOST_TERMS: usize = 8;

/// So many words may be a surname: it stands first in the order of names, wherever it was typed.
const MOST_OPENING: usize = 3;

/// Tokens of names, titles and tags.
pub fn name_tokens(texts: &[&str]) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for word in texts.iter().flat_map(|text| words(text)) {
        let folded = fold(&word);
        tokens.insert(sound(&word));
        tokens.insert(folded);
    }
    tokens.remove("");
    tokens
}

/// Shortest word of a text that is worth a token, and most words of one text.
const SHORTEST_IN_TEXT: usize = 3;
const MOST_IN_TEXT: usize = 100;

/// Tokens of what somebody wrote: the first words of it, as they are.
pub fn text_tokens(text: &str) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for word in words(text) {
        if tokens.len() == MOST_IN_TEXT {
            break;
        }
        let folded = fold(&word);
        if folded.chars().count() >= SHORTEST_IN_TEXT {
            tokens.insert(folded);
        }
    }
    tokens
}

/// What a token of a contact begins with in the index: it is looked for only by whoever may see contacts. Nothing that is typed as a word begins so.
const CONTACT: char = '@';

/// A token of a phone or an address, or what such a token begins with, as it stands in the index.
pub fn contact(token: &str) -> String {
    format!("{CONTACT}{token}")
}

/// The word itself, of a token of the index.
pub fn unmarked(token: &str) -> &str {
    token.strip_prefix(CONTACT).unwrap_or(token)
}

/// Tokens of a phone: all its digits, and every tail of them.
pub fn phone_tokens(phone: &Phone) -> BTreeSet<String> {
    let digits = phone.digits();
    (0..=digits.len().saturating_sub(SHORTEST_TAIL))
        .map(|start| digits[start..].to_owned())
        .collect()
}

/// Tokens of an address: the whole of it, and the words it is made of.
pub fn email_tokens(email: &str) -> BTreeSet<String> {
    let whole = cut(&email.trim().to_lowercase());
    let mut tokens: BTreeSet<String> = words(email).map(|word| fold(&word)).collect();
    tokens.insert(whole);
    tokens.remove("");
    tokens
}

/// A whole text folded: in lower case, without accents, ё as е. What is looked for anywhere in a text is folded the same way.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match base_letter(letter) {
            Some(base) => folded.push_str(base),
            None => folded.push(letter),
        }
    }
    folded
}

/// What was typed, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Each must be met; none: nothing was asked.
    pub terms: Vec<Term>,
    /// What the [sort key](crate::collation::sort_key) of a name begins with that begins as a word was typed: such names come first, those of the
    /// first word before those of the second. Nobody types the middle of a name first.
    pub openings: Vec<String>,
}

/// Alternatives of one word; a token that begins with one of them meets it. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub alternatives: Vec<String>,
}

impl Query {
    pub fn parse(typed: &str) -> Self {
        let mut terms = Vec::new();
        let mut digits = String::new();
        for raw in typed.split_whitespace() {
            if is_digits(raw) {
                // A phone is often typed in groups.
                digits.extend(raw.chars().filter(char::is_ascii_digit));
                continue;
            }
            terms.extend(phone_term(&std::mem::take(&mut digits)));
            terms.extend(word_terms(raw));
        }
        terms.extend(phone_term(&digits));
        terms.truncate(MOST_TERMS);
        let mut beginnings = Vec::new();
        for word in typed.split_whitespace().take(MOST_OPENING) {
            for opening in openings(word) {
                push(&mut beginnings, opening);
            }
        }
        Self {
            terms,
            openings: beginnings,
        }
    }

    /// Whether a card with these tokens is found: what the database answers, for a short list in memory.
    pub fn finds(&self, tokens: &BTreeSet<String>) -> bool {
        self.terms.iter().all(|term| {
            term.alternatives.iter().any(|wanted| {
                tokens
                    .range(wanted.clone()..)
                    .next()
                    .is_some_and(|token| token.starts_with(wanted))
            })
        })
    }
}

/// A word and what is left of it without one of its letters; nothing for what is too short, or no word. Two words that differ by one letter that is
/// wrong, missing, too many, or in its neighbour's place have one of these in common.
pub fn slips(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    if !(SHORTEST_FORGIVEN..=LONGEST).contains(&letters.len())
        || !letters.iter().all(|letter| letter.is_alphabetic())
    {
        return BTreeSet::new();
    }
    let without = |place: usize| {
        let kept = letters.iter().enumerate();
        kept.filter(|(here, _)| *here != place)
            .map(|(_, letter)| letter)
            .collect::<String>()
    };
    let mut slips: BTreeSet<String> = (0..letters.len()).map(without).collect();
    slips.insert(word.to_owned());
    slips
}

/// Whether one letter that is wrong, missing, too many, or in its neighbour's place makes one word from the other.
pub fn is_one_slip(typed: &str, word: &str) -> bool {
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let begin = typed.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let (a, b) = (&typed[begin..], &word[begin..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b);
    let end = end.count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([], []) | ([_] | [], [_]) | ([_], []) => true,
        ([first, second], [other, last]) => first == last && second == other,
        _ => false,
    }
}

/// The end (exclusive) of the range of tokens that begin with `prefix`.
pub fn range_end(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

fn is_digits(raw: &str) -> bool {
    raw.chars().any(|c| c.is_ascii_digit())
        && raw
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | '/'))
}

/// As typed, as it sounds, and as typed on the other layout.
fn openings(first: &str) -> Vec<String> {
    let mut openings = Vec::new();
    if is_digits(first) || first.contains('@') {
        return openings;
    }
    push(&mut openings, sort_prefix(first));
    for spelling in word_terms(first).into_iter().take(1) {
        for alternative in spelling.alternatives {
            push(&mut openings, sort_prefix(&alternative));
        }
    }
    openings
}

fn phone_term(digits: &str) -> Option<Term> {
    if digits.is_empty() {
        return None;
    }
    let digits = cut(digits);
    let mut alternatives = vec![digits.clone()];
    // Dialled with a trunk prefix or an international one: 8 912…, 0621…, 00373…
    for prefix in ["00", "0", "80", "8"] {
        if let Some(rest) = digits.strip_prefix(prefix)
            && rest.len() >= SHORTEST_DIALLED
        {
            push(&mut alternatives, rest.to_owned());
        }
    }
    Some(Term { alternatives })
}

fn word_terms(raw: &str) -> Vec<Term> {
    if raw.contains('@') {
        return vec![Term {
            alternatives: vec![cut(&raw.to_lowercase())],
        }];
    }
    let swapped = other_layout(raw);
    let pieces: Vec<String> = words(raw).collect();
    let other: Option<String> = swapped.and_then(|text| {
        let mut words = words(&text);
        words
            .next()
            .filter(|_| words.next().is_none())
            .map(|word| fold(&word))
    });
    match (pieces.as_slice(), other) {
        // "k.,f" is one word on the Russian layout; "anna-maria" is two on either.
        ([] | [_, _, ..], Some(other)) => vec![Term {
            alternatives: vec![other],
        }],
        ([word], other) => {
            let mut term = term(word);
            if let Some(other) = other {
                push(&mut term.alternatives, other);
            }
            vec![term]
        }
        (pieces, None) => pieces.iter().map(|word| term(word)).collect(),
    }
}

fn term(word: &str) -> Term {
    let mut alternatives = vec![fold(word)];
    push(&mut alternatives, sound(word));
    Term { alternatives }
}

fn push(alternatives: &mut Vec<String>, one: String) {
    if !one.is_empty() && !alternatives.contains(&one) {
        alternatives.push(one);
    }
}

/// Words of letters and digits; apostrophes belong to a word and are dropped.
fn words(text: &str) -> impl Iterator<Item = String> {
    let text = compose(text);
    let whole: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ'))
        .collect();
    whole
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Puts й and ё together where they came in two pieces, and drops other combining marks.
fn compose(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    for letter in text.chars() {
        match (letter, composed.chars().last()) {
            ('\u{306}', Some(last @ ('и' | 'И'))) => {
                composed.pop();
                composed.push(if last == 'и' { 'й' } else { 'Й' });
            }
            ('\u{300}'..='\u{36F}', _) => {}
            _ => composed.push(letter),
        }
    }
    composed
}

/// Lower case, without accents, ё as е.
fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match base_letter(letter) {
            Some(base) => folded.push_str(base),
            None if matches!(letter, '\u{300}'..='\u{36F}') => {}
            None => folded.push(letter),
        }
    }
    cut(&folded)
}

/// The plain letter of one with a mark, in lower case.
pub(crate) fn base_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ё' => "е",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ā' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ě' | 'ē' | 'ę' | 'ė' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ĺ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ő' | 'ø' | 'ō' => "o",
        'ŕ' | 'ř' => "r",
        'ș' | 'ş' | 'ś' | 'š' => "s",
        'ț' | 'ţ' | 'ť' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' | 'ū' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

/// How a word sounds, in Latin letters: the same for Щербакова, Shcherbakova and Scherbakova, for Țurcan and Цуркан.
pub(crate) fn sound(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            // What Romanian writes with one letter.
            'ș' | 'ş' => latin.push_str("sh"),
            'ț' | 'ţ' => latin.push_str("ts"),
            _ => match crate::latin::letter(letter) {
                Some(letters) => latin.push_str(letters),
                None => latin.push(letter),
            },
        }
    }
    cut(&spell(&latin))
}

/// One spelling for the many ways of writing a sound in Latin letters.
fn spell(latin: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("shch", "sh"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("zh", "zh"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("tz", "ts"),
        ("yo", "e"),
        ("jo", "e"),
        ("ye", "e"),
        ("je", "e"),
        ("x", "ks"),
        ("w", "v"),
        ("q", "k"),
        ("c", "k"),
        ("y", "i"),
        ("j", "i"),
    ];
    let mut spelled = String::with_capacity(latin.len());
    let mut rest = latin;
    while let Some(letter) = rest.chars().next() {
        let (sound, length) = SOUNDS
            .iter()
            .find(|(written, _)| rest.starts_with(written))
            .map_or(
                (&rest[..letter.len_utf8()], letter.len_utf8()),
                |(written, sound)| (*sound, written.len()),
            );
        // Doubled letters are heard once: Anna and Ana, Алла and Ала.
        let doubled =
            sound.len() == letter.len_utf8() && spelled.ends_with(sound) && letter.is_alphabetic();
        if !doubled {
            spelled.push_str(sound);
        }
        rest = &rest[length..];
    }
    spelled
}

const LATIN_KEYS: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN_KEYS: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю";

/// The same keys on the other layout; `None` for a word that mixes them or holds other letters.
fn other_layout(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let swap = |from: &str, to: &str| -> Option<String> {
        lower
            .chars()
            .map(|key| match from.chars().position(|known| known == key) {
                Some(place) => to.chars().nth(place),
                None => (key == '-').then_some('-'),
            })
            .collect()
    };
    swap(LATIN_KEYS, RUSSIAN_KEYS).or_else(|| swap(RUSSIAN_KEYS, LATIN_KEYS))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
