//! The process as a picture that is edited: steps as cards with their results, lines to what follows.
//!
//! [`layout`] says where the steps stand, [`scene`] what they show, [`camera`] how much of it is seen; [`canvas`] holds them together, [`hands`] and [`keyboard`] are what people do to it.

mod camera;
mod canvas;
mod figures;
mod hands;
mod hold;
mod keyboard;
mod layout;
mod node;
mod picker;
mod scene;
mod walk;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::memory::Memory;
use super::names::names;
use super::spot::Spot;
use crate::i18n::{self, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Button, EmptyState, Face, Icon, Kind};

use canvas::{Ask, Board, ZOOM, curve};
use node::NodeView;
use picker::Picker;

pub use figures::{Figure, Figures, Share, delay_icon, delay_word};
pub use scene::type_icon;

const ADD_ID: &str = "board-add";

/// `go` is told a place that something else on the page jumps to.
#[component]
pub fn Canvas(
    memory: Memory,
    chosen: Memo<Option<Spot>>,
    #[prop(into)] on_choose: Callback<Option<Spot>>,
    #[prop(into)] on_rename: Callback<Spot>,
    go: RwSignal<Option<Spot>>,
    /// Numbers to stand on the picture.
    #[prop(optional, into)]
    figures: Option<Figures>,
) -> AnyView {
    let board = Board {
        figures,
        ..Board::new(memory, names(), chosen, on_choose, on_rename)
    };
    let world = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let camera = board.camera.get();
        if let Some(world) = world.get() {
            let way = format!(
                "translate({}px,{}px) scale({})",
                camera.x, camera.y, camera.zoom
            );
            let style = world.unchecked_ref::<HtmlElement>().style();
            let _ = style.set_property("transform", &way);
        }
    });
    // The frame has its size in the next frame.
    request_animation_frame(move || {
        if board.frame.try_get_untracked().flatten().is_some() {
            board.open();
        }
    });
    Effect::new(move |_| {
        if let Some(spot) = go.get() {
            go.set(None);
            board.show(&spot.step);
            crate::ui::focus_on(&spot.id());
        }
    });
    // The inspector takes its room from the board: what was chosen stays in view.
    Effect::new(move |_| {
        if let Some(spot) = chosen.get() {
            request_animation_frame(move || {
                if board.frame.try_get_untracked().flatten().is_some() {
                    board.show(&spot.step);
                }
            });
        }
    });
    commands(board);
    let space = move |on: bool| {
        move |event: web_sys::KeyboardEvent| {
            if event.code() == "Space" {
                board.hold_space(on);
            }
        }
    };
    let down = window_event_listener(leptos::ev::keydown, space(true));
    let up = window_event_listener(leptos::ev::keyup, space(false));
    on_cleanup(move || {
        down.remove();
        up.remove();
    });
    let empty = Memo::new(move |_| memory.graph.with(|graph| graph.steps.is_empty()));
    let order = Memo::new(move |_| board.order());
    view! {
        <section
            class="board"
            node_ref=board.frame
            aria-label=t::processes::picture()
            data-may=move || memory.may.get().then_some("")
            on:wheel=move |event| board.wheel(&event)
            on:pointerdown=move |event| board.press(&event)
            on:pointermove=move |event| board.drag(&event)
            on:pointerup=move |event| board.release(&event)
            on:pointercancel=move |event| board.let_go(&event)
            on:keydown=move |event| board.key(&event)
            on:focusin=move |event| if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) { board.focused(&target) }
        >
            <Tools board=board />
            {move || empty.get().then(|| view! { <EmptyState text=t::processes::no_steps() icon=Icon::Workflow /> })}
            <div class="board__world" node_ref=world>
                <Lines board=board />
                <ul aria-label=t::processes::steps()>
                    <For each=move || order.get() key=|key| key.clone() let:key>
                        <NodeView board=board key_of=key />
                    </For>
                </ul>
            </div>
            <Picker board=board />
        </section>
    }
    .into_any()
}

