//! The bytes of values. Every value is read with its lengths checked: what does not fit exactly is damaged.

use openboek_store::{RequestRecord, StoreError, StreamCode, StreamHead};

use crate::keys::LogNumber;

/// The error for a value that cannot be what was written.
pub(crate) fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(format!(
        "{what}; restore a backup with `openboek restore`, or rebuild from the static log"
    ))
}

/// Where a log stands, as kept under `h`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadRecord {
    pub(crate) size: u64,
    pub(crate) published_size: u64,
    pub(crate) has_checkpoint: bool,
}

/// Takes fixed pieces off the front of a value.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(len)?;
        self.0 = tail;
        Some(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    /// A length or count of four bytes.
    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.u32()?).ok()
    }

    /// The value, when nothing is left over.
    pub(crate) fn done<T>(self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

pub(crate) fn log_value(number: LogNumber, description: &[u8]) -> Vec<u8> {
    [&number.0.to_be_bytes(), description].concat()
}

pub(crate) fn read_log(value: &[u8]) -> Option<(LogNumber, Vec<u8>)> {
    let mut r = Reader(value);
    Some((LogNumber(r.u32()?), r.0.to_owned()))
}

pub(crate) fn group_value(number: u64) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

pub(crate) fn read_group(value: &[u8]) -> Option<u64> {
    value.try_into().ok().map(u64::from_be_bytes)
}

pub(crate) fn head_value(head: &HeadRecord) -> Vec<u8> {
    let mut value = head.size.to_be_bytes().to_vec();
    value.extend_from_slice(&head.published_size.to_be_bytes());
    value.push(u8::from(head.has_checkpoint));
    value
}

pub(crate) fn read_head(value: &[u8]) -> Option<HeadRecord> {
    let mut r = Reader(value);
    let (size, published_size) = (r.u64()?, r.u64()?);
    let has_checkpoint = match r.u8()? {
        0 => false,
        1 => true,
        _ => return None,
    };
    r.done(HeadRecord { size, published_size, has_checkpoint })
}

/// How long the value of a request is.
pub(crate) const REQUEST_BYTES: usize = 8 + 4 + 32;

pub(crate) fn request_value(record: &RequestRecord) -> Vec<u8> {
    let mut value = record.first_index.to_be_bytes().to_vec();
    value.extend_from_slice(&record.count.to_be_bytes());
    value.extend_from_slice(&record.body_digest);
    value
}

pub(crate) fn read_request(request: &[u8; 16], value: &[u8]) -> Option<RequestRecord> {
    let mut r = Reader(value);
    let (first_index, count, body_digest) = (r.u64()?, r.u32()?, r.array()?);
    r.done(RequestRecord { request: *request, first_index, count, body_digest })
}

pub(crate) fn run_value(positions: &[u64]) -> Vec<u8> {
    positions.iter().flat_map(|p| p.to_be_bytes()).collect()
}

pub(crate) fn read_run(value: &[u8]) -> Option<Vec<u64>> {
    let mut r = Reader(value);
    let mut positions = Vec::with_capacity(value.len() / 8);
    while !r.0.is_empty() {
        positions.push(r.u64()?);
    }
    // A run is never empty and its positions ascend.
    let ascending = positions.windows(2).all(|w| w[0] < w[1]);
    (ascending && !positions.is_empty()).then_some(positions)
}

pub(crate) fn stream_head_value(head: &StreamHead) -> Vec<u8> {
    let mut value = head.size.to_be_bytes().to_vec();
    value.extend(head.frontier.iter().flatten());
    value
}

pub(crate) fn read_stream_head(stream: StreamCode, value: &[u8]) -> Option<StreamHead> {
    let mut r = Reader(value);
    let size = r.u64()?;
    let mut frontier = Vec::with_capacity(r.0.len() / 32);
    while !r.0.is_empty() {
        frontier.push(r.array()?);
    }
    Some(StreamHead { stream, size, frontier })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of format 4, for ever.
    #[test]
    fn values_of_format_3_never_change() {
        assert_eq!(group_value(258), [0, 0, 0, 0, 0, 0, 1, 2]);
        let head = HeadRecord { size: 3, published_size: 2, has_checkpoint: true };
        assert_eq!(head_value(&head), [0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2, 1]);
        assert_eq!(log_value(LogNumber(5), b"d"), b"\0\0\0\x05d");
        let record = RequestRecord { request: [1; 16], first_index: 4, count: 2, body_digest: [8; 32] };
        assert_eq!(request_value(&record), [&[0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2][..], &[8; 32]].concat());
        assert_eq!(run_value(&[1, 256]), [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
        let stream_head = StreamHead { stream: StreamCode::REGION, size: 1, frontier: vec![[7; 32]] };
        assert_eq!(stream_head_value(&stream_head), [&[0, 0, 0, 0, 0, 0, 0, 1][..], &[7; 32]].concat());
    }

    #[test]
    fn values_are_read_as_written() {
        let head = HeadRecord { size: u64::MAX, published_size: 2, has_checkpoint: false };
        assert_eq!(read_head(&head_value(&head)), Some(head));
        assert_eq!(read_group(&group_value(u64::MAX)), Some(u64::MAX));
        assert_eq!(read_run(&run_value(&[3, 4, 9])), Some(vec![3, 4, 9]));
        assert_eq!(read_log(&log_value(LogNumber(5), b"d")), Some((LogNumber(5), b"d".to_vec())));
    }

    #[test]
    fn values_that_do_not_fit_are_not_read() {
        assert_eq!(read_group(&[0; 7]), None);
        assert_eq!(read_head(&[0; 16]), None);
        assert_eq!(read_head(&[2; 17]), None);
        assert_eq!(read_head(&[0; 18]), None);
        assert_eq!(read_request(&[0; 16], &[0; 43]), None);
        assert_eq!(read_request(&[0; 16], &[0; 45]), None);
        assert_eq!(read_run(&[]), None);
        assert_eq!(read_run(&[0; 12]), None);
        assert_eq!(read_run(&run_value(&[4, 4])), None);
        assert_eq!(read_stream_head(StreamCode::REGION, &[0; 9]), None);
        assert_eq!(read_log(&[0; 3]), None);
    }
}
