//! Bytes become text.

use domain::imports::Encoding;

use super::{Problem, Trouble};

/// The text, and the encoding that it was read by: the one that is wanted, or the one that fits.
pub fn decoded(bytes: &[u8], wanted: Option<Encoding>) -> Result<(String, Encoding), Trouble> {
    let (by_mark, rest) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xFF, 0xFE, rest @ ..] => (Some(Encoding::Utf16Le), rest),
        [0xFE, 0xFF, rest @ ..] => (Some(Encoding::Utf16Be), rest),
        _ => (None, bytes),
    };
    // A mark says more than anybody who guesses.
    let encoding = by_mark.or(wanted).unwrap_or_else(|| guessed(rest));
    let decoder = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1251 => encoding_rs::WINDOWS_1251,
        Encoding::Windows1250 => encoding_rs::WINDOWS_1250,
        Encoding::Ibm866 => encoding_rs::IBM866,
    };
    let Some(text) = decoder.decode_without_bom_handling_and_without_replacement(rest) else {
        return Err(match encoding {
            Encoding::Utf8 => Problem::WrongEncoding.at(first_bad_row(rest), None),
            _ => Problem::WrongEncoding.into(),
        });
    };
    if text.contains('\0') {
        return Err(Problem::NotATable.into());
    }
    Ok((text.into_owned(), encoding))
}

fn first_bad_row(bytes: &[u8]) -> u32 {
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count() as u32
}

fn guessed(bytes: &[u8]) -> Encoding {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let zeros = |odd: usize| {
        let places = sample.iter().skip(odd).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    // Half of the bytes of Latin letters, spaces and separators are zeros in UTF-16.
    let (even, odd) = (zeros(0), zeros(1));
    if odd > sample.len() / 20 && odd > even * 4 {
        return Encoding::Utf16Le;
    }
    if even > sample.len() / 20 && even > odd * 4 {
        return Encoding::Utf16Be;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    let count = |is: &dyn Fn(u8) -> bool| bytes.iter().filter(|byte| is(**byte)).count();
    let latin = count(&|byte| byte.is_ascii_alphabetic());
    let high = count(&|byte| byte >= 0x80);
    // Letters of Windows stand at the end of the table, those of DOS in its middle.
    let windows = count(&|byte| byte >= 0xC0);
    let dos = count(&|byte| (0x80..=0xAF).contains(&byte) || (0xE0..=0xEF).contains(&byte));
    let only_dos = count(&|byte| (0x80..=0xAF).contains(&byte));
    if only_dos * 3 > high && dos > windows {
        return Encoding::Ibm866;
    }
    // Romanian has one letter with a mark among many without.
    match high * 4 < latin && romanian(bytes) {
        true => Encoding::Windows1250,
        false => Encoding::Windows1251,
    }
}

/// Whether the letters beyond ASCII stand inside Latin words: ă â î ș ț and their capitals.
fn romanian(bytes: &[u8]) -> bool {
    let ours = |byte: &u8| {
        matches!(
            byte,
            0xE3 | 0xE2 | 0xEE | 0xBA | 0xFE | 0xC3 | 0xC2 | 0xCE | 0xAA | 0xDE
        )
    };
    let (mut inside, mut all) = (0, 0);
    for (place, byte) in bytes.iter().enumerate() {
        if *byte < 0x80 {
            continue;
        }
        all += 1;
        let latin = |place: Option<usize>| {
            place
                .and_then(|place| bytes.get(place))
                .is_some_and(u8::is_ascii_alphabetic)
        };
        if ours(byte) && (latin(place.checked_sub(1)) || latin(Some(place + 1))) {
            inside += 1;
        }
    }
    inside * 2 > all
}
