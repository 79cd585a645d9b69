//! The choice: for each step with clients, whether they stay, go over, or end.

use domain::ids::{ProcessId, VersionId};
use domain::processes::Graph;
use domain::processes::transfer::{Fate, Lot};
use leptos::prelude::*;
use wire::transfers::{GetStanding, Place, Standing};

use super::super::names::names;
use crate::data::query;
use crate::i18n::{number, t};
use crate::shell::Loaded;
use crate::ui::{Field, Flow, Input, Need, Radio, RadioGroup, Select};

const STAY: &str = "stay";
const MOVE: &str = "move";
const END: &str = "end";
/// Before the key of the step where they go.
const TO: &str = "to:";

/// What was chosen so far.
#[derive(Clone, Copy)]
pub struct Choice {
    all: RwSignal<String>,
    lines: RwSignal<Vec<Line>>,
}

/// One step of one version. Its signals outlive the list that shows them: that is made anew when other clients stand there.
#[derive(Clone)]
struct Line {
    version_id: VersionId,
    step: String,
    /// `stay`, `end`, or `to:` and the key of a step.
    then: ArcRwSignal<String>,
    reason: ArcRwSignal<String>,
}

impl Choice {
    /// Of nobody yet. `moves`: they go over unless somebody says otherwise.
    pub fn new(moves: bool) -> Self {
        Self {
            all: RwSignal::new(if moves { MOVE } else { STAY }.to_owned()),
            lines: RwSignal::new(Vec::new()),
        }
    }

    /// What is sent: nothing about those who stay.
    pub fn lots(self) -> Vec<Lot> {
        if self.all.with(|all| all == STAY) {
            return Vec::new();
        }
        self.lines.with(|lines| {
            let lots = lines.iter().filter_map(|line| {
                let then = match line.then.get().as_str() {
                    STAY => return None,
                    END => Fate::End {
                        reason: line.reason.get().trim().to_owned(),
                    },
                    step => Fate::Move {
                        step: step.trim_start_matches(TO).to_owned(),
                    },
                };
                Some(Lot {
                    version_id: line.version_id,
                    step: line.step.clone(),
                    then,
                })
            });
            lots.collect()
        })
    }

    /// Whether a reason is still missing.
    pub fn incomplete(self) -> bool {
        let nameless = |lot: &Lot| matches!(&lot.then, Fate::End { reason } if reason.is_empty());
        self.lots().iter().any(nameless)
    }

    /// Everybody stays, until somebody says otherwise.
    pub fn reset(self) {
        self.all.set(STAY.to_owned());
        self.lines.set(Vec::new());
    }

    /// Follows what stands where now; what was chosen stays.
    fn follow(self, places: &[Place], graph: &Graph) {
        let chosen = self.lines.get_untracked();
        let line = |place: &Place| {
            let same =
                |line: &&Line| line.version_id == place.version_id && line.step == place.step;
            if let Some(line) = chosen.iter().find(same) {
                return line.clone();
            }
            let same = graph.step(&place.step);
            let then = same.map_or_else(|| STAY.to_owned(), |step| format!("{TO}{}", step.key));
            Line {
                version_id: place.version_id,
                step: place.step.clone(),
                then: ArcRwSignal::new(then),
                reason: ArcRwSignal::new(String::new()),
            }
        };
        self.lines.set(places.iter().map(line).collect());
    }
}

