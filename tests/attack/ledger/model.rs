//! All that can happen to a node of class `private`, its copies and its witnesses, step by step.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

use archipel::audit::{Claim, Purpose, is_enough};
use archipel::model::{Digest, EditionId, Rho};

/// Witnesses: three are the set that a node begins with, the last three the one that it may go over to. Who names others for a log
/// that is begun anew begins at nothing: no rule of nodes holds that off, and it isn't here.
const SETS: [[usize; 3]; 2] = [[0, 1, 2], [1, 2, 3]];
const WITNESSES: usize = 4;
/// Reservations that a node has at a time, at most; and those that anything here can be about, and a new one.
const SLOTS: usize = 2;
const POOL: usize = 2 * SLOTS + WITNESSES + 1;
/// The largest lifetime, in reservations.
const MOST: usize = 2;

/// How much is explored.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    /// Reservations that a lifetime allows, and that a node has open at a time.
    pub lifetime: u8,
    pub at_once: usize,
    /// Whether the member goes over to other witnesses; begins another log; loads other records or another program; takes back what
    /// it has reserved.
    pub change: bool,
    pub anew: bool,
    pub upgrade: bool,
    pub cancel: bool,
}

/// What is given up of the rules.
#[derive(Clone, Copy, Default)]
pub(crate) struct Without {
    /// One witness is enough.
    pub majority: bool,
    /// A witness forgets what was spent when an officer lets it forget a log.
    pub memory: bool,
    /// Witnesses that a member has left go on signing.
    pub leaving: bool,
    /// A reservation is drawn anew by another program, or of other records.
    pub purpose: bool,
    /// Secrets are made when they are needed: what witnesses sign says nothing of them.
    pub commitment: bool,
    /// What is taken back before it is drawn is given back, and witnesses go along.
    pub refund: bool,
}

/// What can happen; slots by their number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// The node's folder is copied.
    Snapshot,
    /// The copy goes on, beside the node or in its place.
    Swap,
    /// The node stops at any moment, and starts.
    Crash,
    /// Other records, or another program.
    Upgrade,
    /// The officer names other witnesses.
    Leave,
    /// The old log is gone: witnesses were made to forget it, and another one begins.
    Anew,
    /// A secret is stored.
    Seed(usize),
    /// It is committed to: from here on it counts.
    Record(usize),
    /// A witness is asked to sign a reservation, or a change of witnesses, and does.
    Sign(usize, Option<usize>),
    /// It doesn't, as it knows something else that the node has lost; the node makes up for it.
    MakeUp(usize),
    /// The same of what another log of the member had spent: more than half of the witnesses know.
    MakeUpForAnother,
    /// Enough witnesses have signed: it is drawn and recorded as spent, or burnt.
    Spend(usize),
    /// It answers.
    Answer(usize),
    /// The officer takes it back.
    Cancel(usize),
    /// The other witnesses are those that count.
    HandOver,
    /// A witness forgets all.
    Forget(usize),
}

impl Event {
    /// Its word alone.
    pub(crate) fn kind(self) -> String {
        format!("{self:?}").split('(').next().unwrap_or_default().to_owned()
    }
}

/// A reservation of a node, as far as it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slot {
    Empty,
    /// There is a secret, and no record of it: what starts anew makes another one.
    Seeded(usize),
    /// Recorded, with the total that it came to, and for which program.
    Open(usize, u8, bool),
    /// Drawn and recorded as spent.
    Spent(usize, bool),
}

impl Slot {
    pub(crate) fn id(&self) -> Option<usize> {
        match *self {
            Self::Empty => None,
            Self::Seeded(id) | Self::Open(id, ..) | Self::Spent(id, _) => Some(id),
        }
    }

    fn rename(&mut self, names: &mut impl FnMut(usize) -> usize) {
        match self {
            Self::Empty => {}
            Self::Seeded(id) | Self::Open(id, ..) | Self::Spent(id, _) => *id = names(*id),
        }
    }

    /// How far it is; what is empty comes last.
    fn stage(&self) -> (u8, u8, bool) {
        match *self {
            Self::Seeded(_) => (0, 0, false),
            Self::Open(_, total, by) => (1, total, by),
            Self::Spent(_, by) => (2, 0, by),
            Self::Empty => (3, 0, false),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Open(..))
    }

    /// What stays when the node stops.
    fn restarted(&mut self) {
        if let Self::Seeded(_) = self {
            *self = Self::Empty;
        }
    }
}

