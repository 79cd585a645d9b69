//! The preset passes the checker in every language, and every row of its table leads where the specification says.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;

use super::*;
use crate::calendar::tests::date;
use crate::chains::tests::{ANNA, BRANCH, context, facts};
use crate::chains::{
    Adjustment, ChainState, Context, Decision, DueReason, Next, Rejection, TaskFacts, complete,
    start, wake,
};
use crate::dictionaries::Choice;
use crate::fields::{FaultKind, FieldDef, FieldFault, Raw, definition_faults};
use crate::ids::{DictionaryId, FieldId, ValueId};
use crate::money::Money;
use crate::processes::{Catalogue, DueUnit, publishable};
use crate::results::ResultDef;
use crate::tasks::Assignee;
use crate::templates::TemplateDef;
use crate::time::Due;
use crate::time::tests::wall;

const LANGUAGES: [Language; 3] = [Language::Ru, Language::En, Language::Ro];

/// The preset with ids, by place.
struct Club {
    preset: Preset,
    cx: Context,
}

fn place(keys: impl Iterator<Item = &'static str>, key: &str) -> i64 {
    let place = keys.into_iter().position(|known| known == key);
    place.unwrap_or_else(|| panic!("no {key}")) as i64 + 1
}

impl Club {
    fn new(language: Language) -> Self {
        let preset = Preset::in_language(language);
        let mut club = Self {
            cx: context(),
            preset,
        };
        let preset = &club.preset;
        club.cx.results = preset
            .results
            .iter()
            .map(|result| club.result_def(result))
            .collect();
        club.cx.templates = preset
            .templates
            .iter()
            .map(|template| club.template_def(template))
            .collect();
        club.cx.dictionaries = club.dictionaries();
        club.cx.chain.as_mut().unwrap().graph =
            preset.graph(|key| club.template_id(key), |key| club.result_id(key));
        club
    }

    fn result_id(&self, key: &str) -> ResultId {
        ResultId::from_i64(place(
            self.preset.results.iter().map(|result| result.key),
            key,
        ))
    }

    fn template_id(&self, key: &str) -> TemplateId {
        TemplateId::from_i64(place(
            self.preset.templates.iter().map(|template| template.key),
            key,
        ))
    }

    fn dictionary_id(&self, key: &str) -> DictionaryId {
        DictionaryId::from_i64(place(
            self.preset.dictionaries.iter().map(|one| one.key),
            key,
        ))
    }

    fn result_def(&self, result: &PresetResult) -> ResultDef {
        let field = |(number, field): (usize, &PresetField)| FieldDef {
            id: FieldId::from_i64(number as i64),
            key: field.key.into(),
            label: field.label.into(),
            kind: field.kind,
            required: field.required,
            help: field.help.map(Into::into),
            limits: field.limits.clone(),
            dictionary_id: field.dictionary.map(|key| self.dictionary_id(key)),
        };
        ResultDef {
            id: self.result_id(result.key),
            name: result.name.into(),
            outcome: result.outcome,
            reached_human: result.reached_human,
            do_not_contact: result.do_not_contact,
            instant: result.instant,
            fields: result.fields.iter().enumerate().map(field).collect(),
        }
    }

    fn template_def(&self, template: &PresetTemplate) -> TemplateDef {
        TemplateDef {
            id: self.template_id(template.key),
            name: template.name.into(),
            task_type: template.task_type,
            priority: template.priority,
            planned_minutes: Some(template.planned_minutes),
            default_due: template.default_due.clone(),
            results: template
                .results
                .iter()
                .map(|key| self.result_id(key))
                .collect(),
        }
    }

    /// Values are numbered through all dictionaries: 101, 102 … in the first, 201 … in the second.
    fn dictionaries(&self) -> BTreeMap<DictionaryId, Vec<Choice>> {
        let choices = |(number, dictionary): (usize, &PresetDictionary)| {
            let choice = |(place, name): (usize, &&str)| Choice {
                id: ValueId::from_i64(100 * (number as i64 + 1) + place as i64 + 1),
                name: (*name).into(),
                archived: false,
            };
            (
                self.dictionary_id(dictionary.key),
                dictionary.values.iter().enumerate().map(choice).collect(),
            )
        };
        self.preset
            .dictionaries
            .iter()
            .enumerate()
            .map(choices)
            .collect()
    }

