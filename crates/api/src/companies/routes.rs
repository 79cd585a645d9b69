use wire::companies::{
    AddCompanyNote, AddCompanyPerson, ArchiveCompany, CreateCompany, GetCompany,
    ListClientCompanies, ListCompanies, ListCompanyRoles, ListCompanyTimeline, RemoveCompanyPerson,
    RestoreCompany, UpdateCompany, UpdateCompanyPerson,
};

use super::{actions, history, people, save};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListCompanies>(actions::list)
        .on::<CreateCompany>(save::create)
        .on::<ListCompanyRoles>(people::roles)
        .on::<GetCompany>(actions::get)
        .on::<ListClientCompanies>(people::of_client)
        .on::<UpdateCompany>(save::update)
        .on::<ArchiveCompany>(actions::archive)
        .on::<RestoreCompany>(actions::restore)
        .on::<ListCompanyTimeline>(history::list)
        .on::<AddCompanyNote>(history::note)
        .on::<AddCompanyPerson>(people::add)
        .on::<UpdateCompanyPerson>(people::update)
        .on::<RemoveCompanyPerson>(people::remove)
}
