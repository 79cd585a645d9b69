//! Letters of other scripts and of other Latin alphabets in the letters a-z: for keys, addresses and for finding by ear.

use crate::search::base_letter;

/// What people call something, as a key for programs: small Latin letters, digits and single underscores, of at most `most` characters.
///
/// May be empty or begin with a digit: what a key needs in front then is the caller's to say.
pub fn key(name: &str, most: usize) -> String {
    let mut key = String::new();
    for letter in name.to_lowercase().chars() {
        match self::letter(letter) {
            Some(letters) => key.push_str(letters),
            None if letter.is_ascii_digit() => key.push(letter),
            None if !key.is_empty() && !key.ends_with('_') => key.push('_'),
            None => {}
        }
    }
    let cut: String = key.chars().take(most).collect();
    cut.trim_matches('_').to_owned()
}

/// A small letter in Latin letters without marks, by ICAO Doc 9303 part 3 (as in passports), except that `ъ` and `ь` are silent.
///
/// `None` for what is no letter of these alphabets; a-z are themselves.
pub fn letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' | 'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "iu",
        'я' => "ia",
        'a'..='z' => &LETTERS[letter as usize - 'a' as usize..][..1],
        other => return base_letter(other),
    })
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

#[cfg(test)]
mod tests {
    use super::letter;

    fn word(text: &str) -> String {
        text.chars().filter_map(letter).collect()
    }

    #[test]
    fn words_become_latin() {
        assert_eq!(word("щербакова"), "shcherbakova");
        assert_eq!(word("объезд юля"), "obezdiulia");
        assert_eq!(word("ștefan țurcan"), "stefanturcan");
        assert_eq!(word("o'brian-42 & co"), "obrianco");
    }
}
