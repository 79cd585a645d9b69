//! Dates as people type them: `завтра 15`, `пн`, `через 2 ч`, `24.11`, `luni 10`, `in 3 days`, `next week`.
//!
//! Works on local time of the branch and needs no zone. Words of the three languages are understood whatever language the
//! reader has chosen: people mix them. A text is understood whole or not at all; a doubtful date is worse than a question.
//!
//! - A day without a year is the next one that comes; today's weekday means the one in a week.
//! - A time without a day is today, or tomorrow when it has passed.
//! - `10.30` is a time because there is no thirtieth month; `10.11` is a date unless a day was already named.

use chrono::{
    Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday,
};

mod vocabulary;

use vocabulary::{Unit, Word};

#[cfg(test)]
mod tests;

/// What a text says: a whole day, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spoken {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl Spoken {
    pub const fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Moment(at) => at.date(),
        }
    }

    pub const fn time(self) -> Option<NaiveTime> {
        match self {
            Self::Day(_) => None,
            Self::Moment(at) => Some(at.time()),
        }
    }
}

/// Understands `text`, said at the local moment `now`; `None` when any part of it is unclear.
pub fn parse(text: &str, now: NaiveDateTime) -> Option<Spoken> {
    let tokens = tokens(text)?;
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        now,
        day: None,
        time: None,
        delta: Duration::zero(),
        moved: false,
    };
    while reader.at < tokens.len() {
        reader.step()?;
    }
    reader.finish()
}

/// A piece of the text: a number, digits with separators, or a folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(u32),
    /// Two or three numbers and the sign between them.
    Group(char, Vec<u32>),
    Plus,
    Word(String),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let folded: Vec<char> = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(fold)
        .collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let c = folded[at];
        if c.is_ascii_digit() {
            tokens.push(digits(&folded, &mut at)?);
        } else if c.is_alphabetic() {
            let start = at;
            while at < folded.len() && folded[at].is_alphabetic() {
                at += 1;
            }
            tokens.push(Token::Word(folded[start..at].iter().collect()));
        } else {
            if c == '+' {
                tokens.push(Token::Plus);
            } else if !c.is_whitespace() && !matches!(c, ',' | '.' | '-' | ';') {
                return None;
            }
            at += 1;
        }
    }
    (!tokens.is_empty()).then_some(tokens)
}

/// `15`, `15:30`, `24.11`, `24.11.2026`, `2026-11-24`. A separator counts only between digits.
fn digits(text: &[char], at: &mut usize) -> Option<Token> {
    let mut numbers = vec![number(text, at)?];
    let mut sign = None;
    while let (Some(&c), Some(next)) = (text.get(*at), text.get(*at + 1)) {
        let continues = matches!(c, '.' | ':' | '/' | '-')
            && next.is_ascii_digit()
            && sign.is_none_or(|s| s == c);
        if !continues || numbers.len() == 3 {
            break;
        }
        sign = Some(c);
        *at += 1;
        numbers.push(number(text, at)?);
    }
    Some(match sign {
        None => Token::Number(numbers[0]),
        Some(sign) => Token::Group(sign, numbers),
    })
}

fn number(text: &[char], at: &mut usize) -> Option<u32> {
    let start = *at;
    while text.get(*at).is_some_and(char::is_ascii_digit) {
        *at += 1;
    }
    // Nothing here needs more than a year of four digits.
    (*at - start <= 4)
        .then(|| text[start..*at].iter().collect::<String>().parse().ok())
        .flatten()
}