/// A copy of a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub total: u8,
    pub slots: [Slot; SLOTS],
    /// The witnesses that it goes by, and whether others wait for these to know.
    pub set: usize,
    pub leaving: bool,
    program: bool,
}

impl Node {
    const NEW: Self = Self { total: 0, slots: [Slot::Empty; SLOTS], set: 0, leaving: false, program: false };
}

/// What a witness has signed last.
#[derive(Clone, Copy, Debug)]
struct Signed {
    /// The reservation; nothing for a change of witnesses.
    draw: Option<usize>,
    total: u8,
    set: usize,
    /// Whether the log of the node, and of its copy, signed it.
    own: [bool; 2],
}

/// What there is about a reservation besides.
#[derive(Clone, Copy, Debug, Default)]
struct Reservation {
    /// Whether the log of the node, and of its copy, has it.
    known: [bool; 2],
    /// Who has signed it: whoever has the signatures can bring them at any time.
    lines: u8,
    /// Whether it answered, as drawn by each program.
    answered: [bool; 2],
}

/// Everything, the past forgotten that nothing hangs on: so a world can go on for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// The node that acts, and a copy of it.
    pub nodes: [Node; 2],
    /// Whether both write one log, or had one.
    one_log: bool,
    witnesses: [Option<Signed>; WITNESSES],
    reservations: [Reservation; POOL],
    /// Who has signed the change of witnesses, by the total that goes with it.
    change: [u8; MOST + 1],
    /// Sets of figures that were told.
    pub draws: u8,
}

/// Bits of a number that fill up.
struct Bits(u128, u32);

impl Bits {
    /// Adds values, each as wide as is said.
    fn put<const N: usize>(&mut self, values: [(usize, u32); N]) {
        for (value, bits) in values {
            self.1 += bits;
            assert!(value < 1 << bits && self.1 <= 128, "it fits");
            self.0 = self.0 << bits | value as u128;
        }
    }
}

/// What hangs together with a node in a state.
type Links = (Vec<(u8, u8, bool)>, [bool; WITNESSES], [bool; 2], [bool; 2], u8);

