//! Bad files: each fault is told with its line, and no file takes long to be refused.

use std::fmt::Write as _;

use domain::language::Language;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{MAX_BYTES, parse};

/// A whole file, short enough to be broken in many ways.
pub const SOUND: &str = "\
perezvon: 1
language: ru
processes:
  errand:
    name: Поручение
    start:
      step: call
      due: 15 working minutes
    steps:
      call:
        template: call
        results:
          done: goal
          later:
            step: call
            due: field call_at - 1 hour
          no_answer:
            retry: 3
            due: [2 working hours, 1 working day]
            then: refusal
          not_now:
            sleep: 30
            until: return_after
            step: call
templates:
  call:
    name: Звонок
    type: client_call
    priority: high
    minutes: 10
    due: 0 working days
    results: [done, later, no_answer, not_now]
    script: |-
      Здравствуйте!

      Удобно говорить?
results:
  done:
    name: Готово
    outcome: goal
  later:
    name: Позже
    outcome: postponed
    fields:
      call_at:
        label: Когда
        type: date_time
        required: true
        not_past: true
  no_answer:
    name: Недозвон
    outcome: no_contact
    instant: true
  not_now:
    name: Не сейчас
    outcome: postponed
    fields:
      return_after:
        label: Вернуться после
        type: date
      reason:
        label: Причина
        type: dictionary
        dictionary: reasons
dictionaries:
  reasons:
    name: Причины
    values:
      - дорого
      - далеко
";

#[test]
fn the_sound_file_is_read() {
    let file = parse(SOUND).expect("a sound file");
    assert_eq!(file.processes[0].steps[0].results.len(), 4);
    assert_eq!(
        file.templates[0].script.as_deref(),
        Some("Здравствуйте!\n\nУдобно говорить?")
    );
    assert_eq!(file.dictionaries[0].values[1].text, "далеко");
}

/// Faults as `line code`, all of them.
fn faults(text: &str) -> Vec<String> {
    let faults = parse(text).expect_err("a bad file");
    for fault in &faults {
        for language in [Language::Ru, Language::En, Language::Ro] {
            let message = fault.message(language);
            assert!(
                !message.is_empty() && message.chars().count() < 700,
                "{message}"
            );
        }
    }
    let told = faults.iter();
    told.map(|fault| format!("{} {}", fault.at.line, fault.why.code()))
        .collect()
}

/// The sound file with one piece replaced.
#[track_caller]
fn broken(piece: &str, instead: &str, expected: &[&str]) {
    assert_eq!(SOUND.matches(piece).count(), 1, "{piece} stands once");
    assert_eq!(
        faults(&SOUND.replace(piece, instead)),
        expected,
        "{instead}"
    );
}

#[test]
fn wrong_types_and_words_are_told_at_their_lines() {
    broken("perezvon: 1", "perezvon: 2", &["1 format"]);
    broken("perezvon: 1", "perezvon: one", &["1 format"]);
    broken("perezvon: 1\n", "", &["1 format"]);
    broken("language: ru", "language: de", &["2 not_a_word"]);
    broken("    name: Поручение\n", "", &["5 missing"]);
    broken("name: Поручение", "name: [a, b]", &["5 wants_text"]);
    broken(
        "name: Поручение",
        "nmae: Поручение",
        &["5 missing", "5 unknown_key"],
    );
    broken("due: 15 working minutes", "due: soon", &["8 due"]);
    broken(
        "due: 15 working minutes",
        "due: 4000 days",
        &["8 out_of_range"],
    );
    broken("done: goal", "done: win", &["13 then"]);
    broken("done: goal", "Done: goal", &["13 key"]);
    broken("done: goal", "done: [goal]", &["13 then"]);
    broken(
        "            retry: 3\n",
        "            retry: many\n",
        &["18 wants_number"],
    );
    broken(
        "            retry: 3\n",
        "            retry: 99\n",
        &["18 out_of_range"],
    );
    broken(
        "            then: refusal",
        "            then:\n              retry: 2\n              due: 1 day\n              then: goal",
        &["21 retry_again"],
    );
    broken("            then: refusal\n", "", &["18 missing"]);
    broken("sleep: 30", "sleep: 0", &["22 out_of_range"]);
    broken(
        "sleep: 30",
        "sleep: 30\n            process: other",
        &["22 then"],
    );
    broken("type: client_call\n", "type: call\n", &["28 not_a_word"]);
    broken("priority: high", "priority: urgent", &["29 not_a_word"]);
    broken("minutes: 10", "minutes: 2000", &["30 out_of_range"]);
    broken("minutes: 10", "minutes: \"10\"", &["30 wants_number"]);
    broken(
        "due: 0 working days",
        "due: field call_at",
        &["31 template_reads_field"],
    );
    broken(
        "results: [done, later, no_answer, not_now]",
        "results: done",
        &["32 wants_list"],
    );
    broken(
        "results: [done, later, no_answer, not_now]",
        "results: [done, done]",
        &["32 key_twice"],
    );
    broken("required: true", "required: yes", &["48 wants_yes_no"]);
    broken(
        "        type: date\n",
        "        type: datum\n",
        &["60 not_a_word"],
    );
    broken("        dictionary: reasons\n", "", &["61 no_dictionary"]);
    broken(
        "        type: date\n",
        "        type: date\n        dictionary: reasons\n",
        &["61 dictionary_unexpected"],
    );
    broken(
        "    instant: true",
        "    instant: true\n    fields:\n      a: {label: A, type: text, required: true}",
        &["50 instant_asks"],
    );
    broken("      - далеко", "      - Дорого", &["70 name_twice"]);
    broken("name: Готово", "name: Позже", &["41 name_twice"]);
}

