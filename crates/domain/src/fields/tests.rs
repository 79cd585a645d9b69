use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::calendar::tests::date;
use crate::dictionaries::Choice;
use crate::time::tests::utc;

pub(crate) const COLORS: DictionaryId = DictionaryId::from_i64(1);
const OTHER: DictionaryId = DictionaryId::from_i64(2);
const ANNA: EmployeeId = EmployeeId::from_i64(7);

fn value(id: i64) -> ValueId {
    ValueId::from_i64(id)
}

fn dictionaries() -> BTreeMap<DictionaryId, Vec<Choice>> {
    let choice = |id, name: &str, archived| Choice {
        id: value(id),
        name: name.into(),
        archived,
    };
    BTreeMap::from([
        (
            COLORS,
            vec![
                choice(1, "Йога", false),
                choice(2, "Стретчинг", false),
                choice(3, "Зумба", true),
            ],
        ),
        (OTHER, vec![choice(9, "Сайт", false)]),
    ])
}

pub(crate) fn def(key: &str, kind: FieldType) -> FieldDef {
    let is_choice = matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti);
    FieldDef {
        id: FieldId::from_i64(1),
        key: key.into(),
        label: format!("Поле {key}"),
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: is_choice.then_some(COLORS),
    }
}

fn limited(kind: FieldType, limits: Limits) -> FieldDef {
    FieldDef {
        limits,
        ..def("it", kind)
    }
}

