//! The states that a loss of power may leave, at every moment of a history.

use std::collections::HashMap;
use std::ops::Range;

use super::history::{Change, History};
use super::model::{Counts, Disk, Keep};

/// Of up to so many changes that are under way, all subsets are tried.
const ALL_SUBSETS_OF: usize = 6;

/// Of more, so many drawn by lot.
const DRAWN: u64 = 6;

/// Of more, how many of the newest are looked at one by one.
const NEWEST: usize = 8;

/// One state: when the power went, and what the disk kept of what was under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    /// The latest moment at which this can be: then most was promised.
    pub(crate) moment: usize,
    /// Which of the patterns at that moment.
    pattern: usize,
    /// One of those that lose or keep everything of a kind.
    plain: bool,
}

impl State {
    /// What the disk keeps, when it has been brought to this moment.
    pub(crate) fn kept(&self, history: &History, disk: &Disk<'_>) -> Vec<Keep> {
        patterns(&shapes(history, disk), self.moment).swap_remove(self.pattern).1
    }
}

/// All states of a history, each once, by moment; of more than `most` some of both kinds, spread over the whole history.
pub(crate) fn all(history: &History, counts: &Counts<'_>, most: usize) -> Vec<State> {
    let mut disk = Disk::new(history, counts);
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut states: Vec<State> = Vec::new();
    for moment in spread(moments(history), most) {
        disk.advance(moment);
        for (pattern, (plain, kept)) in patterns(&shapes(history, &disk), moment).into_iter().enumerate() {
            let identity = disk.identity(&kept);
            match places.get(&identity) {
                // The same changes later, when more may have been promised.
                Some(place) => {
                    states[*place] = State { moment, pattern, plain: plain || states[*place].plain }
                }
                None => {
                    places.insert(identity, states.len());
                    states.push(State { moment, pattern, plain });
                }
            }
        }
    }
    let (plain, mixed): (Vec<_>, Vec<_>) = states.into_iter().partition(|state| state.plain);
    let few = plain.len().min((most / 2).max(most.saturating_sub(mixed.len())));
    let mut chosen = spread(plain, few);
    chosen.extend(spread(mixed, most - chosen.len()));
    chosen.sort_by_key(|state| state.moment);
    chosen
}

fn shapes(history: &History, disk: &Disk<'_>) -> Vec<Shape> {
    disk.pending.iter().map(|op| Shape::of(&history.ops[*op].change)).collect()
}

/// After each begin and each end of a change, a sync and a sending.
fn moments(history: &History) -> Vec<usize> {
    let ops = history.ops.iter().flat_map(|op| [op.begin, op.end]);
    let syncs = history.syncs.iter().flat_map(|sync| [sync.begin, sync.end]);
    let sent = history.sent.iter().map(|(begin, _)| *begin);
    let mut moments: Vec<usize> = ops.chain(syncs).chain(sent).map(|line| line + 1).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// At most so many of them, evenly.
fn spread<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let count = all.len();
    let numbered = all.into_iter().enumerate();
    numbered
        .filter(|(n, _)| count <= most || (n + 1) * most / count > n * most / count)
        .map(|(_, one)| one)
        .collect()
}

/// What matters of a change for what may become of it.
enum Shape {
    Names,
    /// A write at a place, of so many bytes.
    Write(usize, usize),
    Length,
}

impl Shape {
    fn of(change: &Change) -> Self {
        match change {
            Change::Names(_) => Self::Names,
            Change::Write { at, bytes } => Self::Write(usize::try_from(*at).unwrap_or(0), bytes.len()),
            Change::Length(_) => Self::Length,
        }
    }

    fn is_name(&self) -> bool {
        matches!(self, Self::Names)
    }
}