#[test]
fn references_that_lead_nowhere_are_told() {
    broken(
        "        template: call\n",
        "        template: cal\n",
        &["11 unknown"],
    );
    broken(
        "      step: call\n      due: 15",
        "      step: visit\n      due: 15",
        &["7 unknown"],
    );
    broken("done: goal", "dome: goal", &["13 unknown"]);
    broken(
        "            until: return_after\n            step: call",
        "            until: return_after\n            step: cal",
        &["24 unknown"],
    );
    broken(
        "results: [done, later, no_answer, not_now]",
        "results: [done, never]",
        &["32 unknown"],
    );
    broken("dictionary: reasons", "dictionary: reason", &["64 unknown"]);
}

#[test]
fn all_faults_are_told_at_once() {
    let text = SOUND
        .replace("priority: high", "priority: urgent")
        .replace("due: 15 working minutes", "due: soon")
        .replace("required: true", "required: maybe");
    assert_eq!(faults(&text), ["8 due", "29 not_a_word", "48 wants_yes_no"]);
}

#[test]
fn what_is_not_our_yaml_is_refused() {
    for (text, expected) in [
        ("", "1 empty"),
        ("# nothing\n", "1 empty"),
        ("just words", "1 wants_mapping"),
        ("- a\n- b\n", "1 wants_mapping"),
        ("perezvon: 1\nname: \"never closed\n", "2 syntax"),
        ("perezvon: 1\n\tlanguage: ru\n", "2 tab"),
        ("perezvon: 1\nperezvon: 1\n", "2 key_twice"),
        ("perezvon: 1\n---\nperezvon: 1\n", "2 several_documents"),
        ("perezvon: &one 1\n", "1 alias"),
        ("a: &a [x]\nb: *a\n", "1 alias"),
        ("perezvon: !!int 1\n", "1 tag"),
        ("? [a, b]\n: c\n", "1 key_form"),
        ("perezvon: 1\nprocesses: 7\n", "2 wants_mapping"),
    ] {
        assert_eq!(faults(text)[0], expected, "{text:?}");
    }
}

#[test]
fn hostile_files_are_refused_at_once() {
    // A billion laughs: refused at the first anchor.
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = level - 1;
        let _ = writeln!(
            bomb,
            "a{level}: &a{level} [{}]",
            vec![format!("*a{before}"); 9].join(", ")
        );
    }
    assert_eq!(faults(&bomb), ["1 alias"]);

    let huge = format!("perezvon: 1\n# {}\n", "x".repeat(10_000_000));
    assert!(huge.len() > MAX_BYTES);
    assert_eq!(faults(&huge), ["1 too_big"]);

    let deep = format!("perezvon: {}{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(faults(&deep), ["1 too_deep"]);
    let deep: String = (0..200).fold(String::new(), |mut text, depth| {
        let _ = writeln!(text, "{}a:", " ".repeat(depth));
        text
    });
    assert_eq!(faults(&deep), ["17 too_deep"]);

    broken(
        "name: Поручение",
        &format!("name: {}", "я".repeat(20_000)),
        &["5 too_long"],
    );
    broken(
        "done: goal",
        &format!("{}: goal", "k".repeat(500)),
        &["13 key"],
    );
    broken("name: Поручение", "name: \"a\\u202Eb\"", &["5 characters"]);
    broken("name: Поручение", "name: \"   \"", &["5 empty_text"]);

    // Thousands of faults are not told one by one.
    let many: String = (0..5_000).fold(String::from("perezvon: 1\n"), |mut text, number| {
        let _ = writeln!(text, "unknown{number}: 1");
        text
    });
    assert_eq!(faults(&many).len(), 100);
}

