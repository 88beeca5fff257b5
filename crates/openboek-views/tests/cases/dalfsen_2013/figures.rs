//! Every amount, percentage and target of the paper, A01 to A35, in the order in which they can be recorded: A07 after A18, since
//! it may overlap with it.

use openboek_rules::statement::{Body, BudgetLineIndicated, FundingIndicated, FundingRole, IndicatorSet};
use openboek_rules::{
    Act, Amount, Base, BasisPoints, Bound, Certainty, Counting, Figure, Flow, Gross, Horizon, IndicatorId,
    Organ, Pillar, Reference,
};

use crate::support::build::*;

const TON: i64 = 10_000_000;
const MILLIARD: i64 = 100_000_000_000;

use Certainty::{Announced, Decided, Estimate, Granted, Proposed, RoughEstimate};
use Flow::{Balance, Context, Expenditure, Income, Macro, Means, Tariff};
use Horizon::{Future, Present};
use Pillar::{General, GeneralMeans, Participation, Wmo, Youth};

/// The paper: discussed, nothing decided.
pub fn note() -> Act {
    let act = paper(
        "GM0148",
        Organ::Executive,
        "2013-02/2013-05",
        "Nota over de drie decentralisaties",
        Reference::None,
    );
    Act { organ: Organ::Executive, ..act }
}

/// A figure that counts; the rest is changed where needed.
fn a(
    id: &str,
    words: &str,
    pillar: Pillar,
    flow: Flow,
    horizon: Horizon,
    amount: Amount,
    certainty: Certainty,
) -> Figure {
    Figure {
        figure: figure(id),
        description: text(words),
        pillar,
        flow,
        gross: Gross::Unsaid,
        horizon,
        amount,
        certainty,
        years: None,
        counting: Counting::Counted,
        taakveld: None,
        source: None,
    }
}

fn in_year(year: i64, figure: Figure) -> Figure {
    Figure { years: Some(years(year, year)), ..figure }
}

fn memo(figure: Figure) -> Figure {
    Figure { counting: Counting::Memo, ..figure }
}

fn line(figure: Figure) -> Body {
    Body::BudgetLineIndicated(BudgetLineIndicated { act: note(), figure, contribution: None })
}

fn funding(role: FundingRole, figure: Figure) -> Body {
    Body::FundingIndicated(FundingIndicated { act: note(), figure, role, money: None })
}

fn reduction(of: &[&str], figure: Figure) -> Body {
    funding(
        FundingRole::ReductionOf(of.iter().map(|id| crate::support::build::figure(id)).collect()),
        memo(figure),
    )
}

fn context(figure: Figure) -> Body {
    funding(FundingRole::Context, memo(figure))
}

fn participation() -> Vec<Body> {
    let own = FundingRole::Own;
    vec![
        funding(
            own.clone(),
            in_year(
                2014,
                a(
                    "A01",
                    "Participatiebudget, in aanvang",
                    Participation,
                    Income,
                    Future,
                    about(350_000_000, TON),
                    Estimate,
                ),
            ),
        ),
        funding(
            own.clone(),
            Figure {
                counting: Counting::AlternativeTo(figure("A01")),
                ..a(
                    "A02",
                    "Participatiebudget na bezuinigingen",
                    Participation,
                    Income,
                    Future,
                    Amount::LessThan(cents(300_000_000)),
                    RoughEstimate,
                )
            },
        ),
        funding(
            own,
            in_year(
                2013,
                a(
                    "A03",
                    "Rijksbudget voor bijstandsuitkeringen",
                    Participation,
                    Income,
                    Present,
                    about(170_000_000, TON),
                    Estimate,
                ),
            ),
        ),
        line(in_year(
            2013,
            a(
                "A04",
                "Minimabeleid, schuldhulpverlening, bijzondere bijstand en projecten",
                Participation,
                Expenditure,
                Present,
                about(30_000_000, TON),
                Estimate,
            ),
        )),
        // The paper gives no expenditure of sheltered work and income support: unknown, not zero.
        line(in_year(
            2013,
            a(
                "WSW-bijstand",
                "Lasten WSW en bijstand",
                Participation,
                Expenditure,
                Present,
                unknown("De nota noemt geen bedrag"),
                Estimate,
            ),
        )),
        reduction(
            &[],
            a(
                "A05",
                "Dalende rijksbijdrage WSW, voorzien in de begroting 2012",
                Participation,
                Income,
                Present,
                unknown("De nota noemt geen bedrag"),
                Decided,
            ),
        ),
        reduction(
            &[],
            a(
                "A06",
                "Bezuinigingen op de WSW, uitgesmeerd over meer jaren",
                Participation,
                Macro,
                Future,
                unknown("De nota noemt geen bedrag"),
                Announced,
            ),
        ),
    ]
}