/// What the disk may keep; whether it is a plain one.
fn patterns(shapes: &[Shape], moment: usize) -> Vec<(bool, Vec<Keep>)> {
    let by = |keep: &dyn Fn(usize, &Shape) -> Keep| -> Vec<Keep> {
        shapes.iter().enumerate().map(|(n, shape)| keep(n, shape)).collect()
    };
    let when = |yes: bool| if yes { Keep::All } else { Keep::Nothing };
    let mut found = vec![(true, by(&|_, _| Keep::Nothing)), (true, by(&|_, _| Keep::All))];
    if shapes.len() > 1 {
        found.push((true, by(&|_, shape| when(shape.is_name()))));
        found.push((true, by(&|_, shape| when(!shape.is_name()))));
    }
    if shapes.iter().any(|shape| matches!(shape, Shape::Write(..))) {
        found.push((
            true,
            by(&|_, shape| if matches!(shape, Shape::Write(..)) { Keep::Length } else { Keep::All }),
        ));
    }
    if shapes.len() <= ALL_SUBSETS_OF {
        for subset in 0..1_u32 << shapes.len() {
            found.push((false, by(&|n, _| when(subset >> n & 1 == 1))));
        }
    } else {
        for one in looked_at(shapes.len()) {
            found.push((false, by(&|n, _| when(n == one))));
            found.push((false, by(&|n, _| when(n != one))));
            found.push((false, by(&|n, _| when(n <= one))));
            // The names are there, and of the bytes only these, or all but these.
            found.push((false, by(&|n, shape| when(n == one || shape.is_name()))));
            found.push((false, by(&|n, shape| when(n != one && !shape.is_name()))));
        }
    }
    for number in looked_at(shapes.len()) {
        let Shape::Write(at, length) = &shapes[number] else { continue };
        for torn in torn(*at, *length) {
            // With everything else, with what came before, with the names only.
            found.push((false, by(&|n, _| if n == number { torn.clone() } else { Keep::All })));
            found.push((false, by(&|n, _| if n == number { torn.clone() } else { when(n < number) })));
            found.push((
                false,
                by(&|n, shape| if n == number { torn.clone() } else { when(shape.is_name()) }),
            ));
        }
    }
    for draw in 0..DRAWN {
        let seed = u64::try_from(moment).unwrap_or(0).wrapping_mul(31).wrapping_add(draw);
        let mut lot = fastrand::Rng::with_seed(seed);
        let block = if draw % 2 == 0 { 512 } else { 4096 };
        found.push((false, shapes.iter().map(|shape| drawn(shape, block, &mut lot)).collect()));
    }
    found
}

/// Of many changes under way the oldest and the newest: each is among the newest once.
fn looked_at(count: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |n| *n < 2 || n + NEWEST >= count)
}

/// A write cut at borders of the file: its beginning, its end, every second block.
fn torn(at: usize, length: usize) -> Vec<Keep> {
    let one = |part: Range<usize>| Keep::Parts(std::iter::once(part).collect());
    let mut found = Vec::new();
    for block in [512, 4096] {
        let blocks = blocks(at, length, block);
        let [first, .., last] = blocks.as_slice() else { continue };
        let middle = blocks[blocks.len() / 2].start;
        for cut in [first.end, middle, last.start] {
            found.push(one(0..cut));
            found.push(one(cut..length));
        }
        found.push(Keep::Parts(blocks.iter().step_by(2).cloned().collect()));
        found.push(Keep::Parts(blocks.iter().skip(1).step_by(2).cloned().collect()));
    }
    found.dedup();
    found
}

/// The blocks of the file that a write touches, as ranges of its bytes.
fn blocks(at: usize, length: usize, block: usize) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while from < length {
        let to = ((at + from) / block + 1) * block - at;
        found.push(from..to.min(length));
        from = to;
    }
    found
}

fn drawn(shape: &Shape, block: usize, lot: &mut fastrand::Rng) -> Keep {
    match (lot.u8(0..6), shape) {
        (0 | 1, _) => Keep::Nothing,
        (2, Shape::Write(..)) => Keep::Length,
        (3 | 4, Shape::Write(at, length)) => {
            Keep::Parts(blocks(*at, *length, block).into_iter().filter(|_| lot.bool()).collect())
        }
        _ => Keep::All,
    }
}
