//! Words of stages and channels.

use domain::clients::{Channel, Messenger, Purpose, Stage};
use wire::clients::ClientRow;

use crate::i18n::t;

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Lead => t::clients::stage_lead(),
        Stage::Client => t::clients::stage_client(),
        Stage::Former => t::clients::stage_former(),
    }
}

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Call => t::clients::channel_call(),
        Channel::Sms => t::clients::channel_sms(),
        Channel::Email => t::clients::channel_email(),
        Channel::Messenger => t::clients::channel_messenger(),
    }
}

pub fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Service => t::clients::purpose_service(),
        Purpose::Marketing => t::clients::purpose_marketing(),
    }
}

/// A consent as the timeline keeps it: channel, purpose, state, and what proves it.
pub fn consent(kept: &str) -> Option<String> {
    let mut parts = kept.splitn(4, ':');
    let (own, of) = (
        Channel::parse(parts.next()?)?,
        Purpose::parse(parts.next()?)?,
    );
    let state = match parts.next()? {
        "given" => t::clients::consent_given(),
        _ => t::clients::consent_withdrawn(),
    };
    let told = format!(
        "{}: {state}",
        t::clients::consent_to(channel(own), purpose(of))
    );
    Some(match parts.next() {
        Some(proof) => format!("{told} ({proof})"),
        None => told,
    })
}

/// Names of their makers are the same in every language.
pub fn messenger(messenger: Messenger) -> &'static str {
    match messenger {
        Messenger::Telegram => "Telegram",
        Messenger::Whatsapp => "WhatsApp",
        Messenger::Viber => "Viber",
        Messenger::Instagram => "Instagram",
        Messenger::Vk => "VK",
        Messenger::Other => t::clients::messenger_other(),
    }
}

/// The beginning of a row's second line on a phone.
pub fn phone_of(row: &ClientRow) -> String {
    row.phone
        .as_ref()
        .map(|phone| phone.display.clone())
        .unwrap_or_default()
}