fn wmo_now() -> Vec<Body> {
    let gross = |figure| Figure { gross: Gross::Gross, ..figure };
    let derived = |figure, of: [&str; 2]| Figure {
        counting: Counting::DerivedFrom(of.map(crate::support::build::figure).to_vec()),
        gross: Gross::Net,
        ..figure
    };
    let net = a(
        "A10",
        "Hulp bij het huishouden, netto",
        Wmo,
        Balance,
        Present,
        about(215_000_000, TON / 10),
        Estimate,
    );
    let fund = a(
        "A11",
        "Deel van het Gemeentefonds voor de Wmo, dicht in de buurt van A10 (algemeen middel, niet geoormerkt)",
        Wmo,
        Income,
        Present,
        about(215_000_000, TON),
        Estimate,
    );
    let subsidies = a(
        "A07",
        "Welzijnsinstellingen en andere subsidies, alleen bij een brede definitie van de Wmo",
        Wmo,
        Expenditure,
        Present,
        about(50_000_000, TON),
        Estimate,
    );
    vec![
        line(in_year(
            2013,
            gross(a(
                "A08",
                "Hulp bij het huishouden, bruto",
                Wmo,
                Expenditure,
                Present,
                about(250_000_000, TON),
                Estimate,
            )),
        )),
        line(in_year(
            2013,
            a(
                "A09",
                "Eigen bijdragen hulp bij het huishouden",
                Wmo,
                Income,
                Present,
                about(35_000_000, TON / 10),
                Estimate,
            ),
        )),
        line(in_year(2013, derived(net, ["A08", "A09"]))),
        funding(FundingRole::Own, memo(in_year(2013, fund))),
        line(in_year(
            2013,
            a(
                "A14",
                "Overige voorzieningen (vervoer, woonvoorzieningen, rolstoelen)",
                Wmo,
                Expenditure,
                Present,
                about(90_000_000, TON),
                Estimate,
            ),
        )),
        line(in_year(
            2013,
            a(
                "A18",
                "Welzijnswerk en maatschappelijk werk",
                Wmo,
                Expenditure,
                Present,
                about(80_000_000, TON),
                Estimate,
            ),
        )),
        line(in_year(2013, Figure { counting: Counting::MayOverlap(figure("A18")), ..subsidies })),
    ]
}

fn wmo_later() -> Vec<Body> {
    let share = |id: &str| FundingRole::ShareOf(figure(id));
    let national = |id, words, amount, year: Option<i64>| {
        let figure = memo(a(id, words, Wmo, Macro, Future, amount, Announced));
        funding(FundingRole::MacroBudget, year.map_or(figure.clone(), |year| in_year(year, figure)))
    };
    vec![
        reduction(
            &["A10", "A08"],
            in_year(
                2014,
                a(
                    "A12",
                    "Bezuiniging van 75 % op de hulp bij het huishouden",
                    Wmo,
                    Means,
                    Future,
                    percent_of(-7500, &["A10", "A08"]),
                    Announced,
                ),
            ),
        ),
        // What is left of A12, as far as the paper says.
        funding(
            share("A12"),
            Figure {
                gross: Gross::Net,
                ..a(
                    "A13",
                    "Budget dat overblijft voor hulp bij het huishouden",
                    Wmo,
                    Means,
                    Future,
                    about(50_000_000, TON),
                    Announced,
                )
            },
        ),
        national(
            "A15",
            "Landelijk macrobudget Begeleiding, aanvankelijk",
            about(3 * MILLIARD, MILLIARD),
            Some(2015),
        ),
        reduction(
            &["A15"],
            in_year(
                2015,
                a(
                    "A16",
                    "Bezuiniging van 25 % op het macrobudget Begeleiding",
                    Wmo,
                    Macro,
                    Future,
                    percent_of(-2500, &["A15"]),
                    Announced,
                ),
            ),
        ),
        funding(
            share("A15"),
            in_year(
                2015,
                a(
                    "A17",
                    "Begeleiding, deel voor Dalfsen",
                    Wmo,
                    Means,
                    Future,
                    about(220_000_000, TON),
                    RoughEstimate,
                ),
            ),
        ),
        funding(
            FundingRole::Own,
            in_year(
                2015,
                a(
                    "A19",
                    "Verzorging",
                    Wmo,
                    Means,
                    Future,
                    unknown("Nog geen indicatie beschikbaar"),
                    Announced,
                ),
            ),
        ),
        national(
            "A20",
            "Inkomensmaatregelen voor chronisch zieken en gehandicapten, landelijk",
            exact(75_000_000_000),
            None,
        ),
        funding(
            share("A20"),
            a(
                "A21",
                "Inkomensmaatregelen, deel voor Dalfsen",
                Wmo,
                Means,
                Future,
                about(70_000_000, TON),
                RoughEstimate,
            ),
        ),
    ]
}

