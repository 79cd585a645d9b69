//! What the built-in roles may do when an organisation begins.

use super::{BuiltInRole, Grants, Permission, Scope};

/// The grants a built-in role starts with. All but the owner's can be changed afterwards.
///
/// - **Owner**: everything, everywhere.
/// - **Manager**: runs his branches: their people, clients, tasks and chains, takes completions back; keeps dictionaries, results
///   and templates and draws processes, but the owner publishes them, because a version holds for all branches.
/// - **Operator**: all clients of his branches, because anybody may call in; of tasks his own and his role's pool.
/// - **Coach**: his own tasks, and the clients that they need, with notes about them. He calls them without seeing their numbers.
/// - **Analyst**: reads everything, takes it away as files, and writes nothing on any card; of all work he does only what he was given himself, such as
///   the monthly report.
pub fn default_grants(role: BuiltInRole) -> Grants {
    use Permission as P;
    use Scope::{All, Branch, Own};

    let granted: &[(Permission, Scope)] = match role {
        BuiltInRole::Owner => {
            return Permission::ALL
                .iter()
                .map(|permission| (*permission, All))
                .collect();
        }
        BuiltInRole::Manager => &[
            (P::BranchEdit, Branch),
            (P::StaffRead, All),
            (P::StaffEdit, Branch),
            (P::DirectoryRead, All),
            (P::DirectoryEdit, All),
            (P::ProcessEdit, All),
            (P::ClientRead, Branch),
            (P::ClientCreate, Branch),
            (P::ClientEdit, Branch),
            (P::ClientNote, Branch),
            (P::ClientContacts, All),
            (P::ClientImport, Branch),
            (P::ClientExport, Branch),
            (P::ClientDiscount, Branch),
            (P::ClientMerge, Branch),
            (P::TaskRead, Branch),
            (P::TaskCreate, Branch),
            (P::TaskEdit, Branch),
            (P::TaskComplete, Branch),
            (P::TaskTakeBack, Branch),
            (P::ChainStart, Branch),
            (P::ChainCancel, Branch),
            (P::InvariantsRead, All),
            (P::EventsRead, Branch),
        ],
        BuiltInRole::Operator => &[
            (P::StaffRead, Branch),
            (P::DirectoryRead, All),
            (P::ClientRead, Branch),
            (P::ClientCreate, Branch),
            (P::ClientEdit, Branch),
            (P::ClientNote, Branch),
            (P::ClientContacts, All),
            (P::ClientDiscount, Branch),
            (P::TaskRead, Own),
            (P::TaskCreate, Branch),
            (P::TaskEdit, Own),
            (P::TaskComplete, Own),
            (P::ChainStart, Branch),
            (P::InvariantsRead, All),
            (P::EventsRead, Branch),
        ],
        BuiltInRole::Coach => &[
            (P::StaffRead, Branch),
            (P::DirectoryRead, All),
            (P::ClientRead, Own),
            (P::ClientNote, Own),
            (P::TaskRead, Own),
            (P::TaskCreate, Own),
            (P::TaskEdit, Own),
            (P::TaskComplete, Own),
            (P::InvariantsRead, All),
            (P::EventsRead, Own),
        ],
        BuiltInRole::Analyst => &[
            (P::StaffRead, All),
            (P::DirectoryRead, All),
            (P::ClientRead, All),
            (P::ClientExport, All),
            (P::TaskRead, All),
            (P::TaskEdit, Own),
            (P::TaskComplete, Own),
            (P::InvariantsRead, All),
            (P::EventsRead, All),
            (P::AuditRead, All),
        ],
    };
    granted.iter().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_may_everything_and_the_analyst_only_does_his_own_work() {
        let owner = default_grants(BuiltInRole::Owner);
        assert!(
            Permission::ALL
                .iter()
                .all(|permission| owner.get(permission) == Some(&Scope::All))
        );
        let analyst = default_grants(BuiltInRole::Analyst);
        assert!(analyst.iter().all(|(permission, scope)| {
            match permission {
                Permission::TaskEdit | Permission::TaskComplete => *scope == Scope::Own,
                Permission::ClientExport => *scope == Scope::All,
                other => other.as_str().ends_with(".read") && *scope == Scope::All,
            }
        }));
    }

    #[test]
    fn every_default_is_a_scope_that_makes_sense() {
        for role in BuiltInRole::ALL {
            for (permission, scope) in default_grants(*role) {
                assert!(
                    permission.scopes().contains(&scope),
                    "{role}: {permission} {scope}"
                );
            }
        }
    }

    /// Each right that matters, role by role: manager, operator, coach.
    #[test]
    fn the_matrix_of_the_other_roles() {
        use Scope::{All, Branch, Own};
        for (permission, manager, operator, coach) in [
            (Permission::OrganisationEdit, None, None, None),
            (Permission::BranchEdit, Some(Branch), None, None),
            (Permission::StaffRead, Some(All), Some(Branch), Some(Branch)),
            (Permission::StaffEdit, Some(Branch), None, None),
            (Permission::RoleEdit, None, None, None),
            (Permission::DirectoryRead, Some(All), Some(All), Some(All)),
            (Permission::DirectoryEdit, Some(All), None, None),
            (Permission::ProcessEdit, Some(All), None, None),
            (Permission::ProcessPublish, None, None, None),
            (
                Permission::ClientRead,
                Some(Branch),
                Some(Branch),
                Some(Own),
            ),
            (Permission::ClientCreate, Some(Branch), Some(Branch), None),
            (Permission::ClientEdit, Some(Branch), Some(Branch), None),
            (
                Permission::ClientNote,
                Some(Branch),
                Some(Branch),
                Some(Own),
            ),
            (Permission::ClientContacts, Some(All), Some(All), None),
            (Permission::ClientImport, Some(Branch), None, None),
            (Permission::ClientExport, Some(Branch), None, None),
            (Permission::ClientDiscount, Some(Branch), Some(Branch), None),
            (Permission::ClientMerge, Some(Branch), None, None),
            (Permission::TaskRead, Some(Branch), Some(Own), Some(Own)),
            (
                Permission::TaskCreate,
                Some(Branch),
                Some(Branch),
                Some(Own),
            ),
            (Permission::TaskEdit, Some(Branch), Some(Own), Some(Own)),
            (Permission::TaskComplete, Some(Branch), Some(Own), Some(Own)),
            (Permission::TaskTakeBack, Some(Branch), None, None),
            (Permission::ChainStart, Some(Branch), Some(Branch), None),
            (Permission::ChainCancel, Some(Branch), None, None),
            (Permission::InvariantsRead, Some(All), Some(All), Some(All)),
            (
                Permission::EventsRead,
                Some(Branch),
                Some(Branch),
                Some(Own),
            ),
            (Permission::AuditRead, None, None, None),
        ] {
            for (role, expected) in [
                (BuiltInRole::Manager, manager),
                (BuiltInRole::Operator, operator),
                (BuiltInRole::Coach, coach),
            ] {
                assert_eq!(
                    default_grants(role).get(&permission).copied(),
                    expected,
                    "{role} {permission}"
                );
            }
        }
    }
}
