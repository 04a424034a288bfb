//! The ledger of class `private`: all that can happen to a node, its copies and its witnesses, in every order and
//! however often, explored until no new state comes. No sequence of events ever draws more than the lifetime allows.

use self::model::{Scope, Without, explore};

pub(crate) mod model;

/// All events at once, where one reservation uses up the lifetime.
const ALL: Scope = Scope { lifetime: 1, at_once: 1, change: true, anew: true, upgrade: true, cancel: true };
/// Two reservations, open at a time or one after the other, with the same witnesses for ever.
const SAME_WITNESSES: Scope = Scope { lifetime: 2, at_once: 2, change: false, ..ALL };
/// Two reservations, and a change of the witnesses.
const OTHER_WITNESSES: Scope = Scope { lifetime: 2, anew: false, upgrade: false, cancel: false, ..ALL };

#[test]
#[ignore = "slow lane: millions of states"]
fn nobody_draws_more_than_a_lifetime_allows() {
    for (name, scope) in [("all", ALL), ("the same witnesses", SAME_WITNESSES), ("other witnesses", OTHER_WITNESSES)] {
        let began = std::time::Instant::now();
        let found = explore(scope, Without::default());
        let (kind, path) = found.longest.iter().max_by_key(|(_, path)| path.len()).unwrap();
        println!(
            "{name}: {} states, {} draws at most, the farthest {} steps away, in {:.0?}",
            found.states,
            found.most,
            path.len(),
            began.elapsed()
        );
        let words: Vec<String> = path.iter().map(|(event, _)| format!("{event:?}")).collect();
        println!("to the last {kind}: {}", words.join(" "));
        assert_eq!(found.most, scope.lifetime, "{name}");
    }
}

/// Each rule is needed.
#[test]
#[ignore = "slow lane: millions of states"]
fn without_any_of_the_rules_more_is_drawn() {
    let all = Without::default();
    for (name, without) in [
        ("majority", Without { majority: true, ..all }),
        ("memory", Without { memory: true, ..all }),
        ("leaving", Without { leaving: true, ..all }),
        ("one program", Without { purpose: true, ..all }),
        ("commitment", Without { commitment: true, ..all }),
        ("no refund", Without { refund: true, ..all }),
    ] {
        let found = explore(ALL, without);
        let path = &found.longest["Answer"];
        println!("without {name}: {} draws within {} states, {} steps", found.most, found.states, path.len());
        let words: Vec<String> = path.iter().map(|(event, _)| format!("{event:?}")).collect();
        println!("{}", words.join(" "));
        assert!(found.most > ALL.lifetime, "{name}");
    }
}