/// Nothing is shown while nobody is in work. `graph` is where they would go; `newest` its version, when it is published already.
#[component]
pub fn Leaving(
    id: ProcessId,
    choice: Choice,
    #[prop(into)] graph: Signal<Graph>,
    #[prop(optional_no_strip)] newest: Option<VersionId>,
) -> AnyView {
    let standing = query::<GetStanding>(move || Some(((id,), ())));
    let older = move |standing: &Standing| -> Vec<Place> {
        let places = standing.places.iter();
        let older = places.filter(|place| Some(place.version_id) != newest);
        older.cloned().collect()
    };
    view! {
        <Loaded query=standing rows=2 let:standing>
            {
                let places = older(&standing);
                choice.follow(&places, &graph.get_untracked());
                view! { <Places choice=choice places=places graph=graph fixed=newest.is_some() /> }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Places(choice: Choice, places: Vec<Place>, graph: Signal<Graph>, fixed: bool) -> AnyView {
    if places.is_empty() {
        return match fixed {
            true => view! { <p class="meta">{t::transfer::nobody()}</p> }.into_any(),
            false => ().into_any(),
        };
    }
    let options = Signal::stored(vec![
        Radio::new(STAY, t::transfer::stay_all()),
        Radio::new(MOVE, t::transfer::move_all()),
    ]);
    let moves = Memo::new(move |_| choice.all.with(|all| all == MOVE));
    let lines = StoredValue::new(places);
    let list = move || {
        moves.get().then(|| {
            let chosen = choice.lines.get_untracked();
            let lines = lines.get_value().into_iter().zip(chosen);
            view! {
                <ul class="transfer">
                    {lines.map(|(place, line)| view! { <OnePlace place=place line=line graph=graph /> }).collect_view()}
                </ul>
            }
        })
    };
    view! {
        <div class="transfer-choice">
        {(!fixed).then(|| view! {
            <RadioGroup value=choice.all label=t::transfer::question() options=options flow=Flow::Row />
        })}
        {list}
        </div>
    }
    .into_any()
}

#[component]
fn OnePlace(place: Place, line: Line, graph: Signal<Graph>) -> AnyView {
    let names = names();
    let options = Signal::derive(move || {
        let mut options = vec![Radio::new(STAY, t::transfer::stay())];
        let steps = graph.with(|graph| names.step_options(graph));
        options.extend(steps.into_iter().map(|step| {
            Radio::new(
                format!("{TO}{}", step.value),
                t::transfer::go(step.label.get()),
            )
        }));
        options.push(Radio::new(END, t::transfer::end()));
        options
    });
    let (then, reason) = (RwSignal::from(line.then), RwSignal::from(line.reason));
    let step = place.step.clone();
    let gone = Signal::derive(move || {
        let missing = graph.with(|graph| graph.step(&step).is_none());
        (missing && then.with(|then| then == STAY)).then(|| t::transfer::no_such_step().to_owned())
    });
    let ends = Memo::new(move |_| then.with(|then| then == END));
    let nameless = Signal::derive(move || {
        reason
            .with(|reason| reason.trim().is_empty())
            .then(|| t::transfer::reason_hint().to_owned())
    });
    let heads = i64::from(place.active + place.sleeping);
    let mut told = vec![
        t::transfer::of_version(place.version_number),
        t::transfer::here(heads),
    ];
    if place.sleeping > 0 {
        told.push(t::transfer::sleeping(number(i64::from(place.sleeping))));
    }
    let who: Vec<String> = place
        .clients
        .iter()
        .map(|client| client.name.clone())
        .collect();
    let others = heads - i64::try_from(who.len()).unwrap_or_default();
    let who = match (who.join(", "), others) {
        (who, 0) => who,
        (who, _) if who.is_empty() => who,
        (who, others) => format!("{who} {}", t::transfer::more(number(others))),
    };
    let name = format!(
        "{}, {}",
        place.template_name,
        t::transfer::of_version(place.version_number)
    );
    view! {
        <li><div class="transfer__place" role="group" aria-label=name>
            <div class="transfer__who">
                <strong>{place.template_name.clone()}</strong>
                <span class="meta">{told.join(" · ")}</span>
                <span class="meta">{who}</span>
            </div>
            <div class="transfer__then">
                <Field label=t::transfer::fate() hint=gone>
                    <Select value=then options=options />
                </Field>
                {move || ends.get().then(|| view! {
                    <Field label=t::transfer::reason() hint=nameless need=Need::Required>
                        <Input value=reason max_length=500 />
                    </Field>
                })}
            </div>
        </div></li>
    }
    .into_any()
}
