//! Bloom filters of the runs of requests, many asked at once.
//!
//! A log of a million commands has a thousand runs, and nearly every request that is looked up is new: each of their filters would have to
//! say no. So all filters have the same number of bits, and in memory the same bit of 64 of them is one word (bit-sliced): the words of
//! the few bits where a request would be, and-ed together, leave the runs that may hold it.

/// How many bits a filter has: 16 for each request of a run as large as they become, and short enough not to be parted (see `long`).
const BITS: u32 = 32_000;
/// With 16 bits for a request and six looks, one in a thousand that is not there passes.
const LOOKS: usize = 6;
/// How many filters are asked at once.
const LANES: usize = 64;

/// Where to look for a request: from its last eight bytes, which are random in every version of UUID that has random bytes. Were they not,
/// it would only take longer.
fn places(request: &[u8; 16]) -> [usize; LOOKS] {
    let part = |from: usize| u32::from_be_bytes(std::array::from_fn(|place| request[from + place]));
    let (start, step) = (part(8), part(12) | 1);
    let mut place = start;
    std::array::from_fn(|_| {
        let found = place % BITS;
        place = place.wrapping_add(step);
        found as usize
    })
}

/// The filter of one run, as it is kept. It never says no to what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter(Vec<u8>);

impl Filter {
    pub(crate) fn of<'a>(requests: impl Iterator<Item = &'a [u8; 16]>) -> Self {
        let mut bytes = vec![0; BITS as usize / 8];
        for place in requests.flat_map(places) {
            bytes[place / 8] |= 1 << (place % 8);
        }
        Self(bytes)
    }

    /// As it was kept; `None` when it is not whole.
    pub(crate) fn read(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == BITS as usize / 8).then_some(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The filters of all runs of a log, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Filters {
    count: usize,
    /// For each [`LANES`] filters a word for each bit.
    slices: Vec<Box<[u64]>>,
}

impl Filters {
    pub(crate) fn push(&mut self, filter: &Filter) {
        let lane = self.count % LANES;
        if lane == 0 {
            self.slices.push(vec![0; BITS as usize].into_boxed_slice());
        }
        self.count += 1;
        let Some(slice) = self.slices.last_mut() else { return };
        for (words, byte) in slice.chunks_mut(8).zip(&filter.0).filter(|(_, byte)| **byte != 0) {
            for (bit, word) in words.iter_mut().enumerate() {
                *word |= u64::from(byte >> bit & 1) << lane;
            }
        }
    }

    /// Which of them may hold a request.
    pub(crate) fn may_hold(&self, request: &[u8; 16]) -> impl Iterator<Item = usize> {
        let places = places(request);
        (0..).step_by(LANES).zip(&self.slices).flat_map(move |(first, slice)| {
            let mut left = u64::MAX;
            for place in places {
                left &= slice[place];
                if left == 0 {
                    break;
                }
            }
            (0..LANES).filter(move |lane| left >> lane & 1 == 1).map(move |lane| first + lane)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(number: u64) -> [u8; 16] {
        let digest = blake3::hash(&number.to_be_bytes());
        std::array::from_fn(|place| digest.as_bytes()[place])
    }

    /// 150 runs of 2,000 requests: each finds its own, and few others.
    #[test]
    fn filters_pass_what_is_there_and_little_else() {
        let mut filters = Filters::default();
        for run in 0..150 {
            let requests: Vec<_> = (run * 2_000..(run + 1) * 2_000).map(request).collect();
            let filter = Filter::of(requests.iter());
            assert_eq!(Filter::read(filter.bytes().to_vec()), Some(filter.clone()));
            filters.push(&filter);
        }
        for number in (0..300_000).step_by(97) {
            let run = usize::try_from(number / 2_000).unwrap();
            assert!(filters.may_hold(&request(number)).any(|found| found == run), "{number}");
        }
        let others: usize = (300_000..302_000).map(|number| filters.may_hold(&request(number)).count()).sum();
        assert!(others < 600, "{others} of 300,000 looks pass");
        assert_eq!(Filters::default().may_hold(&request(1)).count(), 0);
    }

    #[test]
    fn a_filter_that_is_not_whole_is_not_read() {
        assert!(Filter::read(vec![0; 3_999]).is_none() && Filter::read(vec![0; 4_001]).is_none());
    }

    /// The bits of format 4, for ever.
    #[test]
    fn the_filter_never_changes() {
        let filter = Filter::of([request(1), request(2)].iter());
        let set: Vec<_> = (0..32_000).filter(|place| filter.0[place / 8] >> (place % 8) & 1 == 1).collect();
        assert_eq!(set, [568, 894, 1220, 2775, 9170, 9195, 12053, 15590, 21083, 21409, 21985, 28380]);
    }
}