    fn value(&self, dictionary: &str, place: i64) -> String {
        ValueId::from_i64(100 * self.dictionary_id(dictionary).as_i64() + place).to_string()
    }

    fn complete(
        &self,
        step: &str,
        result: &str,
        answers: &[(&str, Raw)],
    ) -> Result<Decision, Rejection> {
        let task = TaskFacts {
            step: Some(step.into()),
            ..facts()
        };
        let answers = answers
            .iter()
            .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
            .collect();
        complete(
            &task,
            self.result_id(result),
            &answers,
            None,
            &Adjustment::default(),
            ANNA,
            &self.cx,
        )
    }

    /// Takes the chain to where a decision left it.
    fn apply(&mut self, decision: &Decision) {
        let chain = self.cx.chain.as_mut().unwrap();
        let change = decision.chain.clone().unwrap();
        (chain.state, chain.attempts) = (change.state, change.attempts);
    }
}

fn text(text: &str) -> Raw {
    Raw::Text(text.into())
}

/// What follows, in short: the step with its due date, or the end.
fn follows(decision: &Decision, cx: &Context) -> String {
    match &decision.next {
        Next::Task(task) => {
            assert_eq!(
                task.assignee,
                Assignee::Employee(ANNA),
                "the same person goes on"
            );
            let due = match task.due {
                Due::Day(day) => day.to_string(),
                Due::At(at) => cx.zone.wall(at).format("%Y-%m-%d %H:%M").to_string(),
            };
            format!("{} {due}", task.step)
        }
        Next::Sleep { until, target, .. } => {
            format!("sleep {} then {}", cx.zone.day(*until), target.step)
        }
        Next::Goal => "goal".into(),
        Next::Refusal => "refusal".into(),
        other => panic!("{other:?}"),
    }
}

/// Every row of the table of the process, on a Friday at noon; the club is closed on Sundays.
#[rstest]
#[case::trial("personal_call", "trial_booked", &[("visit_at", "2026-11-28T16:00:00+03:00")], "trial_lesson 2026-11-28 16:00")]
#[case::info_sent("personal_call", "info_sent", &[("details", "прайс")], "personal_call 2026-11-23")]
#[case::thinks("personal_call", "thinks", &[("details", "спросит мужа")], "personal_call 2026-11-24")]
#[case::call_back("personal_call", "call_back", &[("call_at", "2026-11-22T21:30:00+03:00")], "personal_call 2026-11-22 21:30")]
#[case::no_answer("personal_call", "no_answer", &[], "personal_call 2026-11-20 14:00")]
#[case::not_now("personal_call", "not_now", &[("reason", "отпуск")], "sleep 2026-12-20 then personal_call")]
#[case::not_now_until("personal_call", "not_now", &[("return_after", "2027-01-15")], "sleep 2027-01-15 then personal_call")]
#[case::will_buy("personal_call", "will_buy", &[], "check_purchase 2026-11-21")]
#[case::bought("personal_call", "bought", &[], "goal")]
#[case::refused("personal_call", "refused", &[("reason", "refusal_reasons:1"), ("details", "далеко")], "refusal")]
#[case::trial_bought("trial_lesson", "bought", &[("pass", "passes:3")], "goal")]
#[case::trial_will_buy("trial_lesson", "will_buy", &[], "check_purchase 2026-11-21")]
#[case::no_show("trial_lesson", "no_show", &[("reason", "заболел")], "personal_call 2026-11-20 13:00")]
#[case::disliked("trial_lesson", "disliked", &[("reason", "refusal_reasons:3")], "personal_call 2026-11-21")]
#[case::check_bought("check_purchase", "bought", &[], "goal")]
#[case::not_bought("check_purchase", "not_bought", &[("reason", "забыл")], "personal_call 2026-11-21")]
fn each_row_leads_where_the_table_says(
    #[case] step: &str,
    #[case] result: &str,
    #[case] answers: &[(&str, &str)],
    #[case] expected: &str,
) {
    for language in LANGUAGES {
        let club = Club::new(language);
        let answers: Vec<(&str, Raw)> = answers
            .iter()
            .map(|(key, typed)| match typed.split_once(':') {
                Some((dictionary, place))
                    if club
                        .preset
                        .dictionaries
                        .iter()
                        .any(|one| one.key == dictionary) =>
                {
                    (*key, text(&club.value(dictionary, place.parse().unwrap())))
                }
                _ => (*key, text(typed)),
            })
            .collect();
        let decision = club.complete(step, result, &answers).unwrap();
        assert_eq!(follows(&decision, &club.cx), expected);
        assert_eq!(decision.completed.values.len(), answers.len());
    }
}

