//! The spelling of numbers, base64 and hexadecimal, and the lines every text file is made of.
//!
//! One value has one spelling, so that what parses can be written back to identical bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The largest number the format knows: 2^53 − 1, which every JSON reader holds exactly.
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// The most bytes a file of lines may have (section 7): 1 MiB.
pub const MAX_LINES_FILE: usize = 1 << 20;

/// What is wrong with the spelling of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Fault {
    /// More bytes than the format allows.
    #[error("is longer than the format allows")]
    TooLong,
    /// The last byte is not LF.
    #[error("does not end with a line feed")]
    NoFinalNewline,
    /// A byte that may not occur: CR, another control character, or outside the allowed set.
    #[error("contains a byte that is not allowed")]
    Bytes,
    /// A blank line, or a leading, trailing or double space.
    #[error("contains a blank line or a superfluous space")]
    Spaces,
    /// A line is missing, doubled, out of order or unknown.
    #[error("a line is missing, doubled, out of order or unknown")]
    Lines,
    /// Not a decimal number without sign or leading zeros, at most 2^53 − 1.
    #[error("a number is not in its one form")]
    Number,
    /// Not padded, canonical base64 of the expected length.
    #[error("base64 is not in its one form")]
    Base64,
    /// A value that its rule does not allow; the word names the line.
    #[error("the value of `{0}` is not allowed")]
    Value(&'static str),
}

/// Why bytes are not a text of this format, and on which line (counted from 1; 0 where the whole text is meant).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The bytes break a rule: *klopt niet*.
    #[error("line {line}: {fault}")]
    Malformed {
        /// The line, counted from 1; 0 where no single line is to blame.
        line: usize,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A well-formed first line `openboek/<word>/v<n>` that this version does not know: *niet te controleren*.
    #[error("`{kind}` is an entry kind of a later version")]
    UnknownKind {
        /// The first line.
        kind: String,
    },
}

impl FormatError {
    /// A [`FormatError::Malformed`] for one line.
    pub(crate) fn at(line: usize, fault: Fault) -> Self {
        Self::Malformed { line, fault }
    }
}

/// Parses a decimal number in its one form: no sign, no leading zeros, at most [`MAX_NUMBER`].
#[must_use]
pub fn parse_number(text: &str) -> Option<u64> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > 16 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if digits.len() > 1 && digits.first() == Some(&b'0') {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_NUMBER)
}

/// Decodes padded, canonical base64 (RFC 4648 section 4); anything else is `None`.
#[must_use]
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Decodes canonical base64 of exactly `N` bytes.
#[must_use]
pub fn decode_base64_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode_base64(text)?.try_into().ok()
}

/// Encodes bytes as padded base64.
#[must_use]
pub fn encode_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes exactly `N` bytes of lower-case hexadecimal.
#[must_use]
pub fn decode_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_digit(*pair.first()?)? << 4 | hex_digit(*pair.last()?)?;
    }
    Some(bytes)
}

