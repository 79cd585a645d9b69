use wire::clients::{
    AddNote, ArchiveClient, CreateClient, DialClient, FindSamePhone, GetBrief, GetClient,
    ListClients, ListTimeline, RestoreClient, SearchClients, SetConsent, UpdateClient,
};

use super::{actions, save};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListClients>(actions::list)
        .on::<SearchClients>(actions::search)
        .on::<CreateClient>(save::create)
        .on::<FindSamePhone>(actions::same_phone)
        .on::<DialClient>(actions::dial)
        .on::<GetClient>(actions::get)
        .on::<GetBrief>(actions::brief)
        .on::<UpdateClient>(save::update)
        .on::<ArchiveClient>(actions::archive)
        .on::<RestoreClient>(actions::restore)
        .on::<ListTimeline>(actions::timeline)
        .on::<SetConsent>(actions::set_consent)
        .on::<AddNote>(actions::note)
}
