//! All that can happen to a node of class `private`, its copies and its witnesses, step by step.

mod explored;
mod packed;
mod rules;
mod steps;

pub(crate) use explored::explore;

/// Sets of witnesses: the first is the one that a node begins with, the second the one that it may change to. A member
/// that names other witnesses for a new log begins at nothing: no rule of nodes prevents that, and it isn't modelled
/// here.
const SETS: [[usize; 3]; 2] = [[0, 1, 2], [1, 2, 3]];

const WITNESSES: usize = 4;

/// Most reservations that a node has at a time. `POOL` is the number of all that any part of a world can name, and a
/// new one.
const SLOTS: usize = 2;

const POOL: usize = 2 * SLOTS + WITNESSES + 1;

/// The largest lifetime, in reservations.
const MOST: usize = 2;

/// Extent of the exploration.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    /// Number of reservations that a lifetime allows, and number that a node has open at a time.
    pub lifetime: u8,
    pub at_once: usize,
    /// Whether the member changes its witnesses; begins another log; loads other records or another program; withdraws
    /// what it has reserved.
    pub change: bool,
    pub anew: bool,
    pub upgrade: bool,
    pub cancel: bool,
}

/// Rules that are given up.
#[derive(Clone, Copy, Default)]
pub(crate) struct Without {
    /// One witness is enough.
    pub majority: bool,
    /// A witness forgets what was spent when an officer lets it forget a log.
    pub memory: bool,
    /// Witnesses that a member has left go on signing.
    pub leaving: bool,
    /// A reservation is drawn anew by another program, or from other records.
    pub purpose: bool,
    /// Secrets are made when they are needed: the signed claims don't commit to them.
    pub commitment: bool,
    /// The cost of a release that is withdrawn before it is drawn is given back, and witnesses agree.
    pub refund: bool,
}

/// Event that can happen; slots are given by number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// The node's folder is copied.
    Snapshot,
    /// The copy goes on, beside the node or in its place.
    Swap,
    /// The node stops at any moment, and starts.
    Crash,
    /// Other records, or another program, come.
    Upgrade,
    /// The officer names other witnesses.
    Leave,
    /// The old log is gone: witnesses were made to forget it, and another one begins.
    Anew,
    /// A secret is stored.
    Seed(usize),
    /// A record commits to it: from here on it counts.
    Record(usize),
    /// A witness is asked to sign a reservation, or a change of witnesses, and does.
    Sign(usize, Option<usize>),
    /// A witness refuses, as it knows another claim that the node has lost; the node makes up for it.
    MakeUp(usize),
    /// The node makes up for what another log of the member had spent: more than half of the witnesses know of it.
    MakeUpForAnother,
    /// Enough witnesses have signed: it is drawn and recorded as spent, or burnt.
    Spend(usize),
    /// The release answers.
    Answer(usize),
    /// The officer withdraws the release.
    Cancel(usize),
    /// The other set of witnesses holds.
    HandOver,
    /// A witness forgets everything.
    Forget(usize),
}

impl Event {
    /// Name of the event, without its numbers.
    pub(crate) fn kind(self) -> String {
        format!("{self:?}").split('(').next().unwrap_or_default().to_owned()
    }
}

/// A reservation of a node, by its state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slot {
    Empty,
    /// There is a secret, and no record of it: a restarted node makes another one.
    Seeded(usize),
    /// Recorded: its number, its total, and its program.
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

    /// Order of its state; an empty one comes last.
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

    /// Keeps only what outlives the node's process.
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
    /// Set of witnesses that holds, and whether the next set waits until this one knows of it.
    pub set: usize,
    pub leaving: bool,
    program: bool,
}

impl Node {
    const NEW: Self = Self { total: 0, slots: [Slot::Empty; SLOTS], set: 0, leaving: false, program: false };
}

/// Last claim that a witness has signed.
#[derive(Clone, Copy, Debug)]
struct Signed {
    /// The reservation; `None` for a change of witnesses.
    draw: Option<usize>,
    total: u8,
    set: usize,
    /// Whether the log of the node, and of its copy, signed it.
    own: [bool; 2],
}

/// Further state of a reservation.
#[derive(Clone, Copy, Debug, Default)]
struct Reservation {
    /// Whether the log of the node, and of its copy, has it.
    known: [bool; 2],
    /// Witnesses that have signed it. Signatures, once given, can be shown at any time.
    lines: u8,
    /// Whether it answered, as drawn by each program.
    answered: [bool; 2],
}

/// The whole state, without any past that no longer matters, so that a world can go on for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// The node that acts, and a copy of it.
    pub nodes: [Node; 2],
    /// Whether both write one log, or had one.
    one_log: bool,
    witnesses: [Option<Signed>; WITNESSES],
    reservations: [Reservation; POOL],
    /// Witnesses that have signed the change of witnesses, by the total in the claim.
    change: [u8; MOST + 1],
    /// Number of sets of figures that were told.
    pub draws: u8,
}

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
}