impl World {
    pub(crate) const NEW: Self = Self {
        nodes: [Node::NEW; 2],
        one_log: true,
        witnesses: [None; WITNESSES],
        reservations: [Reservation { known: [false; 2], lines: 0, answered: [false; 2] }; POOL],
        change: [0; MOST + 1],
        draws: 0,
    };

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.nodes.iter().flat_map(|node| &node.slots)
    }

    /// The same with witnesses in another order, slots by how far they are, and reservations numbered as they come; in one number,
    /// which no two that differ have. What can't matter any more is left out.
    fn renamed(&self, order: [usize; WITNESSES]) -> (u128, Self) {
        let mut world = *self;
        for (witness, &place) in order.iter().enumerate() {
            world.witnesses[place] = self.witnesses[witness];
        }
        let lines = |lines: u8| match lines.count_ones() {
            // Enough is enough.
            2.. => 0b1111,
            _ => order.iter().enumerate().filter(|(w, _)| lines >> w & 1 == 1).fold(0, |sum, (_, to)| sum | 1 << to),
        };
        world.change = world.change.map(|own| lines(own) & 0b111);
        let mut names = [POOL; POOL];
        let mut next = 0;
        let mut name = |id: usize| {
            if names[id] == POOL {
                (names[id], next) = (next, next + 1);
            }
            names[id]
        };
        let by_name = world;
        for node in &mut world.nodes {
            let [one, other] = node.slots;
            let links = |slot: Slot| slot.id().map(|id| by_name.links(id));
            if one.stage() > other.stage() || one.stage() == other.stage() && links(one) > links(other) {
                node.slots.swap(0, 1);
            }
            node.slots.iter_mut().for_each(|slot| slot.rename(&mut name));
        }
        let live = world.slots().filter_map(Slot::id).map(|id| id + 1).max().unwrap_or(0);
        for signed in world.witnesses.iter_mut().flatten() {
            // Whose log it was matters to who hasn't got it.
            signed.own = [0, 1].map(|node| signed.own[node] && !self.has(node, signed));
            signed.draw = signed.draw.map(&mut name);
        }
        world.reservations = Self::NEW.reservations;
        for (id, &name) in names.iter().enumerate().filter(|(_, name)| **name < POOL) {
            let Reservation { known, lines: own, answered } = self.reservations[id];
            world.reservations[name] = match name < live {
                true => Reservation { known, lines: lines(own), answered },
                false => Reservation { known, ..Reservation::default() },
            };
        }
        (world.packed(), world)
    }

    /// Where a reservation stands, and what there is about it.
    fn links(&self, id: usize) -> Links {
        let stages = self.slots().filter(|slot| slot.id() == Some(id)).map(Slot::stage).collect();
        let last = self.witnesses.map(|signed| signed.is_some_and(|signed| signed.draw == Some(id)));
        let Reservation { known, answered, lines } = self.reservations[id];
        (stages, last, known, answered, lines)
    }

    fn packed(&self) -> u128 {
        let mut bits = Bits(0, 0);
        for node in &self.nodes {
            bits.put([(node.total.into(), 2)]);
            for slot in &node.slots {
                let (kind, id, total, by) = match *slot {
                    Slot::Empty => (0, 0, 0, false),
                    Slot::Seeded(id) => (1, id, 0, false),
                    Slot::Open(id, total, by) => (2, id, total, by),
                    Slot::Spent(id, by) => (3, id, 0, by),
                };
                bits.put([(kind, 2), (id, 2), (total.into(), 2), (by.into(), 1)]);
            }
            bits.put([node.set, node.leaving.into(), node.program.into()].map(|value| (value, 1)));
        }
        bits.put([(self.one_log.into(), 1)]);
        for signed in &self.witnesses {
            let what = signed.map_or(POOL + 1, |signed| signed.draw.unwrap_or(POOL));
            let (total, set, own) = signed.map_or((0, 0, [false; 2]), |signed| (signed.total, signed.set, signed.own));
            bits.put([(what, 4), (total.into(), 2), (set, 1)]);
            bits.put(own.map(|own| (own.into(), 1)));
        }
        for (id, reservation) in self.reservations.iter().enumerate().take(POOL - 1) {
            bits.put(reservation.known.map(|known| (known.into(), 1)));
            if id < 2 * SLOTS {
                bits.put([(reservation.lines.into(), 4)]);
                bits.put(reservation.answered.map(|answered| (answered.into(), 1)));
            }
        }
        bits.put(self.change.map(|lines| (lines.into(), 3)));
        bits.put([(self.draws.into(), 2)]);
        bits.0
    }

    /// Of all worlds that differ by names alone, always the same one.
    fn canonical(&self, scope: Scope) -> (u128, Self) {
        const ORDERS: [[usize; WITNESSES]; 6] =
            [[0, 1, 2, 3], [0, 2, 1, 3], [1, 0, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3], [2, 1, 0, 3]];
        // Who goes over to others tells the first of three from the rest.
        let orders = if scope.change { &ORDERS[..2] } else { &ORDERS };
        let all = orders.iter().map(|order| self.renamed(*order));
        all.min_by_key(|(packed, _)| *packed).unwrap_or_else(|| self.renamed(ORDERS[0]))
    }

    /// A number that no reservation has about which anything is known.
    fn free(&self) -> usize {
        let used: Vec<usize> = self.slots().filter_map(Slot::id).chain(self.signed_draws()).collect();
        (0..POOL).find(|id| !used.contains(id)).unwrap_or_default()
    }

    fn signed_draws(&self) -> impl Iterator<Item = usize> {
        self.witnesses.iter().flatten().filter_map(|signed| signed.draw)
    }

    /// Whether the log of a node has what a witness has signed, or would lose nothing with it.
    fn has(&self, node: usize, signed: &Signed) -> bool {
        let Node { set, leaving, .. } = self.nodes[node];
        signed.total == 0 || signed.draw.map_or(set == 1 || leaving, |id| self.reservations[id].known[node])
    }

    /// All that can happen next.
    pub(crate) fn next(&self, scope: Scope, without: Without, rules: &Rules) -> Vec<(Event, Self)> {
        let node = self.nodes[0];
        let mut next = Next { world: self, found: Vec::new() };
        next.put(Event::Snapshot, |world| {
            world.nodes[1] = node;
            world.nodes[1].slots.iter_mut().for_each(Slot::restarted);
            world.reservations.iter_mut().for_each(|own| own.known[1] = own.known[0]);
            world.witnesses.iter_mut().flatten().for_each(|signed| signed.own[1] = signed.own[0]);
            world.one_log = true;
        });
        next.put(Event::Swap, |world| {
            world.nodes.swap(0, 1);
            world.reservations.iter_mut().for_each(|own| own.known.swap(0, 1));
            world.witnesses.iter_mut().flatten().for_each(|signed| signed.own.swap(0, 1));
        });
        next.put(Event::Crash, |world| world.nodes[0].slots.iter_mut().for_each(Slot::restarted));
        if scope.upgrade && !node.program {
            next.put(Event::Upgrade, |world| {
                world.nodes[0].slots.iter_mut().for_each(Slot::restarted);
                world.nodes[0].program = true;
            });
        }
        if scope.change && node.set == 0 && !node.leaving {
            next.put(Event::Leave, |world| world.nodes[0].leaving = true);
        }
        if scope.anew {
            next.put(Event::Anew, |world| {
                world.nodes[0] = Node { program: node.program, ..Node::NEW };
                world.reservations.iter_mut().for_each(|own| own.known[0] = false);
                world.witnesses.iter_mut().flatten().for_each(|signed| signed.own[0] = false);
                world.one_log = false;
            });
        }
        (0..scope.at_once).for_each(|place| self.go_on(place, scope, without, rules, &mut next));
        // The witnesses wait until nothing is open: what is counted then is what was drawn.
        if node.leaving && !node.slots.iter().any(Slot::is_open) {
            self.ask(None, node.total, rules, &mut next);
            if without.enough(self.change[usize::from(node.total)], 0) {
                next.put(Event::HandOver, |world| (world.nodes[0].set, world.nodes[0].leaving) = (1, false));
            }
        }
        if without.memory {
            (0..WITNESSES).for_each(|witness| {
                next.put(Event::Forget(witness), |world| world.witnesses[witness] = None);
            });
        }
        next.found
    }

    /// What can come of one slot.
    fn go_on(&self, place: usize, scope: Scope, without: Without, rules: &Rules, next: &mut Next<'_>) {
        let node = self.nodes[0];
        let set = move |world: &mut Self, slot: Slot| world.nodes[0].slots[place] = slot;
        match node.slots[place] {
            Slot::Empty
                if node.total < scope.lifetime && node.slots[..place].iter().all(|slot| *slot != Slot::Empty) =>
            {
                let id = self.free();
                next.put(Event::Seed(place), |world| {
                    world.reservations[id] = Reservation::default();
                    set(world, Slot::Seeded(id));
                });
            }
            Slot::Empty => {}
            Slot::Seeded(id) if node.total < scope.lifetime => next.put(Event::Record(place), |world| {
                world.nodes[0].total += 1;
                world.reservations[id].known[0] = true;
                set(world, Slot::Open(id, node.total + 1, node.program));
            }),
            // There is no room for it any more.
            Slot::Seeded(_) => {}
            Slot::Open(id, total, by) => {
                if scope.cancel || without.refund {
                    next.put(Event::Cancel(place), |world| {
                        set(world, Slot::Empty);
                        if without.refund {
                            world.nodes[0].total = node.total.saturating_sub(1);
                            let about = world.witnesses.iter_mut().flatten().filter(|signed| signed.draw == Some(id));
                            about.for_each(|signed| signed.total = signed.total.saturating_sub(1));
                        }
                    });
                }
                self.ask(Some(place), total, rules, next);
                if without.enough(self.reservations[id].lines, node.set) {
                    next.put(Event::Spend(place), |world| {
                        let id = if without.commitment { world.drawn_without_commitment() } else { id };
                        // Its secret was for one program.
                        let drawn = without.purpose || node.program == by;
                        set(world, if drawn { Slot::Spent(id, node.program) } else { Slot::Empty });
                        world.give_up_overtaken(total, without);
                    });
                }
            }
            // Whatever stops it in between, it goes on from what was drawn; it may be taken back first.
            Slot::Spent(id, by) => {
                next.put(Event::Answer(place), |world| {
                    set(world, Slot::Empty);
                    let answered = &mut world.reservations[id].answered[usize::from(by)];
                    world.draws += u8::from(!*answered);
                    *answered = true;
                });
            }
        }
    }

    fn drawn_without_commitment(&mut self) -> usize {
        let id = self.free();
        self.reservations[id] = Reservation { known: [true, false], ..Reservation::default() };
        id
    }

    /// Lower totals that too few have signed are signed no more.
    fn give_up_overtaken(&mut self, total: u8, without: Without) {
        let set = self.nodes[0].set;
        for place in 0..SLOTS {
            if let Slot::Open(id, own, _) = self.nodes[0].slots[place]
                && own < total
                && !without.enough(self.reservations[id].lines, set)
            {
                self.nodes[0].slots[place] = Slot::Empty;
            }
        }
    }

    /// What comes of asking each witness about a slot, or a change.
    fn ask(&self, place: Option<usize>, total: u8, rules: &Rules, next: &mut Next<'_>) {
        let node = self.nodes[0];
        let draw = place.and_then(|place| node.slots[place].id());
        let claim = Signed { draw, total, set: node.set, own: [true, self.one_log] };
        let mut strange = Vec::new();
        for &witness in &SETS[node.set] {
            match self.witnesses[witness].filter(|known| !rules.follows(claim, *known)) {
                None => next.put(Event::Sign(witness, place), |world| {
                    world.witnesses[witness] = Some(claim);
                    let lines = match draw {
                        Some(id) => &mut world.reservations[id].lines,
                        None => &mut world.change[usize::from(total)],
                    };
                    *lines |= 1 << witness;
                }),
                // It says what it knows.
                Some(known) if self.has(0, &known) => {}
                Some(known) if known.own[0] => next.put(Event::MakeUp(witness), |world| world.make_up(known.total)),
                Some(known) => strange.push(known.total),
            }
        }
        if is_enough(strange.len(), SETS[0].len()) {
            let least = strange.into_iter().min().unwrap_or_default();
            next.put(Event::MakeUpForAnother, |world| world.make_up(least));
        }
    }

    /// What was spent counts, and what is reserved without counting it can't be drawn any more.
    fn make_up(&mut self, total: u8) {
        let node = &mut self.nodes[0];
        node.total = node.total.max(total);
        let lost = |slot: &&mut Slot| matches!(slot, Slot::Open(_, own, _) if *own < total + 1);
        node.slots.iter_mut().filter(lost).for_each(|slot| *slot = Slot::Empty);
    }
}

