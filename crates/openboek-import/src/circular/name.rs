//! Which circular, and what its figures are called.

use std::fmt;

use openboek_rules::statement::{Earmark, MoneyKind};
use openboek_rules::{BudgetYear, FigureId, MunicipalityCode, Pillar, UncertainDate};

/// The month in which the minister sends a circular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Issue {
    /// *Meicirculaire*.
    May,
    /// *Septembercirculaire*.
    September,
    /// *Decembercirculaire*.
    December,
}

/// A circular of the *gemeentefonds*. Ordered as they come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Circular {
    year: i16,
    issue: Issue,
}

impl Circular {
    /// Reads the short form of the source files: `M2024`, `S2023`, `D2023`. `None` for anything else.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let (letter, year) = code.split_at_checked(1)?;
        let issue = match letter {
            "M" => Issue::May,
            "S" => Issue::September,
            "D" => Issue::December,
            _ => return None,
        };
        let digits = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
        let year: i16 = digits.then(|| year.parse().ok()).flatten()?;
        (1990..=2100).contains(&year).then_some(Self { year, issue })
    }

    /// Its name as people say it: "meicirculaire 2024".
    #[must_use]
    pub fn name(self) -> String {
        let month = match self.issue {
            Issue::May => "mei",
            Issue::September => "september",
            Issue::December => "december",
        };
        format!("{month}circulaire {}", self.year)
    }

    /// The month it came out in; the files do not give a day.
    #[must_use]
    pub const fn date(self) -> UncertainDate {
        let month = match self.issue {
            Issue::May => 5,
            Issue::September => 9,
            Issue::December => 12,
        };
        UncertainDate::Month(self.year, month)
    }
}

impl fmt::Display for Circular {
    /// The short form: `M2024`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.issue {
            Issue::May => 'M',
            Issue::September => 'S',
            Issue::December => 'D',
        };
        write!(f, "{letter}{}", self.year)
    }
}

/// The social clusters of the distribution model since 2023 (domain 4.2), in the order of the files.
pub(super) const CLUSTERS: [Line; 4] =
    [Line::SocialInfrastructure, Line::Participation, Line::Wmo, Line::Youth];

/// The integration grants that the SIUDU file still holds (domain 4.2): they are paid beside the clusters and are not a part of them.
pub(super) const GRANTS: [Line; 3] =
    [Line::ParticipationGrant, Line::ShelteredHousing, Line::YouthGuardianship];

/// Something a municipality gets by a circular: a cluster of the general grant, or an integration grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Line {
    SocialInfrastructure,
    Participation,
    Wmo,
    Youth,
    ParticipationGrant,
    ShelteredHousing,
    YouthGuardianship,
}

impl Line {
    /// The heading in the files, in lower case: of a column with weights, or of a column of the SIUDU file.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::SocialInfrastructure => "sociale basisvoorzieningen",
            Self::Participation | Self::ParticipationGrant => "participatie",
            Self::Wmo => "individuele voorzieningen wmo",
            Self::Youth => "individuele voorzieningen jeugd",
            Self::ShelteredHousing => "beschermd wonen",
            Self::YouthGuardianship => "voogdij/18+",
        }
    }

    /// What the figure is, for people.
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::SocialInfrastructure => "Gemeentefonds, cluster Sociale basisvoorzieningen",
            Self::Participation => "Gemeentefonds, cluster Participatie",
            Self::Wmo => "Gemeentefonds, cluster Individuele voorzieningen Wmo",
            Self::Youth => "Gemeentefonds, cluster Individuele voorzieningen Jeugd",
            Self::ParticipationGrant => "Integratie-uitkering Participatie",
            Self::ShelteredHousing => {
                "Integratie-uitkering Beschermd wonen: voor de hele regio, via de centrumgemeente"
            }
            Self::YouthGuardianship => "Integratie-uitkering Voogdij/18+",
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::SocialInfrastructure => "sociale-basis",
            Self::Participation => "participatie",
            Self::Wmo => "wmo",
            Self::Youth => "jeugd",
            Self::ParticipationGrant => "iu-participatie",
            Self::ShelteredHousing => "iu-beschermd-wonen",
            Self::YouthGuardianship => "iu-voogdij-18plus",
        }
    }

    pub(super) const fn pillar(self) -> Pillar {
        match self {
            Self::SocialInfrastructure => Pillar::SocialInfrastructure,
            Self::Participation | Self::ParticipationGrant => Pillar::Participation,
            Self::Wmo | Self::ShelteredHousing => Pillar::Wmo,
            Self::Youth | Self::YouthGuardianship => Pillar::Youth,
        }
    }

    const fn is_grant(self) -> bool {
        matches!(self, Self::ParticipationGrant | Self::ShelteredHousing | Self::YouthGuardianship)
    }

    /// All of it is general means by law (Fvw art. 6 and 13); of the general grant the circular names the cluster.
    pub(super) const fn money(self) -> (MoneyKind, Earmark) {
        if self.is_grant() {
            (MoneyKind::IntegrationGrant, Earmark::Free)
        } else {
            (MoneyKind::GeneralGrant, Earmark::IndicativeCluster)
        }
    }
}

