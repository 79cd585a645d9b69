use chrono::NaiveDate;

use super::DateOrder::{DayFirst, MonthFirst};
use super::{agree, cell};
use crate::name::PersonName;
use crate::organisation::NameOrder;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

#[test]
fn a_day_is_read_in_every_notation() {
    for (typed, order, expected) in [
        ("31.12.1990", DayFirst, Some("1990-12-31")),
        ("31/12/90", DayFirst, Some("1990-12-31")),
        ("1.2.26", DayFirst, Some("2026-02-01")),
        ("1.2.27", DayFirst, Some("1927-02-01")),
        ("12/31/1990", MonthFirst, Some("1990-12-31")),
        ("12/31/1990", DayFirst, None),
        ("1990-12-31", MonthFirst, Some("1990-12-31")),
        ("1990-12-31T00:00:00", DayFirst, Some("1990-12-31")),
        ("31.12.1990 00:00", DayFirst, Some("1990-12-31")),
        ("31.12.1990 г.", DayFirst, Some("1990-12-31")),
        ("29.02.1999", DayFirst, None),
        ("29.02.2000", DayFirst, Some("2000-02-29")),
        ("31.02.1990", DayFirst, None),
        ("тридцатое", DayFirst, None),
        ("1990", DayFirst, None),
        ("1.2.3.4", DayFirst, None),
        ("", DayFirst, None),
    ] {
        let read = cell::date(typed, order, today());
        let expected = expected.map(|text| text.parse().expect("a day"));
        assert_eq!(read, expected, "{typed} {order}");
    }
}

#[test]
fn the_order_of_days_and_months_is_said_by_what_cannot_be_a_month() {
    for (typed, expected) in [
        ("31.12.1990", Some(DayFirst)),
        ("12/31/1990", Some(MonthFirst)),
        ("01/02/1990", None),
        ("1990-12-31", None),
        ("x", None),
    ] {
        assert_eq!(cell::order_of(typed), expected, "{typed}");
    }
}

#[test]
fn numbers_are_read_as_spreadsheets_write_them() {
    for (typed, expected) in [
        ("1 234,50", Some(1234.5)),
        ("1,234.50", Some(1234.5)),
        ("1.234,50", Some(1234.5)),
        ("1'234", Some(1234.0)),
        ("-7", Some(-7.0)),
        ("1\u{a0}000", Some(1000.0)),
        ("семь", None),
        ("", None),
        ("1-2", None),
    ] {
        assert_eq!(cell::decimal(typed), expected, "{typed}");
    }
    assert_eq!(cell::sum("1 500,50 ₽"), Some(150_050));
    assert_eq!(cell::sum("€ 20"), Some(2_000));
    assert_eq!(cell::boolean("Да"), Some(true));
    assert_eq!(cell::boolean("nu"), Some(false));
    assert_eq!(cell::boolean("может быть"), None);
    assert_eq!(
        cell::phones("8 912 345-67-89; +373 621 12 345 / 22"),
        ["8 912 345-67-89", "+373 621 12 345", "22"]
    );
    assert_eq!(cell::phones("7.9123456789E10"), ["79123456789"]);
    // What was cut off is not made up.
    assert_eq!(cell::phones("7.912E+10"), ["7.912E+10"]);
}

#[test]
fn what_a_spreadsheet_would_run_is_only_text() {
    for (text, expected) in [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+1", "'-1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("+7 (912) 345-67-89", "+7 (912) 345-67-89"),
        ("Анна", "Анна"),
        ("", ""),
    ] {
        assert_eq!(cell::neutral(text), expected);
    }
}

#[test]
fn names_agree_when_they_may_be_one_persons() {
    let name = |full: &str| PersonName::split(full, NameOrder::SurnameFirst);
    for (one, other, expected) in [
        ("Мельник Анна", "Мельник Анна", true),
        ("МЕЛЬНИК АННА", "мельник анна", true),
        ("Ёлкин Пётр", "Елкин Петр", true),
        ("Анна Мельник", "Мельник Анна", true),
        ("Анна", "Мельник Анна", true),
        ("Мельник Анна Ивановна", "Мельник Анна", true),
        ("Мельник Анна Ивановна", "Мельник Анна Петровна", false),
        ("Мельник Анна", "Мельник Пётр", false),
        ("Мельник Анна", "Кожокару Анна", false),
        ("Țurcan Șerban", "Turcan Serban", true),
        // A surname alone is a family's.
        ("Мельник", "Мельник Анна", false),
    ] {
        assert_eq!(agree(&name(one), &name(other)), expected, "{one} / {other}");
        assert_eq!(agree(&name(other), &name(one)), expected, "{other} / {one}");
    }
}