/// Letters that people leave out or that have two code points.
const fn fold(c: char) -> char {
    match c {
        'ё' => 'е',
        'ș' | 'ş' => 's',
        'ț' | 'ţ' => 't',
        'ă' | 'â' => 'a',
        'î' => 'i',
        '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    now: NaiveDateTime,
    day: Option<NaiveDate>,
    time: Option<NaiveTime>,
    /// Hours and minutes from now.
    delta: Duration,
    moved: bool,
}

impl Reader<'_> {
    fn step(&mut self) -> Option<()> {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        match token {
            Token::Plus => self.relative(),
            Token::Group(sign, numbers) => self.group(sign, &numbers),
            Token::Number(number) => self.number(number),
            Token::Word(word) => self.word(vocabulary::look_up(&word)?),
        }
    }

    fn peek_word(&self) -> Option<Word> {
        match self.tokens.get(self.at)? {
            Token::Word(word) => vocabulary::look_up(word),
            _ => None,
        }
    }

    fn word(&mut self, word: Word) -> Option<()> {
        let today = self.now.date();
        match word {
            Word::Noise | Word::AtOrHour => Some(()),
            Word::In => self.relative(),
            Word::Day(offset) => self.set_day(shift_days(today, offset)?),
            Word::Weekday(weekday) => self.set_day(coming(today, weekday)?),
            // "luni" is Monday, and months only after a number.
            Word::MondayOrMonths => self.set_day(coming(today, Weekday::Mon)?),
            Word::TuesdayOrMarch => {
                if let Some(day) = self.take_day_number() {
                    return self.day_of_month(day, 3);
                }
                self.set_day(coming(today, Weekday::Tue)?)
            }
            Word::Next => self.next(),
            Word::Month(month) => {
                let day = self.take_day_number()?;
                self.day_of_month(day, month)
            }
            Word::PartOfDay { hour, .. } => self.set_time(hour, 0),
            // "săptămâna viitoare": the week is named before "next".
            Word::Unit(Unit::Week) if matches!(self.peek_word(), Some(Word::Next)) => {
                self.at += 1;
                self.next_week()
            }
            Word::Unit(_)
            | Word::Half
            | Word::One
            | Word::HalfHour
            | Word::Meridiem(_)
            | Word::OfMonth => None,
        }
    }

    /// After "in" or a plus: a number and a unit.
    fn relative(&mut self) -> Option<()> {
        let mut count = None;
        let mut half = false;
        while let Some(token) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::Number(number) if count.is_none() => count = Some(number),
                Token::Word(word) => match vocabulary::look_up(&word)? {
                    Word::Noise | Word::One => {}
                    Word::Half => half = true,
                    Word::HalfHour => return self.advance(Unit::Minute, 30),
                    Word::Unit(Unit::Hour) | Word::AtOrHour if half => {
                        return self.advance(Unit::Minute, 30);
                    }
                    Word::AtOrHour => return self.advance(Unit::Hour, count.unwrap_or(1)),
                    Word::Unit(unit) if !half => return self.advance(unit, count.unwrap_or(1)),
                    Word::MondayOrMonths => return self.advance(Unit::Month, count?),
                    Word::Day(1) if count.is_none() => return self.advance(Unit::Day, 1),
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    fn advance(&mut self, unit: Unit, count: u32) -> Option<()> {
        let today = self.now.date();
        match unit {
            Unit::Minute => self.add(Duration::minutes(i64::from(count))),
            Unit::Hour => self.add(Duration::hours(i64::from(count))),
            Unit::Day => self.set_day(today.checked_add_days(Days::new(u64::from(count)))?),
            Unit::Week => self.set_day(today.checked_add_days(Days::new(u64::from(count) * 7))?),
            Unit::Month => self.set_day(today.checked_add_months(Months::new(count))?),
        }
    }

    fn add(&mut self, span: Duration) -> Option<()> {
        self.delta = self.delta.checked_add(&span)?;
        self.moved = true;
        Some(())
    }

    /// "next Monday", "next week".
    fn next(&mut self) -> Option<()> {
        if self.day.is_some() {
            // "luni viitoare": the weekday of the week after this one.
            let day = self.day.take()?;
            return self.set_day(in_next_week(self.now.date(), day.weekday())?);
        }
        let word = self.peek_word()?;
        self.at += 1;
        match word {
            Word::Weekday(weekday) => self.set_day(in_next_week(self.now.date(), weekday)?),
            Word::MondayOrMonths => self.next_week(),
            Word::TuesdayOrMarch => self.set_day(in_next_week(self.now.date(), Weekday::Tue)?),
            Word::Unit(Unit::Week) => self.next_week(),
            Word::Unit(Unit::Month) => self.set_day(
                self.now
                    .date()
                    .with_day(1)?
                    .checked_add_months(Months::new(1))?,
            ),
            _ => None,
        }
    }

    fn next_week(&mut self) -> Option<()> {
        self.set_day(in_next_week(self.now.date(), Weekday::Mon)?)
    }

    fn group(&mut self, sign: char, numbers: &[u32]) -> Option<()> {
        match (sign, numbers) {
            (':', &[hour, minute]) => self.clock(hour, minute),
            ('-', &[year, month, day]) if year > 31 => self.set_day(NaiveDate::from_ymd_opt(
                i32::try_from(year).ok()?,
                month,
                day,
            )?),
            (':', _) => None,
            ('.', &[hour, minute]) if self.day.is_some() || minute > 12 => self.clock(hour, minute),
            (_, &[day, month]) => self.day_of_month(day, month),
            (_, &[day, month, year]) => {
                let year = if year < 100 { 2000 + year } else { year };
                self.set_day(NaiveDate::from_ymd_opt(
                    i32::try_from(year).ok()?,
                    month,
                    day,
                )?)
            }
            _ => None,
        }
    }

    fn number(&mut self, number: u32) -> Option<()> {
        match self.peek_word() {
            Some(Word::Month(month)) => {
                self.at += 1;
                return self.day_of_month(number, month);
            }
            Some(Word::TuesdayOrMarch) if self.day.is_none() => {
                self.at += 1;
                return self.day_of_month(number, 3);
            }
            Some(Word::OfMonth) if self.day.is_none() => {
                self.at += 1;
                return self.set_day(coming_day_of_month(self.now.date(), number)?);
            }
            _ => {}
        }
        if number > 23 {
            // 1530 after a day is half past three.
            return if number >= 100 {
                self.clock(number / 100, number % 100)
            } else {
                None
            };
        }
        self.clock(number, 0)
    }

    /// A time of day, with "am", "вечера" or "часов" after it.
    fn clock(&mut self, hour: u32, minute: u32) -> Option<()> {
        let mut hour = hour;
        while let Some(word) = self.peek_word() {
            match word {
                Word::Meridiem(afternoon) if (1..=12).contains(&hour) => {
                    hour = hour % 12 + if afternoon { 12 } else { 0 }
                }
                Word::PartOfDay { afternoon, .. } => {
                    if afternoon && hour < 12 {
                        hour += 12;
                    }
                }
                Word::Unit(Unit::Hour) => {}
                _ => break,
            }
            self.at += 1;
        }
        self.set_time(hour, minute)
    }

    /// The number before or after a month's name: "nov 24". A number already read as a time is taken back.
    fn take_day_number(&mut self) -> Option<u32> {
        match self.tokens.get(self.at) {
            Some(Token::Number(day)) if self.day.is_none() && self.tokens_look_like_date() => {
                self.at += 1;
                Some(*day)
            }
            _ => None,
        }
    }

    /// "mar 15" is a Tuesday at three; "march 15" is a date. Only names that are nothing else take the number after them.
    fn tokens_look_like_date(&self) -> bool {
        match &self.tokens[self.at - 1] {
            Token::Word(word) => !matches!(vocabulary::look_up(word), Some(Word::TuesdayOrMarch)),
            _ => true,
        }
    }

    fn day_of_month(&mut self, day: u32, month: u32) -> Option<()> {
        let today = self.now.date();
        if let Some(Token::Number(year)) = self.tokens.get(self.at)
            && (2000..2200).contains(year)
        {
            self.at += 1;
            return self.set_day(NaiveDate::from_ymd_opt(
                i32::try_from(*year).ok()?,
                month,
                day,
            )?);
        }
        // 29 February may be some years away.
        let found = (0..8).find_map(|ahead| {
            NaiveDate::from_ymd_opt(today.year() + ahead, month, day).filter(|d| *d >= today)
        });
        self.set_day(found?)
    }

    fn set_day(&mut self, day: NaiveDate) -> Option<()> {
        self.day.replace(day).is_none().then_some(())
    }

    fn set_time(&mut self, hour: u32, minute: u32) -> Option<()> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
        self.time.replace(time).is_none().then_some(())
    }

    fn finish(self) -> Option<Spoken> {
        if self.moved {
            let at = self.now.checked_add_signed(self.delta)?;
            let whole = at.with_second(0)?.with_nanosecond(0)?;
            return (self.day.is_none() && self.time.is_none()).then_some(Spoken::Moment(whole));
        }
        match (self.day, self.time) {
            (Some(day), Some(time)) => Some(Spoken::Moment(day.and_time(time))),
            (Some(day), None) => Some(Spoken::Day(day)),
            (None, Some(time)) => {
                let today = self.now.date();
                let day = if time > self.now.time() {
                    today
                } else {
                    today.succ_opt()?
                };
                Some(Spoken::Moment(day.and_time(time)))
            }
            (None, None) => None,
        }
    }
}

fn shift_days(day: NaiveDate, offset: i8) -> Option<NaiveDate> {
    day.checked_add_signed(Duration::days(i64::from(offset)))
}

/// The next day with that name, never today.
fn coming(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
}

/// That day of the week that begins on the next Monday.
fn in_next_week(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let monday = today.checked_add_days(Days::new(u64::from(
        7 - today.weekday().num_days_from_monday(),
    )))?;
    monday.checked_add_days(Days::new(u64::from(weekday.num_days_from_monday())))
}

fn coming_day_of_month(today: NaiveDate, day: u32) -> Option<NaiveDate> {
    let first = today.with_day(1)?;
    (0..12).find_map(|ahead| {
        first
            .checked_add_months(Months::new(ahead))?
            .with_day(day)
            .filter(|d| *d >= today)
    })
}