#[rstest]
#[case("trial_booked", "visit_at")]
#[case("call_back", "call_at")]
#[case("refused", "reason")]
fn what_is_required_is_asked(#[case] result: &str, #[case] field: &str) {
    let club = Club::new(Language::Ru);
    let fault = FieldFault {
        key: field.into(),
        why: FaultKind::Required,
    };
    assert_eq!(
        club.complete("personal_call", result, &[]),
        Err(Rejection::Fields(vec![fault]))
    );
}

#[test]
fn from_the_call_to_the_pass() {
    let mut club = Club::new(Language::Ru);
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &club.cx).unwrap();
    assert_eq!(
        begun.task.due,
        Due::At(club.cx.zone.instant(wall("2026-11-20 12:15")))
    );

    let visit = ("visit_at", text("2026-11-21T16:00:00Z"));
    let groups = (
        "groups",
        Raw::List(vec![
            club.value("directions", 2),
            club.value("directions", 4),
        ]),
    );
    let decision = club
        .complete("personal_call", "trial_booked", &[visit, groups])
        .unwrap();
    assert_eq!(
        decision.completed.values[1].names,
        ["Йога, вечер пн/ср", "Пилатес"]
    );
    club.apply(&decision);

    club.cx.now = club.cx.zone.instant(wall("2026-11-21 17:00"));
    let passes = ("passes", Raw::List(vec![club.value("passes", 3)]));
    let decision = club
        .complete("trial_lesson", "will_buy", &[passes])
        .unwrap();
    assert_eq!(follows(&decision, &club.cx), "check_purchase 2026-11-23");
    club.apply(&decision);

    club.cx.now = club.cx.zone.instant(wall("2026-11-23 10:00"));
    let sum = (
        "sum",
        Raw::Money(Money {
            amount: 1_250_000,
            currency: "RUB".into(),
        }),
    );
    let pass = ("pass", text(&club.value("passes", 3)));
    let decision = club
        .complete("check_purchase", "bought", &[sum, pass])
        .unwrap();
    assert_eq!(decision.next, Next::Goal);
    assert_eq!(decision.chain.unwrap().state, ChainState::Goal);
    assert!(decision.client.becomes_client);
}

#[test]
fn five_unanswered_calls_are_a_refusal() {
    let mut club = Club::new(Language::Ru);
    let mut dates = Vec::new();
    for attempt in 1..=4 {
        let decision = club.complete("personal_call", "no_answer", &[]).unwrap();
        let Next::Task(task) = &decision.next else {
            panic!("{decision:?}")
        };
        assert_eq!((task.attempt, task.attempt_limit), (attempt + 1, Some(5)));
        dates.push(follows(&decision, &club.cx));
        club.apply(&decision);
        club.cx.now = match task.due {
            Due::At(at) => at,
            Due::Day(day) => club.cx.zone.instant(day.and_hms_opt(12, 0, 0).unwrap()),
        };
    }
    assert_eq!(
        dates,
        [
            "personal_call 2026-11-20 14:00",
            "personal_call 2026-11-21",
            "personal_call 2026-11-23",
            "personal_call 2026-11-24",
        ]
    );
    let decision = club.complete("personal_call", "no_answer", &[]).unwrap();
    assert_eq!(decision.next, Next::Refusal);
    assert_eq!(decision.chain.unwrap().state, ChainState::Refused);
}