/// What may come of a world.
struct Next<'w> {
    world: &'w World,
    found: Vec<(Event, World)>,
}

impl Next<'_> {
    fn put(&mut self, event: Event, change: impl FnOnce(&mut World)) {
        let mut world = *self.world;
        change(&mut world);
        self.found.push((event, world));
    }
}

impl Without {
    /// Whether those of a set who have signed are enough, as the product decides it.
    fn enough(self, lines: u8, set: usize) -> bool {
        let signed = SETS[set].iter().filter(|witness| lines >> **witness & 1 == 1).count();
        if self.majority { signed > 0 } else { is_enough(signed, SETS[set].len()) }
    }
}

/// What the product lets a witness sign after what, for all pairs of claims.
pub(crate) struct Rules(Vec<bool>);

impl Rules {
    const PAIRS: usize = 1 << 9;

    pub(crate) fn new(without: Without) -> Self {
        // Where all have one name, nobody knows of a member that it has left them.
        let second: &[u8] = if without.leaving { b"first" } else { b"second" };
        let sets = [Digest::of(b"first"), Digest::of(second)];
        let claim = |draw: Option<&[u8]>, total: usize, set: usize| Claim {
            log: "isles/north/audit".to_owned(),
            witnesses: sets[set],
            purpose: match draw.map(Digest::of) {
                Some(seed) => Purpose::Draw(EditionId::new(seed), seed, Rho::millionths(1)),
                None => Purpose::Witnesses(sets[1]),
            },
            total: Rho::millionths(total as u64),
        };
        let follows = |pair: usize| {
            let is = |bit: usize| pair >> bit & 1 == 1;
            let other: &[u8] = if is(2) { b"own" } else { b"other" };
            let own = claim(is(0).then_some(b"own"), pair >> 3 & 3, pair >> 7 & 1);
            own.follows(&claim(is(1).then_some(other), pair >> 5 & 3, pair >> 8 & 1))
        };
        Self((0..Self::PAIRS).map(follows).collect())
    }

    fn follows(&self, claim: Signed, known: Signed) -> bool {
        let [draw, known_draw] = [claim, known].map(|signed| usize::from(signed.draw.is_some()));
        let same = usize::from(claim.draw == known.draw);
        let totals = usize::from(claim.total) | usize::from(known.total) << 2;
        self.0[draw | known_draw << 1 | same << 2 | totals << 3 | claim.set << 7 | known.set << 8]
    }
}

/// What was found.
#[allow(dead_code, reason = "who follows a path needs the path alone")]
pub(crate) struct Explored {
    /// Sets of figures that were told, at most.
    pub most: u8,
    pub states: usize,
    /// How each kind of event comes last that it leads to a world that nothing before has led to. With the worlds.
    pub longest: BTreeMap<String, Vec<(Event, World)>>,
}

/// Goes on until nothing new comes, or more was told than a lifetime allows.
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

/// A path whose events name witnesses and slots as they were named anew at each step, with names that stay.
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
