//! The board: the picture under a camera, and what is done to it as a whole.

use domain::ids::ResultId;
use domain::processes::Edit;
use leptos::html;
use leptos::prelude::*;

use super::super::memory::Memory;
use super::super::names::Names;
use super::super::spot::Spot;
use super::camera::Camera;
use super::figures::Figures;
use super::hold::{Hold, Point};
use super::layout::{Place, Places, Returns, lay_out, outline};
use super::scene::Scene;
use crate::i18n::t;
use crate::ui::{Toast, Toasts, focus_on, toasts};

/// How much one press enlarges.
pub const ZOOM: f64 = 1.25;
/// How wide the shares are that stand beside a step.
const SHARES: f64 = 64.0;

/// What is asked for in the float.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// A step of which template.
    Step,
    /// What follows this result.
    Next { step: String, result: ResultId },
}

#[derive(Clone, Copy)]
pub struct Board {
    pub memory: Memory,
    pub names: Names,
    /// Where the picture shows how the process goes.
    pub figures: Option<Figures>,
    pub scene: Memo<Scene>,
    pub(super) places: Memo<Places>,
    pub camera: RwSignal<Camera>,
    /// A step on its way under the pointer, and its corner now.
    pub(super) carried: RwSignal<Option<(String, Point)>>,
    /// A line on its way from a result, from and to, in the picture.
    pub wire: RwSignal<Option<(Point, Point)>>,
    /// The step that a return points to, while somebody looks at it.
    pub lit: RwSignal<Option<String>>,
    /// The step that the arrows carry, and where it was taken.
    pub lifted: RwSignal<Option<String>>,
    pub(super) taken_from: StoredValue<Option<Point>>,
    pub(super) chosen: Memo<Option<Spot>>,
    pub(super) on_choose: Callback<Option<Spot>>,
    pub on_rename: Callback<Spot>,
    pub asking: RwSignal<Option<Ask>>,
    /// The element that the float hangs on.
    pub anchor: RwSignal<Option<String>>,
    pub frame: NodeRef<html::Section>,
    pub(super) hold: StoredValue<Hold>,
    /// Space is down: a press anywhere pans.
    pub(super) space: StoredValue<bool>,
    pub(super) toasts: Toasts,
}

impl Board {
    pub fn new(
        memory: Memory,
        names: Names,
        chosen: Memo<Option<Spot>>,
        on_choose: Callback<Option<Spot>>,
        on_rename: Callback<Spot>,
    ) -> Self {
        let scene = Memo::new(move |_| {
            memory.graph.with(|graph| {
                let returns = Returns::of(graph);
                memory
                    .problems
                    .with(|problems| Scene::make(graph, &returns, names, problems))
            })
        });
        // The library is asked only when another picture is needed, not when a word in it changes.
        let shape = Memo::new(move |_| {
            memory
                .graph
                .with(|graph| outline(graph, &Returns::of(graph)))
        });
        let places = Memo::new(move |_| shape.with(lay_out));
        Self {
            memory,
            names,
            figures: None,
            scene,
            places,
            camera: RwSignal::new(Camera::default()),
            carried: RwSignal::new(None),
            wire: RwSignal::new(None),
            lit: RwSignal::new(None),
            lifted: RwSignal::new(None),
            taken_from: StoredValue::new(None),
            chosen,
            on_choose,
            on_rename,
            asking: RwSignal::new(None),
            anchor: RwSignal::new(None),
            frame: NodeRef::new(),
            hold: StoredValue::new(Hold::default()),
            space: StoredValue::new(false),
            toasts: toasts(),
        }
    }

    pub fn may(self) -> bool {
        self.memory.may.get_untracked()
    }

    /// Where a step stands, or is being carried.
    pub fn place(self, key: String) -> Memo<Option<Place>> {
        Memo::new(move |_| {
            let place = self.places.with(|places| places.get(&key).copied())?;
            let carried = self.carried.with(|carried| match carried {
                Some((step, at)) if *step == key => Some(*at),
                _ => None,
            });
            Some(match carried {
                Some((x, y)) => Place { x, y, ..place },
                None => place,
            })
        })
    }

    pub fn is_chosen(self, spot: Spot) -> Memo<bool> {
        Memo::new(move |_| self.chosen.with(|chosen| chosen.as_ref() == Some(&spot)))
    }

    /// Whether a line belongs to what is chosen.
    pub fn is_near(self, from: String, result: ResultId, to: String) -> Memo<bool> {
        Memo::new(move |_| {
            self.chosen.with(|chosen| match chosen {
                Some(Spot { step, result: None }) => *step == from || *step == to,
                Some(Spot {
                    step,
                    result: Some(row),
                }) => *step == from && *row == result,
                None => false,
            })
        })
    }

    pub fn choose(self, spot: &Spot) {
        // A press that carried something is not a choice.
        if !self.hold.with_value(|hold| hold.moved) {
            self.on_choose.run(Some(spot.clone()));
        }
        self.hold.update_value(|hold| hold.moved = false);
    }

    /// Asks what follows a result, beside it.
    pub fn ask_next(self, spot: &Spot) {
        if let Some(result) = spot.result.filter(|_| self.may()) {
            self.asking.set(Some(Ask::Next {
                step: spot.step.clone(),
                result,
            }));
            self.anchor.set(Some(spot.id()));
        }
    }