/// All lines under the steps; in words they stand in the rows.
#[component]
fn Lines(board: Board) -> AnyView {
    let edges = Memo::new(move |_| board.scene.with(|scene| scene.edges.clone()));
    let wire = move || {
        board
            .wire
            .get()
            .map(|(from, to)| view! { <path class="line" data-wire="" d=curve(from, to)></path> })
    };
    view! {
        <svg class="board__lines" aria-hidden="true" width="1" height="1">
            <defs>
                <marker id="line-end" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                    <path class="line__head" d="M0 0.5 7 4 0 7.5z"></path>
                </marker>
                <marker id="line-end-near" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                    <path class="line__head" data-near="" d="M0 0.5 7 4 0 7.5z"></path>
                </marker>
            </defs>
            <For each=move || edges.get() key=|edge| (edge.from.clone(), edge.result, edge.row, edge.to.clone(), edge.rare, edge.label.clone()) let:edge>
                {{
                    let (from, to) = (board.place(edge.from.clone()), board.place(edge.to.clone()));
                    let path = Memo::new(move |_| Some(curve(from.get()?.leaves(edge.row), to.get()?.enters())));
                    let label = edge.label.map(|(line, words)| {
                        // Below the straight beginning of the line, one below the other; above it stands what usually follows.
                        let down = 11.0 * line as f64;
                        let at = move || from.get().map(|place| place.leaves(edge.row)).unwrap_or_default();
                        view! { <text class="line__case" x=move || at().0 + 8.0 y=move || at().1 + down>{words}</text> }
                    });
                    let near = board.is_near(edge.from.clone(), edge.result, edge.to.clone());
                    let spot = Spot::result(&edge.from, edge.result);
                    let (step, result) = (edge.from.clone(), edge.result);
                    let weight = move || {
                        let share = board.figures?.share(&step, result)?;
                        share.weight()
                    };
                    view! {
                        <path
                            class="line"
                            d=move || path.get().unwrap_or_default()
                            data-rare=edge.rare.then_some("")
                            data-weight=weight
                            data-near=move || near.get().then_some("")
                            marker-end=move || if near.get() { "url(#line-end-near)" } else { "url(#line-end)" }
                        ></path>
                        {label}
                        <path class="line__hit" d=move || path.get().unwrap_or_default() on:click=move |_| board.choose(&spot)></path>
                    }
                }}
            </For>
            {wire}
        </svg>
    }
    .into_any()
}

/// What is done to the picture as a whole; every gesture has its button here.
#[component]
fn Tools(board: Board) -> AnyView {
    let percent =
        move || i18n::percent((board.camera.with(|camera| camera.zoom) * 100.0).round() / 100.0);
    let add = move |()| {
        board.asking.set(Some(Ask::Step));
        board.anchor.set(Some(ADD_ID.to_owned()));
    };
    let untouched = Signal::derive(move || {
        let by_hand = board
            .memory
            .graph
            .with(|graph| graph.steps.iter().any(|step| step.position.is_some()));
        (!by_hand).then(|| t::processes::is_tidy().to_owned())
    });
    view! {
        <div class="board__tools" data-at="start">
            {move || board.memory.may.get().then(|| view! {
                <span id=ADD_ID><Button label=t::processes::one_step() icon=Icon::Plus on_press=add /></span>
                <Button label=t::processes::tidy() icon=Icon::Kanban kind=Kind::Ghost blocked=untouched on_press=move |()| board.tidy() />
            })}
        </div>
        <div class="board__tools" data-at="end">
            <Button label=t::processes::zoom_out() icon=Icon::Minus face=Face::Icon kind=Kind::Ghost chord=Chord::MINUS on_press=move |()| board.zoom(1.0 / ZOOM) />
            <button type="button" class="board__zoom" data-tip=t::processes::whole_size() aria-label=move || t::processes::zoom_now(percent()) on:click=move |_| board.whole_size()>{percent}</button>
            <Button label=t::processes::zoom_in() icon=Icon::Plus face=Face::Icon kind=Kind::Ghost chord=Chord::PLUS on_press=move |()| board.zoom(ZOOM) />
            <Button label=t::processes::fit() kind=Kind::Ghost chord=Chord::digit(1) on_press=move |()| board.fit() />
        </div>
    }
    .into_any()
}

fn commands(board: Board) {
    let add = |id, label: &'static str, chords: &[Chord], run: fn(Board)| {
        let command = Command::new(id, Scope::Page, label, move || run(board));
        keys::add(
            chords
                .iter()
                .fold(command, |command, chord| command.on(*chord)),
        );
    };
    add(
        "process.fit",
        t::processes::fit(),
        &[Chord::digit(1)],
        Board::fit,
    );
    add(
        "process.whole_size",
        t::processes::whole_size(),
        &[Chord::digit(0)],
        Board::whole_size,
    );
    let plus = [Chord::PLUS, Chord::PLUS.shift(), Chord::PAD_PLUS];
    add("process.zoom_in", t::processes::zoom_in(), &plus, |board| {
        board.zoom(ZOOM)
    });
    let minus = [Chord::MINUS, Chord::PAD_MINUS];
    add(
        "process.zoom_out",
        t::processes::zoom_out(),
        &minus,
        |board| board.zoom(1.0 / ZOOM),
    );
    // What the board does with the step or result that has the focus; here for the sheet of keys.
    let may = board.may();
    let told = |id, label: &'static str, chord: Chord| {
        keys::add(
            Command::new(id, Scope::Page, label, || {})
                .on(chord)
                .when(|| false),
        );
    };
    told("process.walk", t::processes::keys_walk(), Chord::RIGHT);
    told(
        "process.inspect",
        t::processes::keys_inspect(),
        Chord::ENTER,
    );
    if may {
        told("process.next", t::processes::keys_next(), Chord::PLUS);
        told("process.rename", t::processes::rename_step(), Chord::F2);
        told("process.remove", t::processes::keys_remove(), Chord::DELETE);
        told("process.lift", t::processes::keys_lift(), Chord::SPACE);
    }
}
