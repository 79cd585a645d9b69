//! The component: a table of which only the rows near the window are drawn.

use leptos::children::ViewFn;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_router::hooks::use_location;

use super::head::{Column, Wide, head};
use super::lines::{Asked, Follow, Lines};
use super::pages::{Line, Pages};
use super::widths::Widths;
use super::window::{Piece, drawn, pieces};
use crate::shell::{StaleStrip, Trouble};
use crate::ui::{Row, Skeleton, Waiting};

/// So many rows before the end of what is loaded the next page is asked for.
const AHEAD: usize = 40;

/// A list: `ask` asks for the page that begins at a cursor, `cells` draws a row.
#[component]
pub fn List(
    lines: Lines,
    /// What the rows are; for screen readers.
    #[prop(into)]
    label: TextProp,
    #[prop(into)] columns: Signal<Vec<Column>>,
    #[prop(into)] ask: Callback<Option<String>, Asked>,
    #[prop(into)] cells: Callback<Line, AnyView>,
    /// Quieter: already done.
    #[prop(optional, into)]
    done: Option<Callback<Line, bool>>,
    #[prop(optional, into)] selected: Option<Callback<String, bool>>,
    /// The name of the column of boxes, where rows can be chosen.
    #[prop(optional)]
    boxes: Option<&'static str>,
    /// Widths that people gave to columns, and where they are kept.
    #[prop(optional)]
    widths: Option<(Signal<Widths>, Callback<Widths>)>,
    /// In place of rows when there are none.
    #[prop(into)]
    nothing: ViewFn,
    /// Under the rows: what can be done with those that are chosen.
    #[prop(optional, into)]
    bar: ViewFn,
) -> AnyView {
    let keys = lines.keys;
    provide_context(keys);
    lines.watch();
    // A panel beside the list makes it narrower, and rows higher.
    let location = use_location();
    Effect::new(move |_| {
        location.search.track();
        lines.look_soon();
    });
    let pages = lines.pages;
    let count = Memo::new(move |_| pages.with(|pages| pages.rows().len()));
    // Somebody reaches the end of what is loaded, or looks at it.
    Effect::new(move |_| {
        let near = lines.seen.with(|seen| seen.end) + AHEAD >= count.get();
        if near && pages.with(Pages::has_more) {
            pages.update(Pages::go_on);
        }
    });
    let wanted = Memo::new(move |_| {
        let around = drawn(&lines.seen.get(), count.get());
        lines.wanted(&around)
    });
    let places = Memo::new(move |_| {
        let kept = keys.current();
        let kept = pages.with(|pages| pages.place(&kept?));
        let around = drawn(&lines.seen.get(), count.get());
        pieces(&around, kept, count.get())
    });
    let shown = Memo::new(move |_| {
        let id = |place: usize| pages.with(|pages| Some(pages.rows().get(place)?.id.clone()));
        let named = |piece: &Piece| match piece {
            Piece::Gap(gap) => Some(Shown::Gap(*gap)),
            Piece::Row(place) => id(*place).map(Shown::Row),
        };
        places.with(|(pieces, _)| pieces.iter().filter_map(named).collect::<Vec<_>>())
    });
    let width = move || (columns.with(Vec::len) + usize::from(boxes.is_some())).to_string();
    let gap = move |gap: usize| {
        let rows = Memo::new(move |_| places.with(|(_, gaps)| gaps[gap]));
        let height = move || format!("{}px", rows.get() as f64 * lines.row.get());
        view! { <tr class="lists-gap" aria-hidden="true"><td colspan=width style:block-size=height></td></tr> }.into_any()
    };
    let row = move |id: String| {
        let own = StoredValue::new(id.clone());
        let line =
            Memo::new(move |_| own.with_value(|id| pages.with(|pages| pages.line(id).cloned())));
        let place = Memo::new(move |_| own.with_value(|id| pages.with(|pages| pages.place(id))));
        let is_done = Signal::derive(move || {
            done.zip(line.get())
                .is_some_and(|(done, line)| done.run(line))
        });
        let is_chosen =
            Signal::derive(move || selected.is_some_and(|selected| selected.run(own.get_value())));
        // The head is the first row.
        let number = Signal::derive(move || place.get().map(|place| place + 2));
        view! {
            <Row id=id selected=is_chosen done=is_done number=number>{move || line.get().map(|line| cells.run(line))}</Row>
        }
        .into_any()
    };
    let wide = widths.map(|(kept, on_change)| Wide::new(kept, on_change));
    let rows_in_all = move || {
        let total = lines.total()?;
        Some(if total.exact {
            i64::from(total.count) + 1
        } else {
            -1
        })
    };
    let stale = Signal::derive(move || {
        let faults = lines.faults.get();
        let mut faults = faults.iter();
        let (_, fault) = faults.find(|(place, _)| pages.with(|pages| pages.has(**place)))?;
        fault.at.get()
    });
    let retry = Callback::new(move |()| {
        for fault in lines.faults.get_untracked().into_values() {
            fault.retry.run(());
        }
    });
    let awaited = Memo::new(move |_| pages.with(Pages::awaits));
    let broken = Memo::new(move |_| {
        let missing = |place: &usize| !pages.with(|pages| pages.has(*place));
        lines
            .faults
            .with(|faults| faults.keys().find(|place| missing(place)).copied())
    });
    let waiting =
        move |rows: usize| view! { <tr><td colspan=width><Skeleton rows=rows /></td></tr> };
    // After the rows: those on their way, or why they do not come.
    let tail = move || {
        match (broken.get(), awaited.get()) {
        (Some(place), _) => {
            let failure = lines.faults.with(|faults| faults.get(&place).map(|fault| fault.failure.clone()));
            failure.map(|failure| view! { <tr><td colspan=width><Trouble failure=failure on_retry=retry /></td></tr> }.into_any())
        }
        (None, true) => Some(view! { <Waiting ready=Signal::stored(false) skeleton=move || waiting(3)>{|| ()}</Waiting> }.into_any()),
        (None, false) => None,
    }
    };
    let name = Memo::new(move |_| pages.with(|pages| pages.name().to_owned()));
    let ready = Signal::derive(move || pages.with(Pages::came) || broken.with(Option::is_some));
    let rows = move || {
        name.track();
        view! {
            <Waiting ready=ready skeleton=move || waiting(12)>
                <For each=move || shown.get() key=Clone::clone let:piece>
                    {match piece {
                        Shown::Gap(place) => gap(place),
                        Shown::Row(id) => row(id),
                    }}
                </For>
                {tail}
            </Waiting>
        }
    };
    let empty = Memo::new(move |_| pages.with(Pages::came) && count.get() == 0);
    view! {
        <For each=move || wanted.get() key=|page| format!("{page:?}") let:page>
            <Follow lines=lines page=page ask=ask />
        </For>
        <div class="lists" data-boxes=boxes.is_some().then_some("")>
            <StaleStrip at=stale on_retry=retry />
            <div class="table-wrap lists__frame" node_ref=keys.node() on:focusin=move |event| keys.entered(event.target()) on:focusout=move |_| keys.left()>
                <table class="table" aria-label=move || label.get() aria-rowcount=move || rows_in_all().map(|n| n.to_string())>
                    <thead><tr aria-rowindex="1">{head(columns, wide, boxes)}</tr></thead>
                    <tbody node_ref=lines.body>{rows}</tbody>
                </table>
                {move || empty.get().then(|| nothing.run())}
            </div>
            {bar.run()}
        </div>
    }
    .into_any()
}

/// A piece of the body by what makes it itself.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Shown {
    Gap(usize),
    Row(String),
}
