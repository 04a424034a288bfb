//! The ledger of class `private`: all that can happen to a node, its copies and its witnesses, in every order, explored until
//! nothing new comes. Nobody ever draws more than the lifetime allows.

use std::collections::{HashSet, VecDeque};

use archipel::audit::{Claim, Purpose, is_enough};
use archipel::model::{Digest, EditionId, Rho};

/// Reservations that a lifetime allows.
const CAP: u8 = 2;
/// Reservations that are made at all, over all copies of a node.
const MOST: u8 = 3;
/// Claims that differ, and are signed apart.
const TEXTS: usize = MOST as usize + CAP as usize + 1;
/// Witnesses: the first three are the set that a node begins with, the last three the one that it may go over to.
const WITNESSES: usize = 4;
const SETS: [[usize; 3]; 2] = [[0, 1, 2], [1, 2, 3]];

/// What is given up of the rules.
#[derive(Clone, Copy, Default)]
struct Without {
    /// One witness is enough.
    majority: bool,
    /// A witness forgets what was spent when an officer lets it forget a log.
    memory: bool,
    /// Witnesses that a member has left go on signing.
    leaving: bool,
    /// A reservation is drawn anew by another program.
    purpose: bool,
}

/// What may happen besides.
#[derive(Clone, Copy)]
enum Besides {
    /// Another program is installed.
    Upgrade,
    /// The member goes over to other witnesses.
    Change,
}

/// A copy of a node.
#[derive(Clone, Copy)]
struct Node {
    total: u8,
    /// Reserved and not drawn: number, and total with it.
    open: Option<(u8, u8)>,
    /// Reservations in its log.
    known: u8,
    /// The witnesses that it goes by, and whether others wait for these to know.
    set: u8,
    leaving: bool,
    /// Version of the program with which what is open was reserved, and that runs now.
    reserved_by: bool,
    program: bool,
}

/// What a witness has signed last.
#[derive(Clone, Copy)]
struct Signed {
    /// The reservation; nothing for a change of witnesses.
    draw: Option<u8>,
    total: u8,
    set: u8,
}

#[derive(Clone, Copy)]
struct World {
    node: Node,
    /// A copy that may be put back, or started beside it.
    copy: Node,
    witnesses: [Option<Signed>; WITNESSES],
    /// Signatures that are about, by reservation, and of the change by its total: whoever has them can bring them at any time.
    lines: [u8; TEXTS],
    made: u8,
    /// Reservations that were drawn, by each of two programs.
    drawn: [u8; 2],
}

impl World {
    fn new() -> Self {
        let node = Node { total: 0, open: None, known: 0, set: 0, leaving: false, reserved_by: false, program: false };
        Self { node, copy: node, witnesses: [None; WITNESSES], lines: [0; TEXTS], made: 0, drawn: [0; 2] }
    }

    /// All of it in one number: no two states have the same.
    fn packed(&self) -> u128 {
        let mut packed = 0_u128;
        let mut put = |value: u8, bits: u32| {
            assert!(u32::from(value) < 1 << bits, "it fits");
            packed = packed << bits | u128::from(value);
        };
        for node in [&self.node, &self.copy] {
            let (id, total) = node.open.unwrap_or((MOST, 0));
            let flags = [node.set == 1, node.leaving, node.reserved_by, node.program];
            [(node.total, 2), (id, 2), (total, 2), (node.known, 3)]
                .into_iter()
                .for_each(|(value, bits)| put(value, bits));
            flags.into_iter().for_each(|flag| put(flag.into(), 1));
        }
        for signed in self.witnesses {
            put(signed.map_or(0, |signed| 1 + signed.draw.unwrap_or(MOST)), 3);
            put(signed.map_or(0, |signed| signed.total), 2);
            put(signed.map_or(0, |signed| signed.set), 1);
        }
        self.lines.into_iter().for_each(|lines| put(lines, 4));
        put(self.made, 2);
        self.drawn.into_iter().for_each(|drawn| put(drawn, 3));
        packed
    }

    fn draws(&self) -> u32 {
        self.drawn.iter().map(|drawn| drawn.count_ones()).sum()
    }