    pub(super) fn size(self) -> Point {
        let frame = self.frame.get_untracked();
        frame.map_or((800.0, 600.0), |frame| {
            (
                f64::from(frame.client_width()),
                f64::from(frame.client_height()),
            )
        })
    }

    pub fn fit(self) {
        let (width, height) = self.size();
        // Beside the last column stand its shares.
        let size = match self.figures {
            Some(_) => (width - SHARES, height),
            None => (width, height),
        };
        let camera = self
            .places
            .with_untracked(|places| Camera::fit(places.values(), size));
        self.camera.set(camera);
    }

    /// What one sees first: everything if that can be read, otherwise where the process begins.
    pub fn open(self) {
        self.fit();
        let readable = self.camera.with_untracked(|camera| camera.zoom >= 0.7);
        let chosen = self.chosen.get_untracked().map(|spot| spot.step);
        let start = || {
            let graph = self.memory.graph;
            graph.with_untracked(|graph| graph.start.as_ref().map(|start| start.step.clone()))
        };
        if !readable {
            self.camera.update(|camera| camera.zoom = 0.85);
        }
        if let Some(step) = chosen.or_else(|| (!readable).then(start).flatten()) {
            self.show(&step);
        }
    }

    /// Brings a step into view.
    pub fn show(self, step: &str) {
        let size = self.size();
        let place = self
            .places
            .with_untracked(|places| places.get(step).copied());
        if let Some(place) = place {
            self.camera
                .update(|camera| *camera = camera.showing(place, size));
        }
    }

    pub fn zoom(self, factor: f64) {
        let (width, height) = self.size();
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, (width / 2.0, height / 2.0)));
    }

    pub fn whole_size(self) {
        let zoom = self.camera.with_untracked(|camera| camera.zoom);
        self.zoom(1.0 / zoom);
    }

    pub fn tidy(self) {
        let undo = self.memory.edit_to_undo(Edit::Tidy);
        self.fit();
        let back = move || {
            undo();
            // The message outlives the board.
            if self.frame.try_get_untracked().flatten().is_some() {
                self.fit();
            }
        };
        self.toasts
            .show(Toast::new(t::processes::tidied()).undo(back));
    }

    /// Takes a step or a result away; the toast brings it back.
    pub fn remove(self, spot: &Spot) {
        let scene = self.scene.get_untracked();
        let Some(place) = scene.nodes.iter().position(|node| node.key == spot.step) else {
            return;
        };
        let node = &scene.nodes[place];
        let (edit, words, next) = match spot.result {
            None => {
                let others = scene.nodes.iter().filter(|other| other.key != node.key);
                let next = others.min_by_key(|other| {
                    scene
                        .nodes
                        .iter()
                        .position(|known| known == *other)
                        .unwrap_or(0)
                        .abs_diff(place)
                });
                let edit = Edit::RemoveStep {
                    step: node.key.clone(),
                };
                (
                    edit,
                    t::processes::step_removed(&node.title),
                    next.map(|next| Spot::step(&next.key)),
                )
            }
            Some(result) => {
                let left = node
                    .rows
                    .iter()
                    .map(|row| row.result)
                    .filter(|known| *known != result);
                let edit = Edit::Results {
                    step: node.key.clone(),
                    results: left.collect(),
                };
                let name = node
                    .rows
                    .iter()
                    .find(|row| row.result == result)
                    .map(|row| row.name.clone());
                (
                    edit,
                    t::processes::result_removed(name.unwrap_or_default()),
                    Some(Spot::step(&node.key)),
                )
            }
        };
        if self.chosen.get_untracked().is_some_and(|chosen| {
            chosen.step == spot.step && (spot.result.is_none() || chosen.result == spot.result)
        }) {
            self.on_choose.run(None);
        }
        let back = self.memory.edit_to_undo(edit);
        self.toasts.show(Toast::new(words).undo(back));
        if let Some(next) = next {
            request_animation_frame(move || focus_on(&next.id()));
        }
    }

    /// The steps in the order in which one reads the picture: by columns, each from above.
    pub fn order(self) -> Vec<String> {
        let mut keys: Vec<(String, Place)> = self.scene.with(|scene| {
            self.places.with(|places| {
                let nodes = scene.nodes.iter();
                nodes
                    .filter_map(|node| Some((node.key.clone(), *places.get(&node.key)?)))
                    .collect()
            })
        });
        // A step a little to the left of another is in the same column.
        let column = |place: &Place| (place.x / 120.0).round() as i64;
        keys.sort_by(|(_, one), (_, other)| {
            column(one)
                .cmp(&column(other))
                .then(one.y.total_cmp(&other.y))
        });
        keys.into_iter().map(|(key, _)| key).collect()
    }
}

/// The curve from a row to the head of a step.
pub fn curve(from: Point, to: Point) -> String {
    // Straight while the words beside the row last, then a curve.
    let out = from.0 + 84.0;
    let bend = ((to.0 - out).abs() / 2.0).max(36.0);
    format!(
        "M{} {}H{out}C{} {} {} {} {} {}",
        from.0,
        from.1,
        out + bend,
        from.1,
        to.0 - bend,
        to.1,
        to.0 - 3.0,
        to.1
    )
}
