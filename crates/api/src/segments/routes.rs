use wire::segments::{
    ArchiveSegment, CreateSegment, FreezeSegment, GetSegment, ListSegments, RestoreSegment,
    ThawSegment, UpdateSegment,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListSegments>(actions::list)
        .on::<CreateSegment>(actions::create)
        .on::<GetSegment>(actions::get)
        .on::<UpdateSegment>(actions::update)
        .on::<FreezeSegment>(actions::freeze)
        .on::<ThawSegment>(actions::thaw)
        .on::<ArchiveSegment>(actions::archive)
        .on::<RestoreSegment>(actions::restore)
}
