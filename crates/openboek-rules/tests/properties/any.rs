//! Statements of every kind out of a row of random numbers, from few names so that they meet.

use crate::region::REGION_KINDS;
use openboek_rules::act::{Act, DocumentRef, Reference};
use openboek_rules::figure::{Counting, Figure, Flow, Gross, Horizon, Pillar};
use openboek_rules::statement::*;
use openboek_rules::{
    Amount, Base, BasisPoints, Bound, BudgetYear, Category, Cents, Certainty, CommitmentId, CutId,
    DecisionStatus, DocumentId, ExperimentId, FigureId, IndicatorId, ItemId, MunicipalityCode, Organ,
    OrganisationId, PolicyId, ProposalId, ReactionId, RequestItemId, Stream, Taakveld, Text, UncertainDate,
    ViewId, VisionId, YearSpan,
};

/// Random numbers, drawn one after another; after the last one, zeros.
pub(crate) struct Any<'a>(std::slice::Iter<'a, u16>);

impl<'a> Any<'a> {
    pub(crate) fn new(numbers: &'a [u16]) -> Self {
        Self(numbers.iter())
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or_default()) % limit
    }

    pub(crate) fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    pub(crate) fn yes(&mut self) -> bool {
        self.below(2) == 1
    }

    pub(crate) fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| some(self))
    }

    pub(crate) fn many<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    pub(crate) fn id<T>(
        &mut self,
        new: impl Fn(&str) -> Result<T, openboek_rules::Malformed>,
        letter: &str,
    ) -> T {
        new(&format!("{letter}{}", self.below(3))).unwrap()
    }

    /// Three members, and one that is none.
    pub(crate) fn municipality(&mut self) -> MunicipalityCode {
        let code = self.of(&["GM0001", "GM0002", "GM0003", "GM0009"]);
        MunicipalityCode::new(code).unwrap()
    }

    pub(crate) fn stream(&mut self) -> Stream {
        if self.yes() { Stream::Region } else { Stream::Municipality(self.municipality()) }
    }

    pub(crate) fn organisation(&mut self) -> OrganisationId {
        let id = self.of(&["region", "GM0001", "GM0002", "GM0009", "de-kern", "welzijn"]);
        OrganisationId::new(id).unwrap()
    }

    pub(crate) fn year(&mut self) -> BudgetYear {
        let year = self.of(&[2021, 2022, 2023, 2014, 2100]);
        BudgetYear::new(year).unwrap()
    }

    pub(crate) fn years(&mut self) -> YearSpan {
        let (a, b) = (self.year(), self.year());
        YearSpan::new(a.min(b), a.max(b)).unwrap()
    }

    pub(crate) fn cents(&mut self) -> Cents {
        let cents = self.of(&[0, 1, -1, 100, -100, 50, -16_500_000, Cents::MAX_SIZE, -Cents::MAX_SIZE]);
        Cents::new(cents).unwrap()
    }

    pub(crate) fn amount(&mut self) -> Amount {
        match self.below(9) {
            0 => Amount::Exact(self.cents()),
            1 => Amount::About { cents: self.cents(), granularity: self.cents() },
            2 => Amount::AtMost(self.cents()),
            3 => Amount::LessThan(self.cents()),
            4 => Amount::AtLeast(self.cents()),
            5 => Amount::Range { low: self.cents(), high: self.cents() },
            6 => Amount::PercentOf {
                share: BasisPoints::new(self.of(&[-2_000, 0, 500])).unwrap(),
                base: if self.yes() {
                    Base::Unknown(None)
                } else {
                    Base::Figures(self.many(2, Self::figure_id))
                },
                bound: self.of(&[Bound::Exactly, Bound::AtLeast, Bound::AtMost]),
            },
            7 => Amount::Qualitative(text("grotendeels")),
            _ => Amount::Unknown { reason: text("PM"), promised: None },
        }
    }

    pub(crate) fn figure_id(&mut self) -> FigureId {
        self.id(FigureId::new, "A")
    }

    pub(crate) fn cut_id(&mut self) -> CutId {
        self.id(CutId::new, "C")
    }

    pub(crate) fn proposal_id(&mut self) -> ProposalId {
        self.id(ProposalId::new, "P")
    }

    pub(crate) fn document(&mut self) -> DocumentRef {
        DocumentRef {
            organisation: self.maybe(Self::organisation),
            title: text("brief {entry}"),
            reference: match self.below(3) {
                0 => Reference::Assigned(text(self.of(&["1", "2"]))),
                1 => Reference::NotAssigned(text("xxxx")),
                _ => Reference::None,
            },
            date: UncertainDate::Unknown,
            place: None,
            digest: None,
        }
    }

    pub(crate) fn act(&mut self) -> Act {
        Act {
            organisation: self.organisation(),
            organ: Organ::Council,
            date: UncertainDate::Unknown,
            documents: self.many(1, Self::document),
            legal_basis: vec![],
            note: None,
        }
    }

    pub(crate) fn addressee(&mut self) -> Addressee {
        Addressee { organisation: self.organisation(), organ: Organ::ExecutiveBoard }
    }

    fn recurrence(&mut self) -> Recurrence {
        self.of(&[Recurrence::Once, Recurrence::Yearly, Recurrence::EachBudget, Recurrence::Quarterly])
    }

    fn outcome(&mut self) -> AnswerOutcome {
        self.of(&[AnswerOutcome::Accepted, AnswerOutcome::Declined])
    }

    pub(crate) fn figure(&mut self) -> Figure {
        Figure {
            figure: self.figure_id(),
            description: text("een bedrag"),
            pillar: Pillar::Wmo,
            flow: Flow::Expenditure,
            gross: Gross::Unsaid,
            horizon: Horizon::Present,
            amount: self.amount(),
            certainty: Certainty::Estimate,
            years: self.maybe(Self::years),
            counting: match self.below(5) {
                0 => Counting::AlternativeTo(self.figure_id()),
                1 => Counting::DerivedFrom(self.many(2, Self::figure_id)),
                2 => Counting::MayOverlap(self.figure_id()),
                3 => Counting::Memo,
                _ => Counting::Counted,
            },
            taakveld: self.maybe(Self::taakveld),
            source: None,
        }
    }

    pub(crate) fn taakveld(&mut self) -> Taakveld {
        let code = self.of(&["6.1", "6.3", "6.71", "6.71a", "6.711", "661"]);
        Taakveld::new(code).unwrap()
    }

    pub(crate) fn line_key(&mut self) -> LineKey {
        LineKey {
            taakveld: self.taakveld(),
            year: self.year(),
            side: self.of(&[Side::Expenditure, Side::Income]),
            nature: Nature::Structural,
            category: (self.below(8) == 7).then(|| Category::new("3.4.2").unwrap()),
            programme: None,
        }
    }

    fn amended_line(&mut self) -> AmendedLine {
        let (old, mutation) = (self.cents(), self.cents());
        let sum = old.checked_add(mutation).unwrap_or_default();
        let new = if self.below(4) == 0 { self.cents() } else { sum };
        AmendedLine { key: self.line_key(), old, mutation, new, explanation: None }
    }

    fn terms(&mut self) -> CutTerms {
        CutTerms {
            cut: self.cut_id(),
            scope: text("sociale basis"),
            pillar: Pillar::SocialInfrastructure,
            amount: self.amount(),
            years: self.years(),
            years_inferred: false,
            structural: self.yes(),
            certainty: Certainty::Decided,
            concretises: self.maybe(Self::cut_id),
        }
    }

    fn condition(&mut self) -> Condition {
        let proposal = self.maybe(Self::proposal_id);
        Condition { text: text("het voorstel slaagt"), proposal, due: UncertainDate::Unknown, fallback: None }
    }

    fn part(&mut self) -> CutPart {
        let bearer = match self.below(3) {
            0 => Bearer::Organisation(self.organisation()),
            1 => Bearer::Municipality(self.municipality()),
            _ => Bearer::Theme(text(self.of(&["inkoop", "{sum}"]))),
        };
        CutPart { bearer, amount: self.amount(), explanation: None }
    }

    fn founded(&mut self) -> Body {
        let name = |code: &str| Member { code: MunicipalityCode::new(code).unwrap(), name: text(code) };
        Body::ArrangementFounded(ArrangementFounded {
            act: self.act(),
            name: text("de regeling"),
            form: LegalForm::PublicBody,
            members: ["GM0001", "GM0002", "GM0003"].map(name).into(),
        })
    }

    /// Any statement; the first number chooses its kind.
    pub(crate) fn statement(&mut self) -> Statement {
        let place = self.below(Body::KINDS.len());
        let followed = self.follow_up(Body::KINDS[place]);
        let body = followed.unwrap_or_else(|| match place {
            kind @ 0..=7 => self.record_body(kind),
            kind @ 8..=14 => self.cut_body(kind),
            kind @ 15..=20 => self.voice_body(kind),
            kind if super::subsidies::makes(Body::KINDS[kind]) => self.subsidy_body(Body::KINDS[kind]),
            kind if REGION_KINDS.contains(&Body::KINDS[kind]) => self.region_body(Body::KINDS[kind]),
            kind @ 21..=31 => self.joint_or_learning_body(kind),
            kind => self.accounts_body(Body::KINDS[kind]),
        });
        let mut concerns = self.many(2, Self::stream);
        concerns.push(Stream::Region);
        if self.yes() {
            concerns.rotate_right(1);
            concerns.truncate(1);
        }
        concerns.sort_unstable();
        concerns.dedup();
        Statement { concerns, body }
    }

    fn record_body(&mut self, kind: usize) -> Body {
        match kind {
            0 => self.founded(),
            1 => Body::MemberJoined(MemberJoined {
                act: self.act(),
                member: Member { code: self.municipality(), name: text("een gemeente") },
                from: UncertainDate::Unknown,
            }),
            2 => Body::OrganisationRegistered(OrganisationRegistered {
                act: self.act(),
                organisation: self.organisation(),
                name: text("een organisatie"),
                kind: self.of(&[OrganisationKind::Provider, OrganisationKind::Municipality]),
                works_in: self.many(2, Self::municipality),
                partners: self.many(2, Self::organisation),
            }),
            3 => Body::DocumentRegistered(DocumentRegistered {
                act: self.act(),
                document: self.id(DocumentId::new, "D"),
                reference: self.document(),
                addressee: self.maybe(|any| (any.organisation(), None)),
            }),
            4 => Body::FundingIndicated(FundingIndicated {
                act: self.act(),
                figure: self.figure(),
                role: match self.below(3) {
                    0 => FundingRole::ShareOf(self.figure_id()),
                    1 => FundingRole::ReductionOf(self.many(2, Self::figure_id)),
                    _ => FundingRole::Own,
                },
                money: self.maybe(Self::funding_source),
            }),
            5 => Body::BudgetLineIndicated(BudgetLineIndicated {
                act: self.act(),
                figure: self.figure(),
                contribution: self.maybe(Self::contribution),
            }),
            6 => Body::BudgetAdopted(BudgetAdopted {
                act: self.act(),
                holder: self.stream(),
                year: self.year(),
                lines: self.many(3, |any| BudgetLine {
                    key: any.line_key(),
                    amount: any.cents(),
                    explanation: None,
                }),
                rounded_to: None,
            }),
            _ => Body::BudgetAmended(BudgetAmended {
                act: self.act(),
                holder: self.stream(),
                year: self.year(),
                number: self.of(&[1, 1, 2, 3, u32::MAX]),
                lines: self.many(2, Self::amended_line),
            }),
        }
    }

    fn cut_body(&mut self, kind: usize) -> Body {
        match kind {
            8 => Body::CutAnnounced(CutAnnounced {
                act: self.act(),
                terms: self.terms(),
                condition: self.maybe(Self::condition),
            }),
            9 => Body::CutAdopted(CutAdopted { act: self.act(), terms: self.terms() }),
            10 => Body::CutSuspended(CutSuspended {
                act: self.act(),
                cut: self.cut_id(),
                years: self.years(),
                extent: self.maybe(Self::amount).map_or(Extent::Full, Extent::Partial),
            }),
            11 => Body::CutAmended(CutAmended {
                act: self.act(),
                cut: self.cut_id(),
                amount: self.amount(),
                years: self.maybe(Self::years),
                reason: None,
            }),
            12 => Body::CutConditioned(CutConditioned {
                act: self.act(),
                cut: self.cut_id(),
                condition: self.condition(),
            }),
            13 => Body::CutAllocated(CutAllocated {
                act: self.act(),
                cut: self.cut_id(),
                years: self.years(),
                status: DecisionStatus::Adopted,
                parts: self.many(3, Self::part),
                total: self.maybe(Self::amount),
            }),
            _ => Body::DecisionHeldOver(DecisionHeldOver {
                act: self.act(),
                subject: if self.yes() {
                    Subject::Cut(self.cut_id())
                } else {
                    Subject::Proposal(self.proposal_id())
                },
                until: UncertainDate::Unknown,
                reason: None,
            }),
        }
    }

    fn voice_body(&mut self, kind: usize) -> Body {
        match kind {
            15 => Body::ReactionReceived(ReactionReceived {
                act: self.act(),
                reaction: self.id(ReactionId::new, "RE"),
                addressee: self.addressee(),
                answers: self.maybe(Self::document),
                cut: self.maybe(Self::cut_id),
                late: true,
                deadline: UncertainDate::Unknown,
                claims: vec![],
            }),
            16 => Body::ViewSubmitted(ViewSubmitted {
                act: self.act(),
                view: self.id(ViewId::new, "Z"),
                addressee: self.addressee(),
                subject: text("de visie"),
                statutory: false,
                items: self.many(3, |any| ViewItem {
                    item: any.id(ItemId::new, "R"),
                    kind: ItemKind::Request,
                    text: text("een reactie"),
                    recurrence: any.recurrence(),
                }),
            }),
            17 => Body::ViewAnswered(ViewAnswered {
                act: self.act(),
                view: self.id(ViewId::new, "Z"),
                answers: self.many(3, |any| ItemAnswer {
                    item: any.id(ItemId::new, "R"),
                    outcome: any.outcome(),
                    reasons: any.maybe(|_| text("daarom")),
                }),
            }),
            18 => Body::RequestMade(RequestMade {
                act: self.act(),
                request: self.id(RequestItemId::new, "R"),
                addressee: self.addressee(),
                text: text("een gesprek"),
                due: UncertainDate::Unknown,
                recurrence: self.recurrence(),
                reaction: self.maybe(|any| any.id(ReactionId::new, "RE")),
            }),
            19 => Body::RequestAnswered(RequestAnswered {
                act: self.act(),
                request: self.id(RequestItemId::new, "R"),
                outcome: self.outcome(),
                reasons: text("daarom"),
            }),
            _ => Body::CommitmentMade(CommitmentMade {
                act: self.act(),
                commitment: self.id(CommitmentId::new, "T"),
                text: text("afspraken"),
                with: self.many(2, Self::organisation),
                due: UncertainDate::Unknown,
                recurrence: self.recurrence(),
            }),
        }
    }

    fn joint_or_learning_body(&mut self, kind: usize) -> Body {
        let (act, proposal, council) = (self.act(), self.proposal_id(), self.municipality());
        let on = UncertainDate::Unknown;
        match kind {
            21 => Body::ProposalMandated(ProposalMandated {
                act,
                proposal,
                subject: text("een voorstel"),
                parties: self.many(2, Self::organisation),
                due: on,
                treated_with: None,
                fallback: None,
            }),
            22 => Body::ProposalMade(ProposalMade {
                act,
                proposal,
                title: text("het voorstel"),
                councils: self.many(3, Self::municipality),
                version: self.maybe(|any| text(any.of(&["maart", "mei"]))),
            }),
            23 => Body::HearingScheduled(HearingScheduled {
                act,
                proposal,
                council,
                meeting: text("Forum"),
                on,
            }),
            24 => Body::DecisionScheduled(DecisionScheduled { act, proposal, council, on }),
            25 => Body::CouncilDecided(CouncilDecided {
                act,
                proposal,
                council,
                outcome: self.of(&[
                    CouncilOutcome::Adopted,
                    CouncilOutcome::AdoptedAmended,
                    CouncilOutcome::Rejected,
                ]),
                version: self.maybe(|any| text(any.of(&["maart", "mei"]))),
            }),
            26 => Body::VisionShared(VisionShared {
                act,
                vision: self.id(VisionId::new, "V"),
                title: text("de visie"),
                with: self.many(2, Self::organisation),
            }),
            27 => Body::PolicyAdopted(PolicyAdopted {
                act,
                policy: self.id(PolicyId::new, "N"),
                title: text("de nota"),
                decided: self.yes(),
            }),
            28 => Body::ProgressReported(ProgressReported {
                act,
                vision: self.maybe(|any| any.id(VisionId::new, "V")),
                text: text("de stand"),
            }),
            29 => Body::ExperimentStarted(ExperimentStarted {
                act,
                experiment: self.id(ExperimentId::new, "E"),
                title: text("een proef"),
                started: self.yes(),
                amount: self.amount(),
            }),
            30 => Body::ExperimentConcluded(ExperimentConcluded {
                act,
                experiment: self.id(ExperimentId::new, "E"),
                result: ExperimentResult::Failed,
                lesson: text("eerst de wijkteams"),
            }),
            _ => Body::IndicatorSet(IndicatorSet {
                act,
                indicator: self.id(IndicatorId::new, "I"),
                description: text("bereik"),
                required: None,
                target: None,
                words: None,
                year: None,
            }),
        }
    }
}

/// The founding that any history begins with.
pub(crate) fn founding() -> Statement {
    Statement { concerns: vec![Stream::Region], body: Any::new(&[]).founded() }
}

pub(crate) fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}
