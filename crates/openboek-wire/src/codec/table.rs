//! Conversions as tables: where a type of the rules and its message have the same fields, one line a field says how it is read and
//! written.
//!
//! | word | field of the type | field of the message |
//! |---|---|---|
//! | `part`, `part_opt`, `parts(1..=9)` | `T`, `Option<T>`, `Vec<T>` | message of its own |
//! | `one_of` | `T` | oneof |
//! | `word`, `word_opt`, `words(1..=9)` | text, date, identifier, code | string |
//! | `sorted_words(1..=9)` | the same, ascending | strings in any order |
//! | `choice`, `choice_opt` | enumeration | its number; 0 for `None` |
//! | `year`, `number`, `flag` | `BudgetYear`, `u32`, `bool` | the same |
//!
//! After a semicolon: `own = other_cents`, an `Option<Cents>` and the field of the message with its cents.

/// Implements [`Wire`](super::reader::Wire) for types that a table describes.
macro_rules! messages {
    ($($name:ident { $($field:ident: $how:ident $(($count:expr))?,)* $(; $own:ident = $cents:ident)? })*) => {$(
        impl $crate::codec::reader::Wire for $name {
            type Message = $crate::v1::$name;

            fn read(message: &Self::Message, reader: &mut $crate::codec::reader::Reader) -> Option<Self> {
                // All fields are read before the first malformed one ends the reading.
                $(let $field = $crate::codec::table::read_field!(reader, message, $field, $how $(, $count)?);)*
                $(let $own = reader.cents_opt(stringify!($cents), message.$cents);)?
                Some(Self { $($field: $field?,)* $($own: $own?)? })
            }

            fn write(&self) -> Self::Message {
                $crate::v1::$name { $($field: $crate::codec::table::write_field!(self, $field, $how),)*
                    $($cents: self.$own.map(|cents| cents.get()))? }
            }
        }
    )*};
}

/// Reads one field of a table.
macro_rules! read_field {
    ($r:ident, $m:ident, $f:ident, part) => {
        $r.part(stringify!($f), $m.$f.as_ref())
    };
    ($r:ident, $m:ident, $f:ident, part_opt) => {
        $r.part_opt(stringify!($f), $m.$f.as_ref())
    };
    ($r:ident, $m:ident, $f:ident, parts, $count:expr) => {
        $r.parts(stringify!($f), &$m.$f, $count)
    };
    ($r:ident, $m:ident, $f:ident, one_of) => {
        $r.one_of(stringify!($f), $m.$f.as_ref())
    };
    ($r:ident, $m:ident, $f:ident, word) => {
        $r.word(stringify!($f), &$m.$f)
    };
    ($r:ident, $m:ident, $f:ident, word_opt) => {
        $r.word_opt(stringify!($f), $m.$f.as_deref())
    };
    ($r:ident, $m:ident, $f:ident, words, $count:expr) => {
        $r.words(stringify!($f), &$m.$f, $count)
    };
    ($r:ident, $m:ident, $f:ident, sorted_words, $count:expr) => {
        $r.words(stringify!($f), &$m.$f, $count).map(|mut words| {
            words.sort_unstable();
            words
        })
    };
    ($r:ident, $m:ident, $f:ident, choice) => {
        $r.choice(stringify!($f), $m.$f)
    };
    ($r:ident, $m:ident, $f:ident, choice_opt) => {
        $r.choice_opt(stringify!($f), $m.$f)
    };
    ($r:ident, $m:ident, $f:ident, year) => {
        $r.year(stringify!($f), $m.$f)
    };
    ($r:ident, $m:ident, $f:ident, number) => {
        $r.number(stringify!($f), $m.$f)
    };
    ($r:ident, $m:ident, $f:ident, flag) => {
        Some($m.$f)
    };
}

/// Writes one field of a table.
macro_rules! write_field {
    ($s:ident, $f:ident, part) => {
        Some($crate::codec::reader::Wire::write(&$s.$f))
    };
    ($s:ident, $f:ident, part_opt) => {
        $s.$f.as_ref().map($crate::codec::reader::Wire::write)
    };
    ($s:ident, $f:ident, parts) => {
        $s.$f.iter().map($crate::codec::reader::Wire::write).collect()
    };
    ($s:ident, $f:ident, one_of) => {
        Some($crate::codec::reader::Wire::write(&$s.$f))
    };
    ($s:ident, $f:ident, word) => {
        $crate::codec::reader::Word::print(&$s.$f)
    };
    ($s:ident, $f:ident, word_opt) => {
        $s.$f.as_ref().map($crate::codec::reader::Word::print)
    };
    ($s:ident, $f:ident, words) => {
        $s.$f.iter().map($crate::codec::reader::Word::print).collect()
    };
    ($s:ident, $f:ident, sorted_words) => {
        $s.$f.iter().map($crate::codec::reader::Word::print).collect()
    };
    ($s:ident, $f:ident, choice) => {
        $crate::codec::reader::Choice::number($s.$f)
    };
    ($s:ident, $f:ident, choice_opt) => {
        $s.$f.map_or(0, $crate::codec::reader::Choice::number)
    };
    ($s:ident, $f:ident, year) => {
        i32::from($s.$f.get())
    };
    ($s:ident, $f:ident, number) => {
        $s.$f
    };
    ($s:ident, $f:ident, flag) => {
        $s.$f
    };
}

pub(crate) use {messages, read_field, write_field};