/// What a figure of a circular is about. Its identifier says it, so that a later circular finds the one before it:
/// `GF2024.M2023.wmo.GM0505`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    pub(super) year: BudgetYear,
    pub(super) circular: Circular,
    pub(super) line: Line,
    pub(super) municipality: MunicipalityCode,
}

impl Name {
    pub(super) fn id(self) -> Option<FigureId> {
        let Self { year, circular, line, municipality } = self;
        FigureId::new(&format!("GF{year}.{circular}.{}.{municipality}", line.id())).ok()
    }

    /// Reads what [`Name::id`] made; `None` for a figure of somebody else.
    pub(super) fn read(figure: &FigureId) -> Option<Self> {
        let mut parts = figure.as_str().split('.');
        let year = parts.next()?.strip_prefix("GF")?.parse().ok()?;
        let circular = Circular::parse(parts.next()?)?;
        let line = parts.next()?;
        let line = CLUSTERS.into_iter().chain(GRANTS).find(|known| known.id() == line)?;
        let municipality = MunicipalityCode::new(parts.next()?).ok()?;
        let name = Self { year: BudgetYear::new(year).ok()?, circular, line, municipality };
        (name.id().as_ref() == Some(figure)).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circulars_have_a_name_a_month_and_an_order() {
        let table = [
            ("M2023", "meicirculaire 2023", "2023-05"),
            ("S2023", "septembercirculaire 2023", "2023-09"),
            ("D2023", "decembercirculaire 2023", "2023-12"),
            ("M2024", "meicirculaire 2024", "2024-05"),
        ];
        let read: Vec<Circular> = table.iter().map(|(code, ..)| Circular::parse(code).unwrap()).collect();
        assert!(read.is_sorted());
        for (circular, (code, name, date)) in read.iter().zip(table) {
            assert_eq!((circular.to_string(), circular.name()), (code.to_owned(), name.to_owned()));
            assert_eq!(circular.date().to_string(), date);
        }
        for other in ["", "2024", "M24", "M 2024", "m2024", "X2024", "M20245", "é2024", "M1024"] {
            assert_eq!(Circular::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_figure_says_what_it_is_about() {
        let circular = Circular::parse("S2023").unwrap();
        for line in CLUSTERS.into_iter().chain(GRANTS) {
            let name = Name {
                year: BudgetYear::new(2024).unwrap(),
                circular,
                line,
                municipality: MunicipalityCode::new("GM0505").unwrap(),
            };
            assert_eq!(name.id().as_ref().and_then(Name::read), Some(name));
        }
        for other in [
            "A08",
            "GF2024",
            "GF2024.M2023.wmo.GM0505.x",
            "GF02024.M2023.wmo.GM0505",
            "GF2024.M2023.x.GM0505",
        ] {
            assert_eq!(Name::read(&FigureId::new(other).unwrap()), None, "{other}");
        }
    }
}
