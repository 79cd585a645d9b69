//! A filter as one line, for addresses: `stage:lead,client;next_step.empty;(tag:утро|tag:дети)`.
//!
//! A question is `field`, then `.operator` unless it is `is`, then `:` and its values. `;` joins what must hold together, `|` what holds
//! one for the other; a group within a group stands in brackets. Values with signs of their own stand in quotation marks.

use std::iter::Peekable;
use std::str::Chars;

use super::{Filter, MAX_DEPTH, Operator};

/// What has a meaning between values.
const SIGNS: [char; 8] = [',', ';', '|', '(', ')', ':', '"', '\\'];

/// A time of day needs no quotation marks.
fn ends_value(letter: char) -> bool {
    letter != ':' && SIGNS.contains(&letter)
}

/// The line; empty for a filter that asks nothing.
pub fn write(filter: &Filter) -> String {
    let mut line = String::new();
    group(filter, &mut line, true);
    line
}

fn group(filter: &Filter, line: &mut String, outermost: bool) {
    let (of, sign) = match filter {
        Filter::All { of } => (of, ';'),
        Filter::Any { of } => (of, '|'),
        Filter::Test { field, is, values } => return test(field, *is, values, line),
    };
    if let [one] = of.as_slice() {
        return group(one, line, outermost);
    }
    if !outermost {
        line.push('(');
    }
    for (place, one) in of.iter().enumerate() {
        if place > 0 {
            line.push(sign);
        }
        group(one, line, false);
    }
    if !outermost {
        line.push(')');
    }
}

fn test(field: &str, is: Operator, values: &[String], line: &mut String) {
    line.push_str(field);
    if is != Operator::Is {
        line.push('.');
        line.push_str(is.as_str());
    }
    for (place, value) in values.iter().enumerate() {
        line.push(if place == 0 { ':' } else { ',' });
        let plain = !value.is_empty() && value.trim() == value && !value.contains(ends_value);
        if plain {
            line.push_str(value);
            continue;
        }
        line.push('"');
        for letter in value.chars() {
            if matches!(letter, '"' | '\\') {
                line.push('\\');
            }
            line.push(letter);
        }
        line.push('"');
    }
}

/// The filter of a line; `None` for what is no filter.
pub fn parse(line: &str) -> Option<Filter> {
    if line.trim().is_empty() {
        return Some(Filter::default());
    }
    let mut reading = Reading {
        left: line.chars().peekable(),
    };
    let filter = reading.group(1)?;
    reading.left.next().is_none().then_some(filter)
}

struct Reading<'l> {
    left: Peekable<Chars<'l>>,
}

impl Reading<'_> {
    fn group(&mut self, depth: usize) -> Option<Filter> {
        // One level more than a filter may have: what is too deep is told as that.
        if depth > MAX_DEPTH + 1 {
            return None;
        }
        let mut of = vec![self.one(depth)?];
        let sign = self
            .left
            .peek()
            .copied()
            .filter(|sign| matches!(sign, ';' | '|'));
        let Some(sign) = sign else {
            return of.pop();
        };
        while self.left.next_if_eq(&sign).is_some() {
            of.push(self.one(depth)?);
        }
        Some(match sign {
            ';' => Filter::All { of },
            _ => Filter::Any { of },
        })
    }

    fn one(&mut self, depth: usize) -> Option<Filter> {
        if self.left.next_if_eq(&'(').is_some() {
            let inner = self.group(depth + 1)?;
            self.left.next_if_eq(&')')?;
            return Some(inner);
        }
        let named = self.until(|letter| SIGNS.contains(&letter));
        let (field, is) = named_test(named.trim())?;
        let mut values = Vec::new();
        if self.left.next_if_eq(&':').is_some() {
            values.push(self.value()?);
            while self.left.next_if_eq(&',').is_some() {
                values.push(self.value()?);
            }
        }
        Some(Filter::Test { field, is, values })
    }

    fn value(&mut self) -> Option<String> {
        if self.left.next_if_eq(&'"').is_none() {
            let value = self.until(ends_value);
            return Some(value.trim().to_owned());
        }
        let mut value = String::new();
        loop {
            match self.left.next()? {
                '"' => return Some(value),
                '\\' => value.push(self.left.next()?),
                letter => value.push(letter),
            }
        }
    }

    fn until(&mut self, ends: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(letter) = self.left.next_if(|letter| !ends(*letter)) {
            text.push(letter);
        }
        text
    }
}

/// The field and what is asked of it. The key of an own field may be called as an operator is.
fn named_test(named: &str) -> Option<(String, Operator)> {
    let (own, rest) = match named.strip_prefix("fields.") {
        Some(rest) => ("fields.", rest),
        None => ("", named),
    };
    let (key, is) = match rest.split_once('.') {
        Some((key, word)) => (key, Operator::parse(word)?),
        None => (rest, Operator::Is),
    };
    let field = format!("{own}{key}");
    (!key.is_empty()).then_some((field, is))
}