#[test]
fn a_sleeping_client_is_called_when_he_wakes() {
    let mut club = Club::new(Language::Ru);
    let decision = club
        .complete(
            "personal_call",
            "not_now",
            &[("return_after", text("2026-12-06"))],
        )
        .unwrap();
    let Next::Sleep { until, target, .. } = decision.next.clone() else {
        panic!()
    };
    club.apply(&decision);
    // The worker was down for a day and a half.
    club.cx.now = until.plus(chrono::Duration::hours(36));
    let begun = wake(&target, ANNA, BRANCH, &club.cx).unwrap();
    assert_eq!(begun.task.due, Due::Day(date("2026-12-07")));
    assert_eq!(begun.task.due_reason[0], DueReason::Woken);
    assert!(matches!(
        begun.task.due_reason[1],
        DueReason::After {
            amount: 0,
            unit: DueUnit::WorkingDays
        }
    ));
}

#[test]
fn the_preset_passes_the_checker_in_every_language() {
    for language in LANGUAGES {
        let club = Club::new(language);
        let catalogue = Catalogue {
            templates: club.cx.templates.clone(),
            results: club.cx.results.clone(),
            dictionaries: club
                .cx
                .dictionaries
                .iter()
                .map(|(id, choices)| (*id, choices.len() as u32))
                .collect(),
            ..Catalogue::default()
        };
        let problems = publishable(&club.cx.chain.as_ref().unwrap().graph, &catalogue);
        let told: Vec<_> = problems
            .iter()
            .map(|problem| (problem.code.as_str(), problem.step.as_deref()))
            .collect();
        assert_eq!(told, []);
    }
}

#[test]
fn the_presets_parts_fit_together() {
    for language in LANGUAGES {
        let preset = Preset::in_language(language);
        let unique = |keys: Vec<&str>| {
            assert_eq!(
                keys.iter().collect::<BTreeSet<_>>().len(),
                keys.len(),
                "{keys:?}"
            )
        };
        unique(preset.results.iter().map(|one| one.key).collect());
        unique(preset.results.iter().map(|one| one.name).collect());
        unique(preset.templates.iter().map(|one| one.key).collect());
        unique(preset.templates.iter().map(|one| one.name).collect());
        let further = demo_dictionaries(language);
        let dictionaries: Vec<_> = preset.dictionaries.iter().chain(&further).collect();
        assert_eq!(dictionaries.len(), 12);
        unique(dictionaries.iter().map(|one| one.name).collect());
        for dictionary in dictionaries {
            assert!(dictionary.values.len() >= 4, "{}", dictionary.name);
            unique(dictionary.values.clone());
        }
        for template in &preset.templates {
            assert!(
                (1..=9).contains(&template.results.len()),
                "{}",
                template.key
            );
            assert!(
                template.instruction.chars().count() > 60,
                "{}",
                template.key
            );
            assert!(
                template
                    .results
                    .iter()
                    .all(|key| preset.result(key).is_some()),
                "{}",
                template.key
            );
        }
        let club = Club::new(language);
        let known = club.cx.dictionaries.keys().copied().collect();
        for result in &club.cx.results {
            assert_eq!(
                definition_faults(&result.fields, &known),
                [],
                "{}",
                result.name
            );
            assert!(!result.instant || result.fields.iter().all(|field| !field.required));
        }
        for result in &preset.results {
            let used = preset
                .templates
                .iter()
                .any(|template| template.results.contains(&result.key));
            assert!(used, "{} ends nothing", result.key);
        }
    }
}

#[test]
fn romanian_uses_the_comma_below() {
    let cedilla = |text: &str| text.contains(['ş', 'ţ', 'Ş', 'Ţ']);
    let preset = Preset::in_language(Language::Ro);
    assert!(
        preset
            .templates
            .iter()
            .all(|template| !cedilla(template.instruction) && !cedilla(template.name))
    );
    assert!(preset.results.iter().all(|result| !cedilla(result.name)));
}
