//! What a person agreed to be contacted for, and what proves it.

use domain::clients::{Channel, MAX_EVIDENCE, Purpose};
use domain::ids::ClientId;
use leptos::prelude::*;
use wire::clients::{Consent, NewConsent, SetConsent};

use super::about::OpenCard;
use super::words;
use crate::data::{queries, sending};
use crate::i18n::{self, t};
use crate::ui::{
    Button, Chip, Dialog, Field, Icon, Kind, Need, Radio, RadioGroup, Select, Textarea, Tone,
};

const GIVEN: &str = "given";
const WITHDRAWN: &str = "withdrawn";

/// Consents of the card, each with its proof; and a button to add one.
#[component]
pub fn Consents(card: OpenCard) -> AnyView {
    let id = card.client.with_untracked(|client| client.id);
    let consents = card.read(|client| client.consents.clone());
    let open = RwSignal::new(false);
    view! {
        {move || (card.may_edit.get() || !consents.with(Vec::is_empty)).then(|| view! {
            <h3 class="section-head">{t::clients::consents()}</h3>
            <ul class="plain-list">{consents.get().into_iter().map(line).collect_view()}</ul>
        })}
        {move || card.may_edit.get().then(|| view! {
            <div class="cluster">
                <Button label=t::clients::keep_consent() icon=Icon::Plus kind=Kind::Ghost on_press=move |()| open.set(true) />
            </div>
            <ConsentDialog id=id open=open />
        })}
    }
    .into_any()
}

fn line(consent: Consent) -> AnyView {
    let what = t::clients::consent_to(
        words::channel(consent.channel),
        words::purpose(consent.purpose),
    );
    let (state, tone) = match consent.given {
        true => (t::clients::consent_given(), Tone::Ok),
        false => (t::clients::consent_withdrawn(), Tone::Danger),
    };
    let day = i18n::date(crate::clubtime::home_zone().day(consent.at));
    let by = consent.by.map(|by| by.name);
    let proof: Vec<String> = [consent.evidence, Some(day), by]
        .into_iter()
        .flatten()
        .collect();
    view! {
        <li>
            <span>{what}</span><Chip label=state tone=tone />
            <p class="meta">{proof.join(" · ")}</p>
        </li>
    }
    .into_any()
}

/// Given or withdrawn, for what, by which channel, and what proves it.
#[component]
fn ConsentDialog(id: ClientId, open: RwSignal<bool>) -> AnyView {
    let channel = RwSignal::new(Channel::Sms.as_str().to_owned());
    let purpose = RwSignal::new(Purpose::Marketing.as_str().to_owned());
    let state = RwSignal::new(GIVEN.to_owned());
    let evidence = RwSignal::new(String::new());
    let (sending, queries) = (sending(), queries());
    let save = move || {
        let chosen = (
            Channel::parse(&channel.get_untracked()),
            Purpose::parse(&purpose.get_untracked()),
        );
        let (Some(channel), Some(purpose)) = chosen else {
            return;
        };
        let proof = evidence.get_untracked().trim().to_owned();
        let body = NewConsent {
            channel,
            purpose,
            given: state.with_untracked(|state| state == GIVEN),
            evidence: (!proof.is_empty()).then_some(proof),
        };
        sending.send::<SetConsent>((id,), (), body, move |_| {
            open.set(false);
            evidence.set(String::new());
            queries.stale(&["clients"]);
        });
    };
    let error = Signal::derive(move || {
        let general = || {
            let failure = sending.failure()?;
            failure.problem().map(|problem| problem.detail.clone())
        };
        sending.fault("/evidence").or_else(general)
    });
    let channels = Signal::derive(|| {
        let all = Channel::ALL.iter().copied();
        all.map(|one| Radio::new(one.as_str(), words::channel(one)))
            .collect()
    });
    let purposes = Signal::derive(|| {
        let all = Purpose::ALL.iter().copied();
        all.map(|one| Radio::new(one.as_str(), words::purpose(one)))
            .collect()
    });
    let states = Signal::derive(|| {
        vec![
            Radio::new(GIVEN, t::clients::consent_given()),
            Radio::new(WITHDRAWN, t::clients::consent_withdrawn()),
        ]
    });
    let need = Signal::derive(move || match state.with(|state| state == GIVEN) {
        true => t::clients::evidence_hint().to_owned(),
        false => t::clients::evidence_free().to_owned(),
    });
    view! {
        <Dialog
            open=open
            title=t::clients::consent()
            foot=move || view! {
                <Button label=t::ui::close() on_press=move |()| open.set(false) />
                <Button label=t::clients::save_consent() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=move |()| save() />
            }
        >
            <div class="stack">
                <RadioGroup value=state label=t::clients::consent_state() options=states flow=crate::ui::Flow::Row />
                <Field label=t::clients::consent_channel() need=Need::Required><Select value=channel options=channels /></Field>
                <Field label=t::clients::consent_purpose() need=Need::Required><Select value=purpose options=purposes /></Field>
                <Field label=t::clients::evidence() hint=need error=error><Textarea value=evidence rows=2 max_length=MAX_EVIDENCE as u32 /></Field>
            </div>
        </Dialog>
    }
    .into_any()
}
