//! What becomes of cuts.

use openboek_rules::statement::{CutRealised, CutResumed, CutShifted, CutWithdrawn, Extent};

use super::reader::{Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;
use crate::v1::{cut_resumed, cut_withdrawn};

messages! {
    CutRealised { act: part, cut: word, year: year, amount: part, means: word_opt, }
    CutShifted { act: part, cut: word, from_year: year, to_year: year, amount: part, reason: word_opt, }
}

/// The extent of a message of its own, with the same alternatives as [`v1::cut_suspended::Extent`].
macro_rules! extents {
    ($($module:ident)*) => {$(
        impl From<$module::Extent> for v1::cut_suspended::Extent {
            fn from(extent: $module::Extent) -> Self {
                match extent {
                    $module::Extent::Full(all) => Self::Full(all),
                    $module::Extent::Partial(part) => Self::Partial(part),
                }
            }
        }

        impl From<v1::cut_suspended::Extent> for $module::Extent {
            fn from(extent: v1::cut_suspended::Extent) -> Self {
                match extent {
                    v1::cut_suspended::Extent::Full(all) => Self::Full(all),
                    v1::cut_suspended::Extent::Partial(part) => Self::Partial(part),
                }
            }
        }
    )*};
}

extents! { cut_resumed cut_withdrawn }

impl Wire for CutResumed {
    type Message = v1::CutResumed;

    fn read(message: &v1::CutResumed, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let cut = reader.word("cut", &message.cut);
        let years = reader.part("years", message.years.as_ref());
        let extent = message.extent.clone().map(Into::into);
        let extent = reader.one_of::<Extent>("extent", extent.as_ref());
        Some(Self { act: act?, cut: cut?, years: years?, extent: extent? })
    }

    fn write(&self) -> v1::CutResumed {
        v1::CutResumed {
            act: Some(self.act.write()),
            cut: self.cut.print(),
            years: Some(self.years.write()),
            extent: Some(self.extent.write().into()),
        }
    }
}

impl Wire for CutWithdrawn {
    type Message = v1::CutWithdrawn;

    fn read(message: &v1::CutWithdrawn, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let cut = reader.word("cut", &message.cut);
        let years = reader.part_opt("years", message.years.as_ref());
        let extent = message.extent.clone().map(Into::into);
        let extent = reader.one_of::<Extent>("extent", extent.as_ref());
        let reason = reader.word_opt("reason", message.reason.as_deref());
        Some(Self { act: act?, cut: cut?, years: years?, extent: extent?, reason: reason? })
    }

    fn write(&self) -> v1::CutWithdrawn {
        v1::CutWithdrawn {
            act: Some(self.act.write()),
            cut: self.cut.print(),
            years: self.years.map(|years| years.write()),
            extent: Some(self.extent.write().into()),
            reason: self.reason.as_ref().map(openboek_rules::Text::print),
        }
    }
}
