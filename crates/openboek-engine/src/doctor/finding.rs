//! What a check of a store finds: stable codes, each with what it means and what to do.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is wrong; an operator should know.
    Note,
    /// Something is not what it should be.
    Wrong,
}

/// Declares the checks: the variant, its severity, its kebab-case name, and in English and Dutch what it means and what to do.
macro_rules! checks {
    ($($variant:ident $severity:ident $name:literal $english:literal $do:literal $dutch:literal $doe:literal)*) => {
        /// What was found. The kebab-case names are stable: scripts may rely on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $(#[doc = $english] $variant,)*
        }

        impl Check {
            /// All checks, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable kebab-case name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means and what to do, in English.
            #[must_use]
            pub const fn english(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($english, $do),)* }
            }

            /// What it means and what to do, in Dutch.
            #[must_use]
            pub const fn dutch(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($dutch, $doe),)* }
            }
        }
    };
}

checks! {
    StoreDamaged Wrong "store-damaged"
        "The store cannot be opened or read."
        "Change nothing in it. Build the data again from the static log (openboek restore) and keep the damaged folder."
        "De opslag kan niet worden geopend of gelezen."
        "Verander er niets in. Bouw de gegevens opnieuw op uit het statische log (openboek restore) en bewaar de beschadigde map."
    BadOrigin Wrong "bad-origin"
        "The log is described by something that is no origin."
        "Build the data again from the static log (openboek restore)."
        "De beschrijving van het log is geen oorsprong."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    EntryDamaged Wrong "entry-damaged"
        "An entry cannot be read, is no entry, or is another one."
        "Build the data again from the static log (openboek restore)."
        "Een boeking kan niet worden gelezen, is geen boeking, of is een andere."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    PayloadDiffers Wrong "payload-differs"
        "A payload is not what its entry commits to."
        "Build the data again from the static log (openboek restore)."
        "De inhoud van een boeking is niet wat de boeking vastlegt."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    PayloadUnreadable Wrong "payload-unreadable"
        "A payload is what was committed to, and no statement that this program knows."
        "Was it recorded by a newer version? Then use that one."
        "De inhoud van een boeking is wat er is vastgelegd, maar geen besluit dat dit programma kent."
        "Is het vastgelegd door een nieuwere versie? Gebruik die dan."
    PayloadMissing Wrong "payload-missing"
        "A payload is missing, and no entry says that it was erased. Figures leave it out."
        "Build the data again from a static log that holds it (openboek restore)."
        "De inhoud van een boeking ontbreekt, en geen boeking zegt dat die is gewist. In cijfers telt zij niet mee."
        "Bouw de gegevens opnieuw op uit een statisch log waar hij in staat (openboek restore)."
    LogBroken Wrong "log-broken"
        "Entries, seals, tree and checkpoint are not one log, as an auditor checks it."
        "Build the data again from the static log (openboek restore). If that breaks too: keep both as evidence."
        "Boekingen, zegels, boom en checkpoint zijn niet één log, zoals een controleur dat nagaat."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore). Klopt dat ook niet: bewaar beide als bewijs."
    NotChecked Wrong "not-checked"
        "Something is missing that an auditor needs to check the log."
        "Put back what is missing, and check again."
        "Er ontbreekt iets dat een controleur nodig heeft om het log na te gaan."
        "Zet terug wat ontbreekt, en controleer opnieuw."
    StreamDiffers Wrong "stream-differs"
        "The list of a stream's entries is not what the entries say."
        "Build the data again from the static log (openboek restore)."
        "De lijst van boekingen van een stroom is niet wat de boekingen zeggen."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    StreamHeadDiffers Wrong "stream-head-differs"
        "The kept head of a stream's tree is not what its entries give."
        "Build the data again from the static log (openboek restore)."
        "De bewaarde kop van de boom van een stroom is niet wat de boekingen geven."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    RequestDiffers Wrong "request-differs"
        "A command is not kept as its entries say: sent again, it could be answered wrongly."
        "Build the data again from the static log (openboek restore)."
        "Een opdracht is niet bewaard zoals de boekingen zeggen: komt zij nog eens, dan kan het antwoord fout zijn."
        "Bouw de gegevens opnieuw op uit het statische log (openboek restore)."
    SnapshotDiffers Wrong "snapshot-differs"
        "A snapshot is not what the entries give. Entries are right; what is shown from it is not."
        "Stop the server, take the files in store/snapshots away, start again: they are made anew from the entries."
        "Een momentopname is niet wat de boekingen geven. De boekingen kloppen; wat eruit wordt getoond niet."
        "Stop de server, haal de bestanden in store/snapshots weg en start opnieuw: ze worden opnieuw gemaakt uit de boekingen."
    KeyMissing Wrong "key-missing"
        "The log has no key: it can be read, nothing can be recorded."
        "Put the file of the key back from your own copy."
        "Het log heeft geen sleutel: er kan worden gelezen, niet vastgelegd."
        "Zet het bestand van de sleutel terug uit uw eigen kopie."
    KeyDiffers Wrong "key-differs"
        "The key did not sign the checkpoint of this log. Recording with it would make another log."
        "Do not start the server. Put the right key back from your own copy."
        "De sleutel heeft het checkpoint van dit log niet ondertekend. Ermee vastleggen zou een ander log maken."
        "Start de server niet. Zet de juiste sleutel terug uit uw eigen kopie."
    StaticLogAhead Wrong "static-log-ahead"
        "The static log holds more than the store: the data are an old copy."
        "Put the newest data back, or build them again from the static log (openboek restore)."
        "Het statische log heeft meer dan de opslag: de gegevens zijn een oude kopie."
        "Zet de nieuwste gegevens terug, of bouw ze opnieuw op uit het statische log (openboek restore)."
    StaticLogDiffers Wrong "static-log-differs"
        "The static log and the store have another history."
        "Keep both as evidence and find out which one was published."
        "Het statische log en de opslag hebben een andere geschiedenis."
        "Bewaar beide als bewijs en zoek uit welke is gepubliceerd."
    StaticLogBroken Wrong "static-log-broken"
        "The static log does not hold."
        "Set the folder aside and let the server write a new one (openboek serve --static-log)."
        "Het statische log klopt niet."
        "Zet de map opzij en laat de server een nieuwe schrijven (openboek serve --static-log)."
    StaticLogMissing Note "static-log-missing"
        "There is no static log of this ledger yet."
        "The server writes it when it starts with --static-log."
        "Er is nog geen statisch log van dit grootboek."
        "De server schrijft het als die start met --static-log."
    StaticLogBehind Note "static-log-behind"
        "The static log holds less than the store."
        "The server brings it up to date when it runs with --static-log."
        "Het statische log heeft minder dan de opslag."
        "De server werkt het bij als die draait met --static-log."
    NotPublished Note "not-published"
        "The last entries are recorded and not under a checkpoint yet."
        "The next start of the server publishes them."
        "De laatste boekingen zijn vastgelegd en nog niet onder een checkpoint."
        "De server publiceert ze bij de volgende start."
    SnapshotDropped Note "snapshot-dropped"
        "A snapshot is damaged or of another version."
        "Nothing: it is not used, and made anew from the entries."
        "Een momentopname is beschadigd of van een andere versie."
        "Niets: zij wordt niet gebruikt, en opnieuw gemaakt uit de boekingen."
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub check: Check,
    /// In which log; empty where the whole store is meant.
    pub log: String,
    /// Where: an entry, a stream, a file.
    pub place: String,
    /// What exactly; may be empty.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_check_has_a_name_of_its_own_and_says_what_to_do() {
        let names: BTreeSet<&str> = Check::ALL.iter().map(|check| check.as_str()).collect();
        assert_eq!(names.len(), Check::ALL.len());
        for check in Check::ALL {
            assert!(check.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{check:?}");
            for (means, to_do) in [check.english(), check.dutch()] {
                assert!(means.ends_with('.') && to_do.ends_with(['.', ')']), "{check:?}");
            }
        }
    }
}
