//! Work that people give each other: the house's errands, and what makes everybody's day full.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::ids::ClientId;
use domain::tasks::TaskType;
use domain::time::{Due, Timestamp};
use store::Tx;
use wire::tasks::NewTask;

use super::Life;
use crate::demo::agenda::Event;
use crate::demo::club::Member;
use crate::http::ApiError;
use crate::tasks;

impl Life {
    pub(super) fn morning(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        branch: usize,
    ) -> Result<(), ApiError> {
        let mut dice = self
            .dice
            .for_one("morning", at.as_micros() as u64 + branch as u64);
        let place = &self.club.branches[branch];
        let (today, zone) = (place.zone.day(at), place.zone.clone());
        let open = place.calendar.hours(today).is_some();
        let next = zone
            .midnight(today + Duration::days(1))
            .plus(Duration::minutes(dice.between(9 * 60, 11 * 60)));
        self.agenda.put(next, Event::Morning { branch });
        if !open || at == self.start || !dice.chance(70) {
            return Ok(());
        }
        let Some(template) = self.kind(&mut dice, |kind| kind.task_type == TaskType::Internal)
        else {
            return Ok(());
        };
        let staff = self.club.staff.iter().enumerate();
        let may =
            |member: &Member| member.role != BuiltInRole::Analyst && member.branches[0] == branch;
        let hands: Vec<usize> = staff
            .filter(|(_, member)| may(member))
            .map(|(place, _)| place)
            .collect();
        let to = *dice.pick(&hands);
        let new = NewTask {
            template_id: Some(template),
            branch_id: Some(self.club.branches[branch].id),
            assignee_id: Some(self.club.staff[to].id),
            due: Some(Due::Day(today + Duration::days(dice.between(0, 2)))),
            ..NewTask::default()
        };
        let managers = self.club.members(BuiltInRole::Manager, branch);
        let from = if managers.is_empty() {
            0
        } else {
            *dice.pick(&managers)
        };
        self.give(tx, at, from, branch, new)
    }

    /// Makes a task on behalf of a member and puts the work on it into the agenda.
    pub(super) fn give(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        from: usize,
        branch: usize,
        new: NewTask,
    ) -> Result<(), ApiError> {
        let (who, language) = (&self.club.staff[from].who, self.club.language);
        let task = tx
            .as_of(at, who, |tx| tasks::created(tx, &new, language))?
            .id;
        self.take_up(tx, at, task, branch, new.client_id, from)
    }

    /// Puts into everybody's day what makes it a day: something overdue, something for this minute, for today and for later.
    pub(super) fn leave_work_for_today(&mut self) {
        for member in 0..self.club.staff.len() {
            let branch = self.club.staff[member].branches[0];
            let today = self.club.branches[branch].zone.day(self.end);
            let day = |days| Due::Day(today + Duration::days(days));
            let minute = Timestamp::from_micros(self.end.as_micros() / 60_000_000 * 60_000_000);
            let at = |minutes| Due::At(minute.plus(Duration::minutes(minutes)));
            let work = [
                (50, day(-1), false),
                (47, at(-180), true),
                (26, at(7 + member as i64 % 5), true),
                (25, day(0), false),
                (24, day(0), true),
                (8, day(1), true),
                (7, day(3), false),
            ];
            // What came since is unread.
            let looked = self.end.minus(Duration::hours(20));
            self.agenda.put(looked, Event::Reading { member });
            for (hours, due, client) in work {
                let when = self.end.minus(Duration::hours(hours));
                self.agenda.put(
                    when,
                    Event::Assignment {
                        member,
                        due,
                        client,
                    },
                );
            }
        }
    }

    pub(super) fn assign(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        member: usize,
        due: Due,
        client: bool,
    ) -> Result<(), ApiError> {
        let mut dice = self
            .dice
            .for_one("assignment", at.as_micros() as u64 + member as u64);
        let person = &self.club.staff[member];
        let branch = person.branches[0];
        // Calls are the operators' and managers' work; a coach and an analyst have errands.
        let calls = matches!(
            person.role,
            BuiltInRole::Operator | BuiltInRole::Manager | BuiltInRole::Owner
        );
        let known: Vec<ClientId> = self.known[branch].iter().copied().collect();
        let client = (client && calls && !known.is_empty()).then(|| *dice.pick(&known));
        let wanted = if client.is_some() {
            TaskType::ClientCall
        } else {
            TaskType::Internal
        };
        let Some(template) = self.kind(&mut dice, |kind| kind.task_type == wanted) else {
            return Ok(());
        };
        let new = NewTask {
            template_id: Some(template),
            client_id: client,
            branch_id: Some(self.club.branches[branch].id),
            assignee_id: Some(person.id),
            due: Some(due),
            ..NewTask::default()
        };
        let (owner, language) = (&self.club.staff[0].who, self.club.language);
        tx.as_of(at, owner, |tx| tasks::created(tx, &new, language))?;
        Ok(())
    }
}
