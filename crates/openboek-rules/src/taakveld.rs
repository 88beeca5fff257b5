//! Iv3 task fields (*taakvelden*). The code list depends on the budget year, and codes are strings: 6.6 and 6.60 are two
//! codes, 6.2 is no prefix of 6.21 (domain 3).

mod mapping;

pub use mapping::{Comparison, MappedCode, Mapping, Quality};

use std::fmt;

use crate::malformed::{Malformed, MalformedCode};
use crate::year::BudgetYear;

/// A taakveld code as printed in the list of its year: `6.71a`, `6.711`, or a *functie* of 2015-2016 such as `661`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Taakveld(String);

impl Taakveld {
    /// Accepts 1 to 8 bytes of digits, lower-case letters and dots, beginning with a digit. Whether the code is in a list is
    /// the rules' question ([`CodeList::name_of`]).
    ///
    /// # Errors
    /// [`MalformedCode::BadIdentifier`].
    pub fn new(code: &str) -> Result<Self, Malformed> {
        let bytes = code.as_bytes();
        let ok = (1..=8).contains(&bytes.len())
            && bytes[0].is_ascii_digit()
            && bytes.iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || *b == b'.');
        if ok { Ok(Self(code.to_owned())) } else { Err(Malformed::new(MalformedCode::BadIdentifier, code)) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Taakveld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A family of taakvelden: comparable over all lists from 2017; below that level lists are not (domain 3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Family {
    /// *Sociale basis*: 6.1.
    SocialInfrastructure,
    /// *Toegang*: 6.2.
    Access,
    /// *Inkomen*: 6.3.
    Income,
    /// *Participatie*: 6.4 and 6.5.
    Participation,
    /// *Wmo*.
    Wmo,
    /// *Jeugd*.
    Youth,
    /// Outside chapter 6, or a code that spans families.
    Other,
}

/// A code list and the budget years it is valid for.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeList {
    /// Its name, by its years: `2023-2024`.
    pub name: &'static str,
    /// First budget year.
    pub first: u16,
    /// Last budget year; the newest list holds until a newer one is added.
    pub last: u16,
    /// In the order of the printed list: what comes before the social domain, the social domain, what comes after.
    entries: [&'static [Entry]; 3],
}

/// A code, its Dutch name and its family.
type Entry = (&'static str, &'static str, Family);

impl CodeList {
    /// The list of a budget year; `None` before 2015 (the older *functies* are not in this data).
    #[must_use]
    pub fn of(year: BudgetYear) -> Option<&'static Self> {
        LISTS.iter().find(|list| list.first <= year.get() && year.get() <= list.last)
    }

    /// All lists, oldest first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        LISTS.iter()
    }

    /// The Dutch name of a code, or `None` when the list does not allow it.
    #[must_use]
    pub fn name_of(&self, code: &Taakveld) -> Option<&'static str> {
        self.find(code).map(|(_, name, _)| *name)
    }

    /// The family of a code in this list.
    #[must_use]
    pub fn family_of(&self, code: &Taakveld) -> Option<Family> {
        self.find(code).map(|(_, _, family)| *family)
    }

    /// All codes with their names, in the list's order.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &'static str, Family)> + use<> {
        self.entries.into_iter().flatten().copied()
    }

    fn find(&self, code: &Taakveld) -> Option<&'static Entry> {
        self.entries.into_iter().flatten().find(|(known, _, _)| *known == code.as_str())
    }
}

use Family::{Access, Income, Other, Participation, SocialInfrastructure, Wmo, Youth};

/// Sources: Regeling informatie voor derden, appendix 1b (2015-2016); Iv3 lists of CBS (2017 on). Domain 3.2 to 3.5.
static LISTS: [CodeList; 4] = [
    CodeList { name: "2015-2016", first: 2015, last: 2016, entries: [&[], FUNCTIES_2015, &[]] },
    CodeList {
        name: "2017-2022",
        first: 2017,
        last: 2022,
        entries: [CHAPTERS_0_TO_5, TAAKVELDEN_2017, CHAPTERS_7_AND_8],
    },
    CodeList {
        name: "2023-2024",
        first: 2023,
        last: 2024,
        entries: [CHAPTERS_0_TO_5, TAAKVELDEN_2023, CHAPTERS_7_AND_8],
    },
    CodeList {
        name: "2025-2026",
        first: 2025,
        last: 2100,
        entries: [CHAPTERS_0_TO_5, TAAKVELDEN_2025, CHAPTERS_7_AND_8],
    },
];