#[test]
fn cases_are_told_where_they_are_wrong() {
    let with = |condition: &str| {
        format!(
            "later:\n            cases:\n              - if:\n                  - {condition}\n                then: goal\n            otherwise:\n              step: call\n              due: field call_at - 1 hour"
        )
    };
    let usual = "later:\n            step: call\n            due: field call_at - 1 hour";
    for (condition, expected) in [
        ("attempt: 0", "17 out_of_range"),
        ("attempt: many", "17 wants_number"),
        ("stage: guest", "17 not_a_word"),
        ("hours: 18-21", "17 hours"),
        ("hours: 18:00-25:00", "17 hours"),
        ("weather: rain", "17 condition"),
        ("{attempt: 3, stage: lead}", "17 condition"),
        ("{field: call_at, days_at_least: 99999}", "17 out_of_range"),
        ("{field: call_at, before: soon}", "17 date"),
        ("{field: call_at, is: late}", "17 not_a_word"),
        ("{field: call_at, colour: red}", "17 missing"),
        ("tags: \"\"", "17 empty_text"),
    ] {
        let text = SOUND.replacen(usual, &with(condition), 1);
        assert_ne!(text, SOUND);
        let told = faults(&text);
        assert!(told.contains(&expected.to_owned()), "{condition}: {told:?}");
    }
    let sound = SOUND.replacen(usual, &with("{field: call_at, days_at_least: 3}"), 1);
    let file = parse(&sound).expect("a file");
    assert_eq!(parse(&file.text()).expect("a file").text(), file.text());

    let without = "later:\n            cases: []";
    broken(usual, without, &["15 missing"]);
    let lost = with("attempt: 3").replacen("then: goal", "then: {step: nowhere}", 1);
    broken(usual, &lost, &["18 unknown"]);
}

#[test]
fn what_is_also_done_is_told_where_it_is_wrong() {
    let with = |act: &str| {
        format!(
            "later:\n            then:\n              step: call\n              due: field call_at - 1 hour\n            also:\n              - {act}"
        )
    };
    let usual = "later:\n            step: call\n            due: field call_at - 1 hour";
    for (act, expected) in [
        ("errand: Call", "19 key"),
        ("errand: nothing", "19 unknown"),
        ("{errand: call, due: soon}", "19 due"),
        ("{errand: call, text: \"\"}", "19 empty_text"),
        ("stage: guest", "19 not_a_word"),
        ("{stage: lead, process: other}", "19 act"),
        ("fireworks: yes", "19 act"),
        ("{stage: lead, colour: red}", "19 unknown_key"),
        ("responsible: nobody", "19 not_a_word"),
        ("{if: {attempt: 0}, stage: lead}", "19 out_of_range"),
        ("{if: {weather: rain}, stage: lead}", "19 condition"),
    ] {
        let text = SOUND.replacen(usual, &with(act), 1);
        assert_ne!(text, SOUND);
        let told = faults(&text);
        assert!(told.contains(&expected.to_owned()), "{act}: {told:?}");
    }
    let sound = with("{if: {attempt: 2}, add_tags: [vip, тёплый], remove_tags: новый}");
    let file = parse(&SOUND.replacen(usual, &sound, 1)).expect("a file");
    assert_eq!(file.processes[0].steps[0].results[1].also.len(), 1);
    assert_eq!(parse(&file.text()).expect("a file").text(), file.text());
    broken(usual, "later:\n            also: []", &["15 missing"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is typed into a file, it is read or refused, with lines that are there; what is read can be written.
    #[test]
    fn no_file_breaks_the_reader(
        at in any::<Index>(),
        gone in 0usize..40,
        typed in "[ a-z:\\-\\[\\]{}&*!|>'\"#%@`~,?\\n\\tя0-9]{0,12}",
    ) {
        let mut letters: Vec<char> = SOUND.chars().collect();
        let from = at.index(letters.len());
        let to = (from + gone).min(letters.len());
        letters.splice(from..to, typed.chars());
        let text: String = letters.into_iter().collect();
        match parse(&text) {
            Ok(file) => prop_assert!(parse(&file.text()).is_ok(), "{}", file.text()),
            Err(faults) => {
                let lines = text.lines().count() as u32 + 1;
                prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.at.line)), "{faults:?}");
            }
        }
    }
}
