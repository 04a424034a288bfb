//! All worlds that can be reached, and the paths to them.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

use super::rules::Rules;
use super::{Event, Scope, Without, World};

/// Result of an exploration.
#[allow(dead_code, reason = "who follows a path needs the path alone")]
pub(crate) struct Explored {
    /// Largest number of sets of figures that were told.
    pub most: u8,
    pub states: usize,
    /// For each kind of event, the longest path on which it last led to a new world, with the worlds.
    pub longest: BTreeMap<String, Vec<(Event, World)>>,
}

/// Explores until no new world comes, or more was told than a lifetime allows.
pub(crate) fn explore(scope: Scope, without: Without) -> Explored {
    let rules = Rules::new(without);
    let (first, begin) = World::NEW.canonical(scope);
    let mut known: HashSet<u128, BuildHasherDefault<Mixed>> = HashSet::default();
    known.insert(first);
    let (mut queue, mut came) = (VecDeque::from([(0, begin)]), vec![(0, Event::Crash)]);
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    let mut most = 0;
    'exploring: while let Some((at, world)) = queue.pop_front() {
        for (event, next) in world.next(scope, without, &rules) {
            let (packed, next) = next.canonical(scope);
            if known.insert(packed) {
                let own = came.len() as u32;
                came.push((at, event));
                last.insert(event.kind(), own);
                most = most.max(next.draws);
                if most > scope.lifetime {
                    break 'exploring;
                }
                queue.push_back((own, next));
            }
        }
    }
    let path = |mut at: u32| {
        let mut events = Vec::new();
        while at > 0 {
            let (before, event) = came[at as usize];
            events.push(event);
            at = before;
        }
        events.reverse();
        concrete(&events, scope, without, &rules)
    };
    let longest = last.into_iter().map(|(kind, at)| (kind, path(at))).collect();
    Explored { most, states: known.len(), longest }
}

/// Path with lasting names, from one whose events name witnesses and slots anew at each step.
fn concrete(events: &[Event], scope: Scope, without: Without, rules: &Rules) -> Vec<(Event, World)> {
    let (mut own, mut named) = (World::NEW, World::NEW.canonical(scope).1);
    let mut path = Vec::with_capacity(events.len());
    for event in events {
        let next = named.next(scope, without, rules).into_iter().find(|(other, _)| other == event);
        let (packed, after) = next.map_or_else(|| named.canonical(scope), |(_, next)| next.canonical(scope));
        named = after;
        let step = own.next(scope, without, rules).into_iter().find(|(_, next)| next.canonical(scope).0 == packed);
        let Some(step) = step else { break };
        own = step.1;
        path.push(step);
    }
    assert_eq!(path.len(), events.len(), "every step has its like");
    path
}

/// Mixes the bits of one number.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u128(u128::from(*byte)));
    }

    fn write_u128(&mut self, number: u128) {
        let product = (number as u64 ^ self.0 ^ 0x9e37_79b9_7f4a_7c15) as u128
            * ((number >> 64) as u64 ^ 0xbf58_476d_1ce4_e5b9) as u128;
        let mixed = (product as u64 ^ (product >> 64) as u64 ^ (number as u64).rotate_left(23))
            .wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = mixed ^ mixed >> 29;
    }
}