const FUNCTIES_2015: &[Entry] = &[
    ("610", "Bijstandsverlening en inkomensvoorzieningen en subsidies", Income),
    ("611", "Sociale werkvoorziening", Participation),
    ("613", "Overige sociale zekerheidsregelingen vanuit het Rijk", Income),
    ("614", "Gemeentelijk armoede- en schuldenbeleid", Income),
    ("621", "Vreemdelingen", Other),
    ("623", "Re-integratie- en participatievoorzieningen Participatiewet", Participation),
    ("641", "Tehuizen", Other),
    ("650", "Kinderdagopvang", Other),
    ("661", "Maatwerkvoorzieningen Natura materieel Wmo", Wmo),
    ("662", "Maatwerkvoorzieningen Natura immaterieel Wmo", Wmo),
    ("663", "Opvang en beschermd wonen Wmo", Wmo),
    ("667", "Eigen bijdragen maatwerkvoorzieningen en opvang Wmo", Wmo),
    ("670", "Algemene voorzieningen Wmo en Jeugd", SocialInfrastructure),
    ("671", "Eerstelijnsloket Wmo en Jeugd", Access),
    ("672", "PGB Wmo en Jeugd", Other),
    ("677", "Eigen bijdragen algemene voorzieningen Wmo en Jeugd", Other),
    ("682", "Individuele voorzieningen Natura Jeugd", Youth),
    ("683", "Veiligheid, jeugdreclassering en opvang Jeugd", Youth),
    ("687", "Ouderbijdragen individuele voorzieningen en opvang Jeugd", Youth),
    ("711", "Ambulancevervoer", Other),
    ("712", "Verpleeginrichtingen", Other),
    ("714", "Openbare gezondheidszorg", Other),
    ("715", "Centra voor jeugd en gezin (jeugdgezondheidszorg)", Other),
    ("921", "Uitkeringen gemeentefonds", Other),
    ("922", "Algemene baten en lasten", Other),
    ("923", "Integratie-uitkering Sociaal domein", Other),
    ("960", "Saldo van kostenplaatsen", Other),
    ("970", "Saldo van de rekening", Other),
    ("980", "Mutaties reserves", Other),
];

/// Outside the social domain the codes are the same in all lists from 2017 on. They are here because a budget holds them too.
const CHAPTERS_0_TO_5: &[Entry] = &[
    ("0.1", "Bestuur", Other),
    ("0.2", "Burgerzaken", Other),
    ("0.3", "Beheer overige gebouwen en gronden", Other),
    ("0.4", "Overhead", Other),
    ("0.5", "Treasury", Other),
    ("0.61", "OZB woningen", Other),
    ("0.62", "OZB niet-woningen", Other),
    ("0.63", "Parkeerbelasting", Other),
    ("0.64", "Belastingen overig", Other),
    ("0.7", "Algemene uitkering en overige uitkeringen gemeentefonds", Other),
    ("0.8", "Overige baten en lasten", Other),
    ("0.9", "Vennootschapsbelasting", Other),
    ("0.10", "Mutaties reserves", Other),
    ("0.11", "Resultaat van de rekening van baten en lasten", Other),
    ("1.1", "Crisisbeheersing en brandweer", Other),
    ("1.2", "Openbare orde en veiligheid", Other),
    ("2.1", "Verkeer en vervoer", Other),
    ("2.2", "Parkeren", Other),
    ("2.3", "Recreatieve havens", Other),
    ("2.4", "Economische havens en waterwegen", Other),
    ("2.5", "Openbaar vervoer", Other),
    ("3.1", "Economische ontwikkeling", Other),
    ("3.2", "Fysieke bedrijfsinfrastructuur", Other),
    ("3.3", "Bedrijvenloket en bedrijfsregelingen", Other),
    ("3.4", "Economische promotie", Other),
    ("4.1", "Openbaar basisonderwijs", Other),
    ("4.2", "Onderwijshuisvesting", Other),
    ("4.3", "Onderwijsbeleid en leerlingzaken", Other),
    ("5.1", "Sportbeleid en activering", Other),
    ("5.2", "Sportaccommodaties", Other),
    ("5.3", "Cultuurpresentatie, cultuurproductie en cultuurparticipatie", Other),
    ("5.4", "Musea", Other),
    ("5.5", "Cultureel erfgoed", Other),
    ("5.6", "Media", Other),
    ("5.7", "Openbaar groen en (openlucht) recreatie", Other),
];

const CHAPTERS_7_AND_8: &[Entry] = &[
    ("7.1", "Volksgezondheid", Other),
    ("7.2", "Riolering", Other),
    ("7.3", "Afval", Other),
    ("7.4", "Milieubeheer", Other),
    ("7.5", "Begraafplaatsen en crematoria", Other),
    ("8.1", "Ruimte en leefomgeving", Other),
    ("8.2", "Grondexploitatie (niet-bedrijventerreinen)", Other),
    ("8.3", "Wonen en bouwen", Other),
];

