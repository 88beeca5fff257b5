//! A budget from draft to accounts, and the scope.

use super::*;

pub(super) fn accounts() -> Vec<Case> {
    let holder = Stream::Municipality(code("GM1904"));
    let key = LineKey {
        category: Some(Category::new("3.4.2").unwrap()),
        programme: Some(t("Zorg en ondersteuning")),
        ..line_key()
    };
    let lines = || {
        let explanation = Some(t("Toelichting bij de regel"));
        vec![BudgetLine { key: key.clone(), amount: cents(12_345), explanation }]
    };
    let of_lines = vec![
        "2022",
        "6.1 Samenkracht en burgerparticipatie, 2022, lasten, incidenteel, 3.4.2 Eigen bijdragen en verhaal sociale uitkeringen in \
         natura, Zorg en ondersteuning: € 123,45 (Toelichting bij de regel)",
    ];
    let year = year(2022);
    vec![
        (
            Body::BudgetDrafted(BudgetDrafted { act: act(), holder, year, lines: lines(), rounded_to: None }),
            of_lines.clone(),
        ),
        (
            Body::BudgetSentForViews(BudgetSentForViews {
                act: act(),
                holder,
                year,
                to: vec![code("GM0505")],
                until: month(),
            }),
            vec!["2022", "GM0505", "april 2021"],
        ),
        (
            Body::ReserveChanged(ReserveChanged {
                act: act(),
                holder,
                year,
                reserve: ReserveId::new("sociaal-domein").unwrap(),
                name: t("Reserve sociaal domein"),
                added: cents(1_100),
                withdrawn: cents(2_200),
                nature: Nature::Incidental,
                in_lines: true,
                opening: Some(cents(3_300)),
                closing: Some(cents(-4_400)),
                explanation: Some(t("Tekort jeugdhulp")),
            }),
            vec![
                "2022",
                "sociaal-domein",
                "Reserve sociaal domein",
                "€ 11,00",
                "€ 22,00",
                "incidenteel",
                "ja",
                "€ 33,00",
                "€ -44,00",
                "Tekort jeugdhulp",
            ],
        ),
        (
            Body::ActualsReported(ActualsReported {
                act: act(),
                holder,
                year,
                through: month(),
                lines: lines(),
                rounded_to: None,
            }),
            with(&of_lines, &["april 2021"]),
        ),
        (
            Body::AccountsAdopted(AccountsAdopted {
                act: act(),
                holder,
                year,
                lines: lines(),
                rounded_to: None,
            }),
            of_lines,
        ),
        (
            Body::ScopeDefined(ScopeDefined {
                act: act(),
                municipality: code("GM1904"),
                years: span(),
                taakvelden: vec![ScopeShare {
                    taakveld: Taakveld::new("6.71a").unwrap(),
                    share: BasisPoints::new(2_500).unwrap(),
                }],
            }),
            vec!["GM1904", "2021 t/m 2024", "6.71a Huishoudelijke hulp (WMO): 25 %"],
        ),
    ]
}
