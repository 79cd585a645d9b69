//! Calls: a process runs within another one and returns to it with its end.

use super::*;

const PAPERS: ProcessId = RENEWAL;

fn call() -> Call {
    Call {
        process_id: PAPERS,
        goal: Back::Step {
            step: "visit".into(),
        },
        refusal: Back::Refusal,
        end: Back::End,
    }
}

/// After "later" the call runs another process, for thirty days at most.
fn calling() -> Context {
    let mut cx = context();
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let mut own = graph.transitions.iter_mut();
    let own = own.find(|one| one.step == "call" && one.result_id == LATER);
    own.unwrap().then = Continuation::Sleep {
        until: SleepUntil {
            field: None,
            days: 30,
            errands: false,
            call: Some(call()),
        },
        target: target("call", working_days(1)),
    };
    cx
}

/// The same club, seen from the process that was called.
fn called() -> Context {
    let mut cx = context();
    cx.caller = Some(CallerFacts {
        process: "Продажа".into(),
        call: call(),
        steps: BTreeMap::from([("visit".into(), "Визит".into())]),
    });
    cx
}

#[test]
fn a_call_lets_the_chain_sleep_and_says_what_runs() {
    let decision = decide(LATER, &[], &calling()).unwrap();
    let Next::Sleep {
        until,
        call: Some(made),
        errands: false,
        target,
    } = &decision.next
    else {
        panic!("no call but {:?}", decision.next);
    };
    assert_eq!(*until, moscow("2026-12-20 00:00"));
    assert_eq!((made, target.step.as_str()), (&call(), "call"));
    assert_eq!(decision.chain.as_ref().unwrap().state, ChainState::Sleeping);
    let Sentence::Sleep { process, .. } = decision.sentence else {
        panic!("no sleep is told of");
    };
    assert_eq!(process.as_deref(), Some("Продление"));
}

#[test]
fn an_end_is_told_with_where_the_caller_goes_on() {
    let step = BackTo::Step {
        template: "Визит".into(),
    };
    for (result, then) in [(BOUGHT, step), (REFUSED, BackTo::Refusal)] {
        let back = decide(result, &[], &called()).unwrap().back.unwrap();
        assert_eq!((back.process.as_str(), back.then), ("Продажа", then));
    }
    // While the called process goes on, and when another takes over, nobody returns.
    for (result, fields) in [
        (THINKS, &[("note", "да")][..]),
        (NO_ANSWER, &[]),
        (LATER, &[]),
        (RENEWS, &[]),
    ] {
        let back = decide(result, fields, &called()).unwrap().back;
        assert_eq!(back, None, "{result}");
    }
    assert_eq!(decide(BOUGHT, &[], &context()).unwrap().back, None);
}

#[test]
fn each_end_leads_the_caller_on() {
    let late = target("call", working_days(2));
    let back = |back: &Back| come_back(back, &late, "Договор", BORIS, BRANCH, &context()).unwrap();
    for (way, state) in [
        (Back::Goal, ChainState::Goal),
        (Back::Refusal, ChainState::Refused),
        (Back::End, ChainState::Ended),
    ] {
        assert_eq!(back(&way), Returned::Ended(state));
    }
    let to = |step: &str| Back::Step { step: step.into() };
    for (step, stands_at) in [("visit", "visit"), ("gone", "call")] {
        let Returned::Task(begun) = back(&to(step)) else {
            panic!("it goes on");
        };
        assert_eq!(begun.task.step, stands_at);
        assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
        let because = DueReason::Returned {
            process: "Договор".into(),
        };
        assert_eq!(begun.task.due_reason[0], because);
    }
}

#[test]
fn every_state_has_its_way_back_or_none() {
    let call = call();
    for (state, back) in [
        (ChainState::Active, None),
        (ChainState::Sleeping, None),
        (ChainState::Goal, Some(&call.goal)),
        (ChainState::Refused, Some(&call.refusal)),
        (ChainState::Ended, Some(&call.end)),
        (ChainState::Cancelled, Some(&call.end)),
    ] {
        assert_eq!(call.back(state), back, "{state}");
    }
}