fn with<T>(use_it: impl FnOnce(Surroundings<'_>) -> T) -> T {
    let dictionaries = dictionaries();
    use_it(Surroundings {
        now: utc("2026-11-21 12:00"),
        today: date("2026-11-21"),
        currency: "RUB",
        country: "RU",
        dictionaries: &dictionaries,
        employees: &[ANNA],
    })
}

fn one(def: &FieldDef, json: &str) -> Result<Option<FieldValue>, FaultKind> {
    let raw: Raw = serde_json::from_str(json).unwrap();
    with(|around| check_one(def, Some(&raw), around))
}

#[test]
fn answers_of_every_type_are_read() {
    use FieldType as T;
    use FieldValue as V;
    let roubles = |amount| Money {
        amount,
        currency: "RUB".into(),
    };
    for (kind, json, expected) in [
        (T::Text, r#""  Ирина ""#, V::Text("Ирина".into())),
        (T::LongText, r#""а\r\nб""#, V::Text("а\nб".into())),
        (T::Integer, "5", V::Integer(5)),
        (T::Integer, "5.0", V::Integer(5)),
        (T::Integer, "-3", V::Integer(-3)),
        (T::Decimal, "5", V::Decimal(5_000_000)),
        (T::Decimal, "0.1", V::Decimal(100_000)),
        (T::Decimal, "-2.5000004", V::Decimal(-2_500_000)),
        (
            T::Money,
            r#"{"amount":1250000,"currency":"RUB"}"#,
            V::Money(roubles(1_250_000)),
        ),
        (T::Boolean, "false", V::Boolean(false)),
        (T::Date, r#""2028-02-29""#, V::Date(date("2028-02-29"))),
        (
            T::Time,
            r#""09:05""#,
            V::Time(chrono::NaiveTime::from_hms_opt(9, 5, 0).unwrap()),
        ),
        (
            T::DateTime,
            r#""2026-12-05T19:00:00+03:00""#,
            V::DateTime(utc("2026-12-05 16:00")),
        ),
        (
            T::Dictionary,
            r#""val_0000000000001""#,
            V::Dictionary(value(1)),
        ),
        (
            T::DictionaryMulti,
            r#"["val_0000000000002","val_0000000000001","val_0000000000002"]"#,
            V::DictionaryMulti(vec![value(2), value(1)]),
        ),
        (T::Employee, r#""emp_0000000000007""#, V::Employee(ANNA)),
        (
            T::Client,
            r#""cli_0000000000005""#,
            V::Client(ClientId::from_i64(5)),
        ),
        (
            T::Phone,
            r#""8 (912) 345-67-89""#,
            V::Phone("+79123456789".into()),
        ),
        (
            T::Email,
            r#"" Kate@Mail.RU ""#,
            V::Email("Kate@mail.ru".into()),
        ),
        (
            T::Url,
            r#""https://club.example/a?b""#,
            V::Url("https://club.example/a?b".into()),
        ),
    ] {
        let def = def("it", kind);
        let read = one(&def, json);
        assert_eq!(read, Ok(Some(expected.clone())), "{kind} {json}");
        let written = serde_json::to_string(&expected.to_raw()).unwrap();
        assert_eq!(
            one(&def, &written),
            read,
            "{kind} goes out as it comes in: {written}"
        );
    }
}

#[test]
fn wrong_answers_are_named() {
    use FaultKind as F;
    use FieldType as T;
    let wrong = |wanted| F::WrongType { wanted };
    let bounds = Limits {
        min: Some(1),
        max: Some(10),
        max_length: Some(4),
        not_past: true,
    };
    for (kind, json, expected) in [
        (T::Text, "5", wrong(T::Text)),
        (T::Text, r#""абвгд""#, F::TooLong { max: 4 }),
        (T::Text, r#""а\nб""#, F::Characters),
        (T::LongText, r#""\u202eб""#, F::Characters),
        (T::Integer, r#""5""#, wrong(T::Integer)),
        (T::Integer, "5.5", wrong(T::Integer)),
        (T::Integer, "0", F::TooSmall { min: 1 }),
        (T::Integer, "11", F::TooBig { max: 10 }),
        (T::Decimal, "0.999", F::TooSmall { min: 1 }),
        (T::Decimal, "1e300", F::TooBig { max: 10 }),
        (T::Money, "5", wrong(T::Money)),
        (
            T::Money,
            r#"{"amount":5,"currency":"EUR"}"#,
            F::WrongCurrency {
                wanted: "RUB".into(),
            },
        ),
        (
            T::Money,
            r#"{"amount":11,"currency":"RUB"}"#,
            F::TooBig { max: 10 },
        ),
        (T::Boolean, r#""yes""#, wrong(T::Boolean)),
        (T::Date, r#""2027-02-29""#, wrong(T::Date)),
        (T::Date, r#""2026-11-20""#, F::InPast),
        (T::Date, r#""0026-11-20""#, wrong(T::Date)),
        (T::Date, r#""21.11.2026""#, wrong(T::Date)),
        (T::Time, r#""24:00""#, wrong(T::Time)),
        (T::DateTime, r#""2026-11-21T11:00:00Z""#, F::InPast),
        (T::DateTime, r#""2026-11-21""#, wrong(T::DateTime)),
        (T::Dictionary, r#""val_0000000000009""#, F::NotInDictionary),
        (T::Dictionary, r#""val_0000000000003""#, F::Archived),
        (
            T::Dictionary,
            r#""res_0000000000003""#,
            wrong(T::Dictionary),
        ),
        (
            T::DictionaryMulti,
            r#""val_0000000000001""#,
            wrong(T::DictionaryMulti),
        ),
        (
            T::DictionaryMulti,
            r#"["val_0000000000001","val_0000000000003"]"#,
            F::Archived,
        ),
        (T::Employee, r#""emp_0000000000008""#, F::NotFound),
        (T::Client, r#""tsk_0000000000008""#, wrong(T::Client)),
        (T::Phone, r#""12345""#, F::Malformed),
        (T::Email, r#""a@b""#, F::Malformed),
        (T::Email, r#""a b@mail.ru""#, F::Malformed),
        (T::Email, r#""a@@mail.ru""#, F::Malformed),
        (T::Url, r#""javascript:alert(1)""#, F::Malformed),
        (T::Url, r#""https://user@club.example/""#, F::Malformed),
        (T::Url, r#""https://club .example""#, F::Malformed),
    ] {
        assert_eq!(
            one(&limited(kind, bounds.clone()), json),
            Err(expected),
            "{kind} {json}"
        );
    }
    let negative = one(&def("it", T::Money), r#"{"amount":-1,"currency":"RUB"}"#);
    assert_eq!(negative, Err(F::TooSmall { min: 0 }));
}

#[test]
fn a_form_names_all_faults_in_its_own_order() {
    let required = |key, kind| FieldDef {
        required: true,
        ..def(key, kind)
    };
    let defs = [
        required("when", FieldType::DateTime),
        def("groups", FieldType::DictionaryMulti),
        required("agreed", FieldType::Boolean),
        def("note", FieldType::LongText),
    ];
    let answers = |pairs: &[(&str, Raw)]| -> BTreeMap<String, Raw> {
        pairs
            .iter()
            .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
            .collect()
    };
    let bad = answers(&[
        ("aaa", Raw::Boolean(true)),
        ("groups", Raw::List(vec!["val_0000000000003".into()])),
        ("note", Raw::Integer(1)),
        ("when", Raw::Text("  ".into())),
    ]);
    let faults = with(|around| check(&defs, &bad, around)).unwrap_err();
    let named: Vec<(&str, &FaultKind)> = faults.iter().map(|f| (f.key.as_str(), &f.why)).collect();
    assert_eq!(
        named,
        [
            ("when", &FaultKind::Required),
            ("groups", &FaultKind::Archived),
            ("agreed", &FaultKind::Required),
            (
                "note",
                &FaultKind::WrongType {
                    wanted: FieldType::LongText
                }
            ),
            ("aaa", &FaultKind::Unknown),
        ]
    );
    let good = answers(&[
        ("agreed", Raw::Boolean(false)),
        ("groups", Raw::List(vec!["val_0000000000002".into()])),
        ("note", Raw::Text(String::new())),
        ("when", Raw::Text("2026-12-05T16:00:00Z".into())),
    ]);
    let filled = with(|around| check(&defs, &good, around)).unwrap();
    let keys: Vec<&str> = filled.iter().map(|f| f.key.as_str()).collect();
    assert_eq!(keys, ["when", "groups", "agreed"]);
    assert_eq!(filled[1].names, ["Стретчинг"]);
}

#[test]
fn definitions_are_checked() {
    let dictionaries = BTreeSet::from([COLORS]);
    let long = "ё".repeat(201);
    let crossed = Limits {
        min: Some(2),
        max: Some(1),
        ..Limits::default()
    };
    let empty = Limits {
        max_length: Some(0),
        ..Limits::default()
    };
    let defs = [
        def("good_1", FieldType::Dictionary),
        def("Bad", FieldType::Text),
        def("good_1", FieldType::Text),
        FieldDef {
            label: " ".into(),
            ..def("a", FieldType::Text)
        },
        FieldDef {
            label: long,
            ..def("b", FieldType::Text)
        },
        FieldDef {
            dictionary_id: None,
            ..def("c", FieldType::DictionaryMulti)
        },
        FieldDef {
            dictionary_id: Some(OTHER),
            ..def("d", FieldType::Dictionary)
        },
        FieldDef {
            dictionary_id: Some(COLORS),
            ..def("e", FieldType::Date)
        },
        FieldDef {
            limits: crossed,
            ..def("f", FieldType::Integer)
        },
        FieldDef {
            limits: empty,
            ..def("g", FieldType::Text)
        },
    ];
    assert_eq!(
        definition_faults(&defs, &dictionaries),
        [
            (1, DefFault::KeyForm),
            (2, DefFault::KeyTaken),
            (3, DefFault::LabelMissing),
            (4, DefFault::LabelTooLong),
            (5, DefFault::DictionaryMissing),
            (6, DefFault::DictionaryUnknown),
            (7, DefFault::DictionaryUnexpected),
            (8, DefFault::LimitsCrossed),
            (9, DefFault::LengthBounds),
        ]
    );
    for (key, fits) in [
        ("a", true),
        ("visit_at2", true),
        ("", false),
        ("_a", false),
        ("2a", false),
        ("дата", false),
        ("a-b", false),
    ] {
        assert_eq!(is_key(key), fits, "{key}");
    }
    assert!(is_key(&"a".repeat(40)) && !is_key(&"a".repeat(41)));
}

fn any_raw() -> impl Strategy<Value = Raw> {
    prop_oneof![
        any::<bool>().prop_map(Raw::Boolean),
        any::<i64>().prop_map(Raw::Integer),
        any::<f64>().prop_map(Raw::Decimal),
        any::<String>().prop_map(Raw::Text),
        "[0-9a-z@.:/+-]{0,30}".prop_map(Raw::Text),
        "(19|20|21)[0-9]{2}-[0-1][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:00Z)?".prop_map(Raw::Text),
        proptest::collection::vec("val_000000000000[0-9]", 0..4).prop_map(Raw::List),
        any::<i64>().prop_map(|amount| Raw::Money(Money {
            amount,
            currency: "RUB".into()
        })),
    ]
}

proptest! {
    /// Nothing panics, and what is accepted survives going out and coming in again.
    #[test]
    fn an_accepted_answer_reads_back(raw in any_raw(), place in 0..FieldType::ALL.len()) {
        let def = def("it", FieldType::ALL[place]);
        if let Ok(Some(value)) = with(|around| check_one(&def, Some(&raw), around)) {
            // Moments go out in milliseconds.
            if !matches!(value, FieldValue::DateTime(_)) && !matches!(value, FieldValue::Decimal(big) if big.abs() > 1 << 52) {
                let back = with(|around| check_one(&def, Some(&value.to_raw()), around));
                prop_assert_eq!(back, Ok(Some(value)));
            }
        }
    }
}
