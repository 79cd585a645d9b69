//! What a permission is narrowed to among clients: their stage, and the step on which they stand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Grants, Permission, holds};
use crate::clients::Stage;
use crate::ids::ProcessId;

/// Only clients of these stages, and only those who stand on one of these steps. An empty list does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limit {
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    pub stages: Vec<Stage>,
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub steps: Vec<StepOf>,
}

/// A step of a process, whatever its version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepOf {
    pub process_id: ProcessId,
    /// Its key.
    pub step: String,
}

/// Permissions that are narrowed; what is absent is not.
pub type Limits = BTreeMap<Permission, Limit>;

/// At most so many steps in a limit.
pub const MOST_STEPS: usize = 50;

impl Limit {
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty() && self.steps.is_empty()
    }

    /// Whether a client of this stage, who stands on these steps, is within the limit.
    pub fn covers(&self, stage: Stage, stands: &[StepOf]) -> bool {
        let stage = self.stages.is_empty() || self.stages.contains(&stage);
        let step = self.steps.is_empty() || self.steps.iter().any(|step| stands.contains(step));
        stage && step
    }

    /// Whether everything that another limit covers is covered by this one.
    fn holds(&self, other: &Self) -> bool {
        let wide = |own: &[Stage], others: &[Stage]| {
            let all = own.is_empty() || Stage::ALL.iter().all(|stage| own.contains(stage));
            all || (!others.is_empty() && others.iter().all(|stage| own.contains(stage)))
        };
        let steps = self.steps.is_empty()
            || (!other.steps.is_empty()
                && other.steps.iter().all(|step| self.steps.contains(step)));
        wide(&self.stages, &other.stages) && steps
    }
}

/// What a role allows, and how far.
#[derive(Debug, Clone, Copy)]
pub struct Rights<'a> {
    pub grants: &'a Grants,
    pub limits: &'a Limits,
}

impl Rights<'_> {
    /// Whether they hold everything that others hold, in the same scope or a wider one, and narrowed no more.
    ///
    /// Nobody gives away (by inviting, or by editing a role) what he does not have.
    pub fn hold(self, others: Rights<'_>) -> bool {
        let none = Limit::default();
        let within = |(permission, own): (&Permission, &Limit)| {
            let other = others.limits.get(permission).unwrap_or(&none);
            !others.grants.contains_key(permission) || own.holds(other)
        };
        holds(self.grants, others.grants) && self.limits.iter().all(within)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::access::Scope;

    fn step(process: i64, key: &str) -> StepOf {
        StepOf {
            process_id: ProcessId::from_i64(process),
            step: key.to_owned(),
        }
    }

    #[test]
    fn a_limit_asks_for_the_stage_and_for_the_step() {
        let leads = Limit {
            stages: vec![Stage::Lead],
            steps: Vec::new(),
        };
        let calls = Limit {
            stages: Vec::new(),
            steps: vec![step(1, "call"), step(2, "call")],
        };
        let both = Limit {
            stages: leads.stages.clone(),
            steps: calls.steps.clone(),
        };
        for (limit, stage, stands, expected) in [
            (&Limit::default(), Stage::Former, vec![], true),
            (&leads, Stage::Lead, vec![], true),
            (&leads, Stage::Client, vec![step(1, "call")], false),
            (&calls, Stage::Client, vec![step(1, "call")], true),
            (&calls, Stage::Client, vec![step(3, "call")], false),
            (&calls, Stage::Client, vec![step(1, "visit")], false),
            (&calls, Stage::Client, vec![], false),
            (
                &both,
                Stage::Lead,
                vec![step(9, "x"), step(2, "call")],
                true,
            ),
            (&both, Stage::Client, vec![step(2, "call")], false),
            (&both, Stage::Lead, vec![], false),
        ] {
            assert_eq!(limit.covers(stage, &stands), expected, "{limit:?} {stage}");
        }
    }

    #[test]
    fn nobody_gives_away_more_clients_than_he_has() {
        let grants = Grants::from([(Permission::ClientEdit, Scope::All)]);
        let limits = |stages: &[Stage]| {
            let limit = Limit {
                stages: stages.to_vec(),
                steps: Vec::new(),
            };
            Limits::from([(Permission::ClientEdit, limit)])
        };
        let (none, leads) = (Limits::new(), limits(&[Stage::Lead]));
        let two = limits(&[Stage::Lead, Stage::Client]);
        for (own, others, may) in [
            (&none, &leads, true),
            (&leads, &none, false),
            (&leads, &leads, true),
            (&two, &leads, true),
            (&leads, &two, false),
        ] {
            let rights = |limits| Rights {
                grants: &grants,
                limits,
            };
            assert_eq!(rights(own).hold(rights(others)), may, "{own:?} {others:?}");
        }
        let nothing = Grants::new();
        let others = Rights {
            grants: &nothing,
            limits: &none,
        };
        let own = Rights {
            grants: &grants,
            limits: &leads,
        };
        assert!(own.hold(others), "what is not given is not narrowed");
    }

    fn any_limit() -> impl Strategy<Value = Limit> {
        let stages = proptest::sample::subsequence(Stage::ALL.to_vec(), 0..=3);
        let steps = proptest::sample::subsequence(vec!["a", "b", "c"], 0..=3);
        (stages, steps).prop_map(|(stages, steps)| Limit {
            stages,
            steps: steps.into_iter().map(|key| step(1, key)).collect(),
        })
    }

    proptest! {
        #[test]
        fn what_holds_another_covers_all_that_it_covers(
            (own, other) in (any_limit(), any_limit()),
            stage in proptest::sample::select(Stage::ALL.to_vec()),
            stands in proptest::sample::subsequence(vec!["a", "b", "c", "d"], 0..=4),
        ) {
            let stands: Vec<StepOf> = stands.into_iter().map(|key| step(1, key)).collect();
            prop_assert!(!own.holds(&other) || !other.covers(stage, &stands) || own.covers(stage, &stands));
            prop_assert!(own.holds(&own));
        }
    }
}
