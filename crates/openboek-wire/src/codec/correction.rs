//! Corrections: a statement inside a statement.

use openboek_rules::MalformedCode;
use openboek_rules::statement::EntryCorrected;

use super::reader::{Choice as _, Reader, Wire, Word as _};
use crate::v1;

impl Wire for EntryCorrected {
    type Message = v1::EntryCorrected;

    fn read(message: &v1::EntryCorrected, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        // The entry at 0 founds the arrangement and cannot be corrected, so 0 means that it is not there.
        let entry = match message.entry {
            0 => reader.fault("entry", MalformedCode::Missing, ""),
            entry => Some(entry),
        };
        let mistake = reader.choice("mistake", message.mistake);
        let reason = reader.word("reason", &message.reason);
        let corrected = match &message.corrected {
            None => reader.fault("corrected", MalformedCode::Missing, ""),
            Some(statement) => {
                reader.inside("corrected", |reader| super::read_statement(statement, reader).map(Box::new))
            }
        };
        Some(Self { act: act?, entry: entry?, mistake: mistake?, reason: reason?, corrected: corrected? })
    }

    fn write(&self) -> v1::EntryCorrected {
        v1::EntryCorrected {
            act: Some(self.act.write()),
            entry: self.entry,
            mistake: self.mistake.number(),
            reason: self.reason.print(),
            corrected: Some(Box::new(super::from_statement(&self.corrected))),
        }
    }
}
