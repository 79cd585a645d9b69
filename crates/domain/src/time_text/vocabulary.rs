//! The words: Russian, English and Romanian, lower case, without diacritics.

use chrono::Weekday;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Says nothing: "at", "в", "la".
    Noise,
    /// Romanian "ora": "at" before a time, an hour after "peste".
    AtOrHour,
    /// "через", "in", "peste".
    In,
    /// Days from today.
    Day(i8),
    Weekday(Weekday),
    /// Romanian "luni".
    MondayOrMonths,
    /// "mar": Romanian Tuesday, or March.
    TuesdayOrMarch,
    Next,
    Month(u32),
    Unit(Unit),
    Half,
    HalfHour,
    One,
    /// "утром" stands for an hour; after a number it says which half of the day.
    PartOfDay {
        hour: u32,
        afternoon: bool,
    },
    /// "am" and "pm".
    Meridiem(bool),
    /// "24 числа", "24th".
    OfMonth,
}

pub(super) fn look_up(word: &str) -> Option<Word> {
    exact(word).or_else(|| by_beginning(word))
}

fn exact(word: &str) -> Option<Word> {
    Some(match word {
        "в" | "во" | "к" | "ко" | "на" | "с" | "at" | "on" | "by" | "the" | "of" | "la" | "pe"
        | "de" | "г" | "года" | "до" | "пор" => Word::Noise,
        "ora" => Word::AtOrHour,
        "через" | "спустя" | "in" | "peste" => Word::In,
        "one" | "a" | "an" | "o" | "un" | "один" | "одну" => Word::One,
        "сегодня" | "сег" | "сегод" | "today" | "tod" | "azi" | "astazi" => {
            Word::Day(0)
        }
        "завтра" | "завт" | "зав" | "tomorrow" | "tmr" | "tom" | "maine" => {
            Word::Day(1)
        }
        "послезавтра" | "послезавт" | "poimaine" => Word::Day(2),
        "вчера" | "yesterday" | "ieri" => Word::Day(-1),
        "позавчера" | "alaltaieri" => Word::Day(-2),
        "пн" | "mon" | "mo" | "lu" | "lun" => Word::Weekday(Weekday::Mon),
        "luni" => Word::MondayOrMonths,
        "вт" | "tue" | "tu" | "ma" | "marti" => Word::Weekday(Weekday::Tue),
        "mar" => Word::TuesdayOrMarch,
        "ср" | "wed" | "we" | "mi" | "mie" => Word::Weekday(Weekday::Wed),
        "чт" | "thu" | "jo" | "joi" => Word::Weekday(Weekday::Thu),
        "пт" | "fri" | "fr" | "vi" | "vin" => Word::Weekday(Weekday::Fri),
        "сб" | "sat" | "sa" | "sam" => Word::Weekday(Weekday::Sat),
        "вс" | "sun" | "su" | "du" | "dum" => Word::Weekday(Weekday::Sun),
        "next" | "viitor" | "viitoare" => Word::Next,
        "мин" | "м" | "m" | "min" => Word::Unit(Unit::Minute),
        "ч" | "h" | "hr" | "hrs" | "ore" => Word::Unit(Unit::Hour),
        "д" | "d" | "zi" | "zile" | "day" | "days" | "день" | "дня" | "дней" | "дн" => {
            Word::Unit(Unit::Day)
        }
        "w" | "wk" | "wks" | "н" => Word::Unit(Unit::Week),
        "luna" => Word::Unit(Unit::Month),
        "пол" | "half" | "jumatate" | "juma" => Word::Half,
        "полчаса" => Word::HalfHour,
        "am" => Word::Meridiem(false),
        "pm" => Word::Meridiem(true),
        "числа" | "го" | "th" | "st" | "nd" | "rd" => Word::OfMonth,
        "утро" | "утром" | "утра" | "morning" | "dimineata" => Word::PartOfDay {
            hour: 9,
            afternoon: false,
        },
        "полдень" | "noon" | "pranz" | "amiaza" => Word::PartOfDay {
            hour: 12,
            afternoon: false,
        },
        "днем" | "afternoon" => Word::PartOfDay {
            hour: 14,
            afternoon: true,
        },
        "вечер" | "вечером" | "вечера" | "evening" | "tonight" | "seara" => {
            Word::PartOfDay {
                hour: 18,
                afternoon: true,
            }
        }
        "май" | "мая" | "may" | "mai" => Word::Month(5),
        _ => return None,
    })
}

fn by_beginning(word: &str) -> Option<Word> {
    // A shorter beginning would catch too much.
    const BEGINNINGS: &[(&str, Word)] = &[
        ("следующ", Word::Next),
        ("след", Word::Next),
        ("понед", Word::Weekday(Weekday::Mon)),
        ("вторн", Word::Weekday(Weekday::Tue)),
        ("сред", Word::Weekday(Weekday::Wed)),
        ("четв", Word::Weekday(Weekday::Thu)),
        ("пятн", Word::Weekday(Weekday::Fri)),
        ("суб", Word::Weekday(Weekday::Sat)),
        ("воск", Word::Weekday(Weekday::Sun)),
        ("monday", Word::Weekday(Weekday::Mon)),
        ("tues", Word::Weekday(Weekday::Tue)),
        ("wednes", Word::Weekday(Weekday::Wed)),
        ("thur", Word::Weekday(Weekday::Thu)),
        ("friday", Word::Weekday(Weekday::Fri)),
        ("satur", Word::Weekday(Weekday::Sat)),
        ("sunday", Word::Weekday(Weekday::Sun)),
        ("mierc", Word::Weekday(Weekday::Wed)),
        ("viner", Word::Weekday(Weekday::Fri)),
        ("samba", Word::Weekday(Weekday::Sat)),
        ("dumin", Word::Weekday(Weekday::Sun)),
        ("янв", Word::Month(1)),
        ("фев", Word::Month(2)),
        ("март", Word::Month(3)),
        ("мар", Word::Month(3)),
        ("апр", Word::Month(4)),
        ("июн", Word::Month(6)),
        ("июл", Word::Month(7)),
        ("авг", Word::Month(8)),
        ("сен", Word::Month(9)),
        ("окт", Word::Month(10)),
        ("ноя", Word::Month(11)),
        ("дек", Word::Month(12)),
        ("jan", Word::Month(1)),
        ("ian", Word::Month(1)),
        ("feb", Word::Month(2)),
        ("march", Word::Month(3)),
        ("martie", Word::Month(3)),
        ("apr", Word::Month(4)),
        ("jun", Word::Month(6)),
        ("iun", Word::Month(6)),
        ("jul", Word::Month(7)),
        ("iul", Word::Month(7)),
        ("aug", Word::Month(8)),
        ("sep", Word::Month(9)),
        ("oct", Word::Month(10)),
        ("nov", Word::Month(11)),
        ("noi", Word::Month(11)),
        ("dec", Word::Month(12)),
        ("минут", Word::Unit(Unit::Minute)),
        ("minut", Word::Unit(Unit::Minute)),
        ("mins", Word::Unit(Unit::Minute)),
        ("час", Word::Unit(Unit::Hour)),
        ("hour", Word::Unit(Unit::Hour)),
        ("нед", Word::Unit(Unit::Week)),
        ("week", Word::Unit(Unit::Week)),
        ("sapt", Word::Unit(Unit::Week)),
        ("мес", Word::Unit(Unit::Month)),
        ("month", Word::Unit(Unit::Month)),
    ];
    BEGINNINGS
        .iter()
        .find(|(beginning, _)| word.starts_with(beginning))
        .map(|(_, meaning)| *meaning)
}