const TAAKVELDEN_2017: &[Entry] = &[
    ("6.1", "Samenkracht en burgerparticipatie", SocialInfrastructure),
    ("6.2", "Wijkteams", Access),
    ("6.3", "Inkomensregelingen", Income),
    ("6.4", "Begeleide participatie", Participation),
    ("6.5", "Arbeidsparticipatie", Participation),
    ("6.6", "Maatwerkvoorzieningen (WMO)", Wmo),
    ("6.71", "Maatwerkdienstverlening 18+", Wmo),
    ("6.72", "Maatwerkdienstverlening 18-", Youth),
    ("6.81", "Geëscaleerde zorg 18+", Wmo),
    ("6.82", "Geëscaleerde zorg 18-", Youth),
];

const TAAKVELDEN_2023: &[Entry] = &[
    ("6.1", "Samenkracht en burgerparticipatie", SocialInfrastructure),
    ("6.2", "Toegang en eerstelijnsvoorzieningen", Access),
    ("6.3", "Inkomensregelingen", Income),
    ("6.4", "WSW en beschut werk", Participation),
    ("6.5", "Arbeidsparticipatie", Participation),
    ("6.6", "Maatwerkvoorziening (WMO)", Wmo),
    ("6.71a", "Huishoudelijke hulp (WMO)", Wmo),
    ("6.71b", "Begeleiding (WMO)", Wmo),
    ("6.71c", "Dagbesteding (WMO)", Wmo),
    ("6.71d", "Overige maatwerkarrangementen (WMO)", Wmo),
    ("6.72a", "Jeugdhulp begeleiding", Youth),
    ("6.72b", "Jeugdhulp behandeling", Youth),
    ("6.72c", "Jeugdhulp dagbesteding", Youth),
    ("6.72d", "Jeugdhulp zonder verblijf overig", Youth),
    ("6.73a", "Pleegzorg", Youth),
    ("6.73b", "Gezinsgericht", Youth),
    ("6.73c", "Jeugdhulp met verblijf overig", Youth),
    ("6.74a", "Jeugd behandeling GGZ zonder verblijf", Youth),
    ("6.74b", "Jeugdhulp crisis/LTA/GGZ-verblijf", Youth),
    ("6.74c", "Gesloten plaatsing", Youth),
    ("6.81a", "Beschermd wonen (WMO)", Wmo),
    ("6.81b", "Maatschappelijke- en vrouwenopvang", Wmo),
    ("6.82a", "Jeugdbescherming", Youth),
    ("6.82b", "Jeugdreclassering", Youth),
];

const TAAKVELDEN_2025: &[Entry] = &[
    ("6.1", "Samenkracht en burgerparticipatie", SocialInfrastructure),
    ("6.21", "Toegang en eerstelijnsvoorzieningen Wmo", Access),
    ("6.22", "Toegang en eerstelijnsvoorzieningen Jeugd", Access),
    ("6.23", "Toegang en eerstelijnsvoorzieningen Integraal", Access),
    ("6.3", "Inkomensregelingen", Income),
    ("6.4", "WSW en beschut werk", Participation),
    ("6.5", "Arbeidsparticipatie", Participation),
    ("6.60", "Hulpmiddelen en diensten (Wmo)", Wmo),
    ("6.711", "Huishoudelijke hulp (Wmo)", Wmo),
    ("6.712", "Begeleiding (Wmo)", Wmo),
    ("6.713", "Dagbesteding (Wmo)", Wmo),
    ("6.714", "Overige maatwerkarrangementen (Wmo)", Wmo),
    ("6.751", "Jeugdhulp ambulant lokaal", Youth),
    ("6.752", "Jeugdhulp ambulant regionaal", Youth),
    ("6.753", "Jeugdhulp ambulant landelijk", Youth),
    ("6.761", "Jeugdhulp met verblijf lokaal", Youth),
    ("6.762", "Jeugdhulp met verblijf regionaal", Youth),
    ("6.763", "Jeugdhulp met verblijf landelijk", Youth),
    ("6.791", "PGB Wmo", Wmo),
    ("6.792", "PGB Jeugd", Youth),
    ("6.811", "Beschermd wonen (Wmo)", Wmo),
    ("6.812", "Maatschappelijke- en vrouwenopvang (Wmo)", Wmo),
    ("6.821", "Jeugdbescherming", Youth),
    ("6.822", "Jeugdreclassering", Youth),
    ("6.91", "Coördinatie en beleid Wmo", Wmo),
    ("6.92", "Coördinatie en beleid Jeugd", Youth),
];