fn youth() -> Vec<Body> {
    let at_least_15 = Amount::PercentOf {
        share: BasisPoints::new(-1500).unwrap(),
        base: Base::Unknown(Some(text("totaalsom van de huidige budgetten"))),
        bound: Bound::AtLeast,
    };
    let circular = promised("Moet duidelijk worden met de meicirculaire", "Meicirculaire 2013", "2013-05");
    let total = memo(a(
        "A22",
        "Landelijk macrobudget Jeugdzorg",
        Youth,
        Macro,
        Future,
        about(3 * MILLIARD, MILLIARD),
        Estimate,
    ));
    vec![
        funding(FundingRole::MacroBudget, in_year(2015, total)),
        reduction(
            &["A22"],
            in_year(
                2015,
                a(
                    "A23",
                    "In ieder geval 15 % lager dan de huidige budgetten samen",
                    Youth,
                    Macro,
                    Future,
                    at_least_15,
                    Estimate,
                ),
            ),
        ),
        funding(
            FundingRole::Own,
            in_year(
                2015,
                a("A24", "Jeugdzorg, bedrag voor Dalfsen", Youth, Means, Future, circular, Announced),
            ),
        ),
    ]
}

fn others() -> Vec<Body> {
    let norm = Amount::PercentOf {
        share: BasisPoints::new(300).unwrap(),
        base: Base::Unknown(Some(text("bruto binnenlands product"))),
        bound: Bound::AtMost,
    };
    let cut_on_fund =
        promised("De Voorjaarsnota maakt de precieze effecten duidelijk", "Voorjaarsnota 2013", "2013");
    let nothing = Amount::Qualitative(text("geen bedrag"));
    let circumstances = "WW naar twee jaar; AOW-leeftijd 67 jaar in 2021; gemeenten van ten minste 100.000 inwoners; vijf landsdelen";
    vec![
        context(a(
            "A25",
            "Investering in de wijkverpleging",
            General,
            Context,
            Future,
            exact(25_000_000_000),
            Announced,
        )),
        context(a(
            "A26",
            "Totaalpakket aan bezuinigingen van het Rijk",
            General,
            Context,
            Future,
            exact(16 * MILLIARD),
            Announced,
        )),
        context(a(
            "A27",
            "Aanvullend pakket aan bezuinigingen",
            General,
            Context,
            Future,
            exact(430_000_000_000),
            Proposed,
        )),
        context(a(
            "A28",
            "Europese norm voor het begrotingstekort",
            General,
            Context,
            Present,
            norm,
            Announced,
        )),
        line(memo(a(
            "A29",
            "Eigen bijdrage voor een traplift of scootmobiel, per voorziening",
            Wmo,
            Tariff,
            Present,
            exact(150_000),
            Decided,
        ))),
        context(in_year(
            2013,
            a("A30", "Eigen risico van de zorgverzekering", General, Tariff, Present, exact(35_000), Decided),
        )),
        reduction(
            &[],
            a(
                "A31",
                "Generieke kortingen op het Gemeentefonds, effect voor Dalfsen",
                GeneralMeans,
                Income,
                Future,
                cut_on_fund,
                Announced,
            ),
        ),
        indicator("A32", "Huishoudens in een woonservicegebied", Some((5000, 7000)), None, Some(2015)),
        indicator(
            "A33",
            "Overlap van gebruikers van persoonlijke verzorging en van de Wmo",
            None,
            Some("bijna 100 %"),
            None,
        ),
        context(a(
            "A34",
            "Subsidie van de provincie voor de buurtbus Dalfsen/Nieuwleusen",
            General,
            Context,
            Present,
            unknown("De nota noemt geen bedrag"),
            Granted,
        )),
        context(a("A35", circumstances, General, Context, Future, nothing, Announced)),
    ]
}

fn indicator(
    id: &str,
    words: &str,
    points: Option<(i32, i32)>,
    said: Option<&str>,
    target: Option<i64>,
) -> Body {
    Body::IndicatorSet(IndicatorSet {
        act: note(),
        indicator: IndicatorId::new(id).unwrap(),
        description: text(words),
        required: points.and_then(|(required, _)| BasisPoints::new(required)),
        target: points.and_then(|(_, target)| BasisPoints::new(target)),
        words: said.map(text),
        year: target.map(year),
    })
}

/// All of them.
pub fn all() -> Vec<Body> {
    [participation(), wmo_now(), wmo_later(), youth(), others()].concat()
}