    /// All that can happen next.
    fn next(&self, digests: &Digests, without: Without, besides: Besides) -> Vec<Self> {
        let mut next = Vec::new();
        let mut put = |change: &dyn Fn(&mut Self)| {
            let mut world = *self;
            change(&mut world);
            next.push(world);
        };
        let node = self.node;
        put(&|world| world.copy = node);
        put(&|world| std::mem::swap(&mut world.node, &mut world.copy));
        match besides {
            Besides::Upgrade => put(&|world| world.node.program = true),
            Besides::Change if node.set == 0 && !node.leaving => put(&|world| world.node.leaving = true),
            Besides::Change => {}
        }
        if node.open.is_none() && node.total < CAP && self.made < MOST {
            put(&|world| {
                let (id, total) = (world.made, node.total + 1);
                world.made += 1;
                let known = node.known | 1 << id;
                world.node = Node { total, open: Some((id, total)), known, reserved_by: node.program, ..node };
            });
        }
        let draw = node.open.map(|(id, total)| Signed { draw: Some(id), total, set: node.set });
        // The witnesses wait until nothing is open: what is counted then is what was drawn.
        let leaves = node.leaving && node.open.is_none();
        let change = leaves.then_some(Signed { draw: None, total: node.total, set: node.set });
        for claim in [draw, change].into_iter().flatten() {
            for &witness in &SETS[usize::from(node.set)] {
                let signs = self.witnesses[witness].is_none_or(|known| digests.follows(claim, known, without));
                match (signs, self.witnesses[witness]) {
                    (true, _) => put(&|world| {
                        world.witnesses[witness] = Some(claim);
                        world.lines[usize::from(claim.draw.unwrap_or(MOST + claim.total))] |= 1 << witness;
                    }),
                    // It says what it knows, and the node makes up for what it has lost.
                    (false, Some(known)) => {
                        let lost = known.draw.map_or(node.set == 0 && !node.leaving, |id| node.known >> id & 1 == 0);
                        if lost {
                            put(&|world| {
                                world.node.open = None;
                                world.node.total = node.total.max(known.total);
                            });
                        }
                    }
                    (false, None) => {}
                }
            }
        }
        let enough = |lines: u8| {
            let signed = SETS[usize::from(node.set)].iter().filter(|witness| lines >> **witness & 1 == 1).count();
            if without.majority { signed > 0 } else { is_enough(signed, SETS[0].len()) }
        };
        if let Some((id, _)) = node.open.filter(|(id, _)| enough(self.lines[usize::from(*id)])) {
            put(&|world| {
                world.node.open = None;
                // Its secret was for one program.
                if without.purpose || node.program == node.reserved_by {
                    world.drawn[usize::from(node.program)] |= 1 << id;
                }
            });
        }
        if leaves && enough(self.lines[usize::from(MOST + node.total)]) {
            put(&|world| world.node = Node { set: 1, leaving: false, ..node });
        }
        if without.memory {
            (0..WITNESSES).for_each(|witness| put(&|world| world.witnesses[witness] = None));
        }
        next
    }
}

/// Digests of what is named, made once.
struct Digests {
    seeds: Vec<Digest>,
    sets: [Digest; 2],
}

impl Digests {
    /// As the product decides it.
    fn follows(&self, claim: Signed, known: Signed, without: Without) -> bool {
        let of = |signed: Signed| Claim {
            log: "isles/north/audit".to_owned(),
            witnesses: self.sets[usize::from(if without.leaving { 0 } else { signed.set })],
            purpose: match signed.draw {
                Some(id) => Purpose::Draw(
                    EditionId::new(self.seeds[usize::from(id)]),
                    self.seeds[usize::from(id)],
                    Rho::millionths(1),
                ),
                None => Purpose::Witnesses(self.sets[usize::from(!without.leaving)]),
            },
            total: Rho::millionths(signed.total.into()),
        };
        of(claim).follows(&of(known))
    }
}

/// The most that is drawn in any order, and how many states there are.
fn explore(without: Without, besides: Besides) -> (u32, usize) {
    let digests = Digests {
        seeds: (0..MOST).map(|id| Digest::of(&[id])).collect(),
        sets: [Digest::of(b"first"), Digest::of(b"second")],
    };
    let begin = World::new();
    let (mut known, mut queue) = (HashSet::from([begin.packed()]), VecDeque::from([begin]));
    let mut most = 0;
    while let Some(world) = queue.pop_front() {
        most = most.max(world.draws());
        if most > u32::from(CAP) {
            break;
        }
        for next in world.next(&digests, without, besides) {
            if known.insert(next.packed()) {
                queue.push_back(next);
            }
        }
    }
    (most, known.len())
}

#[test]
#[ignore = "slow lane: millions of states"]
fn nobody_draws_more_than_a_lifetime_allows() {
    for besides in [Besides::Upgrade, Besides::Change] {
        let (most, states) = explore(Without::default(), besides);
        println!("{states} states, {most} draws at most");
        assert_eq!(most, u32::from(CAP));
    }
}

/// Each rule is needed.
#[test]
#[ignore = "slow lane: millions of states"]
fn without_any_of_the_rules_more_is_drawn() {
    for (name, without, besides) in [
        ("majority", Without { majority: true, ..Without::default() }, Besides::Upgrade),
        ("memory", Without { memory: true, ..Without::default() }, Besides::Upgrade),
        ("leaving", Without { leaving: true, ..Without::default() }, Besides::Change),
        ("one program", Without { purpose: true, ..Without::default() }, Besides::Upgrade),
    ] {
        let (most, states) = explore(without, besides);
        println!("without {name}: {most} draws within {states} states");
        assert!(most > u32::from(CAP), "{name}");
    }
}
