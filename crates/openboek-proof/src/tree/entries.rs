//! Entry bundles (C2SP `tlog-tiles`): up to 256 entries in a file, each after its length in two bytes, big-endian.

/// Adds an entry to an entry bundle; `None`, and nothing is added, when it is longer than an entry may be (65,535 bytes).
#[must_use]
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Option<()> {
    let length = u16::try_from(entry.len()).ok()?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Some(())
}

/// Splits an entry bundle into its entries; `None` when it does not end where an entry ends.
#[must_use]
pub fn split_entries(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        let (length, rest) = bundle.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        entries.push(entry);
        bundle = rest;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_comes_apart_again() {
        let longest = vec![b'a'; 65_535];
        let entries: [&[u8]; 4] = [b"one\n", b"", &longest, b"last\n"];
        let mut bundle = Vec::new();
        for entry in entries {
            assert_eq!(push_entry(&mut bundle, entry), Some(()));
        }
        assert_eq!(split_entries(&bundle).unwrap_or_default(), entries);
        let before = bundle.len();
        assert_eq!(push_entry(&mut bundle, &vec![b'a'; 65_536]), None);
        assert_eq!(bundle.len(), before);
        for cut in [1, 3, before - 1] {
            assert_eq!(split_entries(&bundle[..cut]), None, "{cut}");
        }
    }
}