/// The value of one lower-case hexadecimal digit.
fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Appends bytes as lower-case hexadecimal.
pub fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        out.push(HEX[usize::from(byte >> 4)]);
        out.push(HEX[usize::from(byte & 15)]);
    }
}

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/// Whether a name is kebab-case: lower-case words of letters and digits joined by single hyphens, the first of which begins
/// with a letter; at most 64 bytes.
#[must_use]
pub fn is_kebab_case(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// Splits a file of lines: UTF-8, LF after every line, no control characters (tabs only where `tabs` is set), at most
/// [`MAX_LINES_FILE`] bytes. An empty file has no lines.
///
/// # Errors
///
/// [`FormatError::Malformed`] with the fault and its line.
pub fn file_lines(bytes: &[u8], tabs: bool) -> Result<Vec<&str>, FormatError> {
    if bytes.len() > MAX_LINES_FILE {
        return Err(FormatError::at(0, Fault::TooLong));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FormatError::at(0, Fault::Bytes))?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let forbidden = |letter: char| letter.is_control() && !(tabs && letter == '\t');
    if let Some(line) = lines.iter().position(|line| line.contains(forbidden)) {
        return Err(FormatError::at(line + 1, Fault::Bytes));
    }
    match lines.split_last() {
        Some((&"", lines)) => Ok(lines.to_vec()),
        _ => Err(FormatError::at(lines.len(), Fault::NoFinalNewline)),
    }
}

/// The lines of one text, read from the top: each line is a keyword, a space and a value.
pub(crate) struct Fields<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Fields<'a> {
    /// Reads `lines`, of which the first `skip` are already dealt with.
    pub(crate) fn new(lines: Vec<&'a str>, skip: usize) -> Self {
        Self { lines, next: skip }
    }

    /// The value of the next line if its keyword is `key`.
    pub(crate) fn optional(&mut self, key: &str) -> Option<&'a str> {
        let value = self.lines.get(self.next)?.strip_prefix(key)?;
        let value = value.strip_prefix(' ')?;
        self.next += 1;
        Some(value)
    }

    /// The value of the next line, whose keyword must be `key`.
    pub(crate) fn required(&mut self, key: &str) -> Result<&'a str, FormatError> {
        self.optional(key).ok_or(FormatError::at(self.next + 1, Fault::Lines))
    }

    /// The error for the line that was read last.
    pub(crate) fn fault(&self, fault: Fault) -> FormatError {
        FormatError::at(self.next, fault)
    }

    /// The number that is the whole value of the line read last.
    pub(crate) fn number(&self, value: &str) -> Result<u64, FormatError> {
        parse_number(value).ok_or(self.fault(Fault::Number))
    }

    /// The value of the next line, which must be a number.
    pub(crate) fn required_number(&mut self, key: &str) -> Result<u64, FormatError> {
        let value = self.required(key)?;
        self.number(value)
    }

    /// The value of the next line split into exactly `N` words.
    pub(crate) fn words<const N: usize>(
        &self,
        key: &'static str,
        value: &'a str,
    ) -> Result<[&'a str; N], FormatError> {
        let words: Vec<&str> = value.split(' ').collect();
        words.try_into().map_err(|_| self.fault(Fault::Value(key)))
    }

    /// Checks that no line is left.
    pub(crate) fn end(&self) -> Result<(), FormatError> {
        if self.next == self.lines.len() { Ok(()) } else { Err(FormatError::at(self.next + 1, Fault::Lines)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form() {
        assert_eq!(parse_number("0"), Some(0));
        assert_eq!(parse_number("9007199254740991"), Some(MAX_NUMBER));
        for wrong in ["", "00", "01", "+1", "-1", "1 ", "9007199254740992", "99999999999999999", "1e3"] {
            assert_eq!(parse_number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn base64_is_canonical() {
        assert_eq!(decode_base64("AA=="), Some(vec![0]));
        for wrong in ["AB==", "AA", "AA=", "AA==\n", "A", "__==", " AA=="] {
            assert_eq!(decode_base64(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hexadecimal_is_lower_case() {
        assert_eq!(decode_hex::<2>("0aff"), Some([10, 255]));
        for wrong in ["0aFF", "0af", "0aff0", "0agf"] {
            assert_eq!(decode_hex::<2>(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn kebab_case_has_no_empty_word() {
        for right in ["a", "cut-suspended", "iv3-set"] {
            assert!(is_kebab_case(right), "{right}");
        }
        for wrong in ["", "-a", "a-", "a--b", "A", "1a", "a_b", &"a".repeat(65)] {
            assert!(!is_kebab_case(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_file_of_lines_ends_with_a_line_feed() {
        assert_eq!(file_lines(b"", false), Ok(vec![]));
        assert_eq!(file_lines(b"a\n\nb\n", false), Ok(vec!["a", "", "b"]));
        assert_eq!(file_lines(b"a\nb", false), Err(FormatError::at(2, Fault::NoFinalNewline)));
        assert_eq!(file_lines(b"a\r\n", false), Err(FormatError::at(1, Fault::Bytes)));
        assert_eq!(file_lines(b"a\t\n", false), Err(FormatError::at(1, Fault::Bytes)));
        assert_eq!(file_lines(b"a\t\n", true), Ok(vec!["a\t"]));
    }
}
