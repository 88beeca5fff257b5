//! Reads a statement of the tables: `streams | organisation organ date | kind | field value; field value`.
//!
//! What a case does not care about may be left out; something harmless then stands in its place.

use openboek_rules::act::{Act, DocumentRef, Reference};
use openboek_rules::figure::{Counting, Figure, Flow, Gross, Horizon, Pillar};
use openboek_rules::statement::*;
use openboek_rules::{
    CommitmentId, CutId, DecisionStatus, DocumentId, ExperimentId, FigureId, IndicatorId, ItemId,
    MunicipalityCode, OrganisationId, PolicyId, ProposalId, ReactionId, RequestItemId, Stream, Taakveld,
    UncertainDate, ViewId, VisionId,
};

use crate::accounts::accounts_body;
use crate::words::*;

/// Reads one statement.
pub(crate) fn read(line: &str) -> Read<Statement> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [streams, actor, kind, fields] = columns[..] else {
        return Err(format!("{} columns instead of 4", columns.len()));
    };
    let fields = Fields::new(fields);
    let mut concerns = ids(Stream::new, &streams.split(' ').collect::<Vec<_>>())?;
    concerns.sort_unstable();
    let act = act(actor, &fields)?;
    let body = body(kind, act, &fields)?;
    fields.finish()?;
    Ok(Statement { concerns, body })
}

fn act(actor: &str, fields: &Fields<'_>) -> Read<Act> {
    let [organisation, organ_of, on] = actor.split(' ').collect::<Vec<_>>()[..] else {
        return Err(format!("{actor} is no organisation, organ and date"));
    };
    let paper = fields.get("paper").map(|paper| document(paper, fields.get("paper-by"))).transpose()?;
    Ok(Act {
        organisation: id(OrganisationId::new, organisation)?,
        organ: organ(organ_of)?,
        date: date(on)?,
        documents: paper.into_iter().collect(),
        legal_basis: fields.get("basis").map(text).transpose()?.into_iter().collect(),
        note: optional_text(fields.get("note"))?,
    })
}

pub(crate) fn date(value: &str) -> Read<UncertainDate> {
    id(UncertainDate::parse, value)
}

/// `title`, or `title # number`, or `title #? placeholder`.
pub(crate) fn document(value: &str, by: Option<&str>) -> Read<DocumentRef> {
    let (title, reference) = match (value.split_once(" #? "), value.split_once(" # ")) {
        (Some((title, placeholder)), _) => (title, Reference::NotAssigned(text(placeholder)?)),
        (_, Some((title, number))) => (title, Reference::Assigned(text(number)?)),
        _ => (value, Reference::None),
    };
    Ok(DocumentRef {
        organisation: by.map(|by| id(OrganisationId::new, by)).transpose()?,
        title: text(title)?,
        reference,
        date: UncertainDate::Unknown,
        place: None,
        digest: None,
    })
}

pub(crate) fn body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    if let Some(body) = crate::follow_up::read(kind, act.clone(), f)? {
        return Ok(body);
    }
    Ok(match kind {
        "arrangement-founded" => Body::ArrangementFounded(ArrangementFounded {
            act,
            name: text(f.or("name", "de regeling"))?,
            form: choose(
                f.or("form", "public-body"),
                &[
                    ("public-body", LegalForm::PublicBody),
                    ("informal", LegalForm::Informal),
                    ("single-municipality", LegalForm::SingleMunicipality),
                ],
            )?,
            members: f.list("members").into_iter().map(member).collect::<Read<_>>()?,
        }),
        "member-joined" => Body::MemberJoined(MemberJoined {
            act,
            member: member(f.or("member", ""))?,
            from: date(f.or("from", "XXXX"))?,
        }),
        "organisation-registered" => Body::OrganisationRegistered(organisation(act, f)?),
        "document-registered" => Body::DocumentRegistered(DocumentRegistered {
            act,
            document: id(DocumentId::new, f.or("document", "D1"))?,
            reference: document(f.or("is", "brief"), f.get("by"))?,
            addressee: match f.get("to") {
                Some(to) => Some((id(OrganisationId::new, to)?, None)),
                None => None,
            },
        }),
        "funding-indicated" => {
            let role = role(f)?;
            let money = f.get("money").map(crate::region::money).transpose()?;
            Body::FundingIndicated(FundingIndicated { act, figure: figure(f)?, role, money })
        }
        "budget-line-indicated" => Body::BudgetLineIndicated(BudgetLineIndicated {
            act,
            figure: figure(f)?,
            contribution: crate::region::contribution_opt(f)?,
        }),
        "budget-adopted" => Body::BudgetAdopted(BudgetAdopted {
            act,
            holder: id(Stream::new, f.or("holder", "region"))?,
            year: year(f.or("year", "2021"))?,
            lines: f.all("line").into_iter().map(budget_line).collect::<Read<_>>()?,
            rounded_to: f.get("rounded").map(cents).transpose()?,
        }),
        "budget-amended" => Body::BudgetAmended(BudgetAmended {
            act,
            holder: id(Stream::new, f.or("holder", "region"))?,
            year: year(f.or("year", "2021"))?,
            number: f.or("number", "1").parse().map_err(|_| "no number")?,
            lines: f.all("line").into_iter().map(amended_line).collect::<Read<_>>()?,
        }),
        "budget-drafted"
        | "budget-sent-for-views"
        | "reserve-changed"
        | "actuals-reported"
        | "accounts-adopted"
        | "scope-defined" => accounts_body(kind, act, f)?,
        "cut-announced" => {
            Body::CutAnnounced(CutAnnounced { act, terms: terms(f)?, condition: condition(f)? })
        }
        "cut-adopted" => Body::CutAdopted(CutAdopted { act, terms: terms(f)? }),
        "cut-suspended" => Body::CutSuspended(CutSuspended {
            act,
            cut: cut(f)?,
            years: years(f.or("years", "2021"))?,
            extent: match f.or("extent", "full") {
                "full" => Extent::Full,
                part => Extent::Partial(amount(part)?),
            },
        }),
        "cut-amended" => Body::CutAmended(CutAmended {
            act,
            cut: cut(f)?,
            amount: amount(f.or("amount", "unknown n.n.b."))?,
            years: f.get("years").map(years).transpose()?,
            reason: optional_text(f.get("reason"))?,
        }),
        "cut-conditioned" => Body::CutConditioned(CutConditioned {
            act,
            cut: cut(f)?,
            condition: condition(f)?.ok_or("no condition")?,
        }),
        "cut-allocated" => Body::CutAllocated(CutAllocated {
            act,
            cut: cut(f)?,
            years: years(f.or("years", "2021"))?,
            status: choose(
                f.or("status", "adopted"),
                &[("proposed", DecisionStatus::Proposed), ("adopted", DecisionStatus::Adopted)],
            )?,
            parts: f.all("part").into_iter().map(part).collect::<Read<_>>()?,
            total: f.get("total").map(amount).transpose()?,
        }),
        "decision-held-over" => Body::DecisionHeldOver(DecisionHeldOver {
            act,
            subject: match f.get("cut") {
                Some(cut) => Subject::Cut(id(CutId::new, cut)?),
                None => Subject::Proposal(proposal(f)?),
            },
            until: date(f.or("until", "XXXX"))?,
            reason: optional_text(f.get("reason"))?,
        }),
        voice
            if voice.starts_with("reaction") || voice.starts_with("view") || voice.starts_with("request") =>
        {
            voice_body(voice, act, f)?
        }
        joint
            if joint.starts_with("proposal")
                || joint.ends_with("scheduled")
                || joint == "council-decided" =>
        {
            joint_body(joint, act, f)?
        }
        money if crate::subsidies::reads(money) => crate::subsidies::body(money, act, f)?,
        other => learning_body(other, act, f)?,
    })
}

fn voice_body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    Ok(match kind {
        "reaction-received" => Body::ReactionReceived(ReactionReceived {
            act,
            reaction: id(ReactionId::new, f.or("reaction", "RE1"))?,
            addressee: addressee(f)?,
            answers: f.get("answers").map(|paper| document(paper, f.get("answers-by"))).transpose()?,
            cut: f.get("cut").map(|cut| id(CutId::new, cut)).transpose()?,
            late: f.has("late"),
            deadline: date(f.or("deadline", "XXXX"))?,
            claims: f.all("claim").into_iter().map(text).collect::<Read<_>>()?,
        }),
        "view-submitted" => Body::ViewSubmitted(ViewSubmitted {
            act,
            view: id(ViewId::new, f.or("view", "Z1"))?,
            addressee: addressee(f)?,
            subject: text(f.or("subject", "de visie"))?,
            statutory: f.has("statutory"),
            items: f.all("item").into_iter().map(item).collect::<Read<_>>()?,
        }),
        "view-answered" => Body::ViewAnswered(ViewAnswered {
            act,
            view: id(ViewId::new, f.or("view", "Z1"))?,
            answers: f.all("answer").into_iter().map(answer).collect::<Read<_>>()?,
        }),
        "request-made" => Body::RequestMade(RequestMade {
            act,
            request: id(RequestItemId::new, f.or("request", "R1"))?,
            addressee: addressee(f)?,
            text: text(f.or("text", "een gesprek"))?,
            due: date(f.or("due", "XXXX"))?,
            recurrence: recurrence(f.or("again", "once"))?,
            reaction: f.get("reaction").map(|reaction| id(ReactionId::new, reaction)).transpose()?,
        }),
        "request-answered" => Body::RequestAnswered(RequestAnswered {
            act,
            request: id(RequestItemId::new, f.or("request", "R1"))?,
            outcome: outcome(f.or("outcome", "accepted"))?,
            reasons: text(f.or("reasons", "het gesprek is gevoerd"))?,
        }),
        other => return Err(format!("{other} is no kind of statement")),
    })
}

fn joint_body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    let council = || id(MunicipalityCode::new, f.or("council", ""));
    Ok(match kind {
        "proposal-mandated" => Body::ProposalMandated(ProposalMandated {
            act,
            proposal: proposal(f)?,
            subject: text(f.or("subject", "een gezamenlijk voorstel"))?,
            parties: ids(OrganisationId::new, &f.list("parties"))?,
            due: date(f.or("due", "XXXX"))?,
            treated_with: optional_text(f.get("with"))?,
            fallback: optional_text(f.get("fallback"))?,
        }),
        "proposal-made" => Body::ProposalMade(ProposalMade {
            act,
            proposal: proposal(f)?,
            title: text(f.or("title", "het voorstel"))?,
            councils: ids(MunicipalityCode::new, &f.list("councils"))?,
            version: optional_text(f.get("version"))?,
        }),
        "hearing-scheduled" => Body::HearingScheduled(HearingScheduled {
            act,
            proposal: proposal(f)?,
            council: council()?,
            meeting: text(f.or("meeting", "Forum"))?,
            on: date(f.or("on", "XXXX"))?,
        }),
        "decision-scheduled" => Body::DecisionScheduled(DecisionScheduled {
            act,
            proposal: proposal(f)?,
            council: council()?,
            on: date(f.or("on", "XXXX"))?,
        }),
        "council-decided" => Body::CouncilDecided(CouncilDecided {
            act,
            proposal: proposal(f)?,
            council: council()?,
            outcome: choose(
                f.or("outcome", "adopted"),
                &[
                    ("adopted", CouncilOutcome::Adopted),
                    ("adopted-amended", CouncilOutcome::AdoptedAmended),
                    ("rejected", CouncilOutcome::Rejected),
                ],
            )?,
            version: optional_text(f.get("version"))?,
        }),
        other => return Err(format!("{other} is no kind of statement")),
    })
}

fn learning_body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    Ok(match kind {
        "commitment-made" => Body::CommitmentMade(CommitmentMade {
            act,
            commitment: id(CommitmentId::new, f.or("commitment", "T1"))?,
            text: text(f.or("text", "afspraken"))?,
            with: ids(OrganisationId::new, &f.list("with"))?,
            due: date(f.or("due", "XXXX"))?,
            recurrence: recurrence(f.or("again", "once"))?,
        }),
        "vision-shared" => Body::VisionShared(VisionShared {
            act,
            vision: id(VisionId::new, f.or("vision", "V1"))?,
            title: text(f.or("title", "de visie"))?,
            with: ids(OrganisationId::new, &f.list("with"))?,
        }),
        "policy-adopted" => Body::PolicyAdopted(PolicyAdopted {
            act,
            policy: id(PolicyId::new, f.or("policy", "P1"))?,
            title: text(f.or("title", "de nota"))?,
            decided: !f.has("discussed"),
        }),
        "progress-reported" => Body::ProgressReported(ProgressReported {
            act,
            vision: f.get("vision").map(|vision| id(VisionId::new, vision)).transpose()?,
            text: text(f.or("text", "presentatie"))?,
        }),
        "experiment-started" => Body::ExperimentStarted(ExperimentStarted {
            act,
            experiment: id(ExperimentId::new, f.or("experiment", "E1"))?,
            title: text(f.or("title", "proefprojecten"))?,
            started: !f.has("planned"),
            amount: amount(f.or("amount", "unknown n.n.b."))?,
        }),
        "experiment-concluded" => Body::ExperimentConcluded(ExperimentConcluded {
            act,
            experiment: id(ExperimentId::new, f.or("experiment", "E1"))?,
            result: choose(
                f.or("result", "failed"),
                &[("failed", ExperimentResult::Failed), ("succeeded", ExperimentResult::Succeeded)],
            )?,
            lesson: text(f.or("lesson", "eerst de wijkteams"))?,
        }),
        "indicator-set" => Body::IndicatorSet(IndicatorSet {
            act,
            indicator: id(IndicatorId::new, f.or("indicator", "I1"))?,
            description: text(f.or("text", "woonservicegebied"))?,
            required: None,
            target: None,
            words: optional_text(f.get("words"))?,
            year: f.get("year").map(year).transpose()?,
        }),
        other => crate::region::body(other, act, f)?,
    })
}

/// `GM0148 Dalfsen`.
fn member(value: &str) -> Read<Member> {
    let (code, name) = value.split_once(' ').ok_or_else(|| format!("{value} is no member"))?;
    Ok(Member { code: id(MunicipalityCode::new, code)?, name: text(name)? })
}

fn organisation(act: Act, f: &Fields<'_>) -> Read<OrganisationRegistered> {
    let organisation = f.or("organisation", "de-kern");
    Ok(OrganisationRegistered {
        act,
        organisation: id(OrganisationId::new, organisation)?,
        name: text(f.or("name", organisation))?,
        kind: choose(
            f.or("kind", "provider"),
            &[
                ("provider", OrganisationKind::Provider),
                ("coalition", OrganisationKind::Coalition),
                ("municipality", OrganisationKind::Municipality),
                ("national-government", OrganisationKind::NationalGovernment),
                ("joint-body", OrganisationKind::JointBody),
            ],
        )?,
        works_in: ids(MunicipalityCode::new, &f.list("works-in"))?,
        partners: ids(OrganisationId::new, &f.list("partners"))?,
    })
}

pub(crate) fn figure(f: &Fields<'_>) -> Read<Figure> {
    let figures = |value: &str| ids(FigureId::new, &value.split(", ").collect::<Vec<_>>());
    let counting =
        match (f.get("alternative-to"), f.get("derived-from"), f.get("only-if"), f.get("may-overlap")) {
            (Some(other), ..) => Counting::AlternativeTo(id(FigureId::new, other)?),
            (_, Some(others), ..) => Counting::DerivedFrom(figures(others)?),
            (_, _, Some(condition), _) => Counting::OnlyIf(text(condition)?),
            (_, _, _, Some(other)) => Counting::MayOverlap(id(FigureId::new, other)?),
            _ if f.has("memo") => Counting::Memo,
            _ => Counting::Counted,
        };
    Ok(Figure {
        figure: id(FigureId::new, f.or("figure", "A01"))?,
        description: text(f.or("text", "een bedrag"))?,
        pillar: pillar(f)?,
        flow: choose(
            f.or("flow", "lasten"),
            &[
                ("baten", Flow::Income),
                ("lasten", Flow::Expenditure),
                ("saldo", Flow::Balance),
                ("means", Flow::Means),
                ("macro", Flow::Macro),
                ("tariff", Flow::Tariff),
                ("context", Flow::Context),
            ],
        )?,
        gross: match (f.has("gross"), f.has("net")) {
            (true, _) => Gross::Gross,
            (_, true) => Gross::Net,
            _ => Gross::Unsaid,
        },
        horizon: if f.has("future") { Horizon::Future } else { Horizon::Present },
        amount: amount(f.or("amount", "unknown n.n.b."))?,
        certainty: certainty(f.or("certainty", "estimate"))?,
        years: f.get("years").map(years).transpose()?,
        counting,
        taakveld: f.get("taakveld").map(|code| id(Taakveld::new, code)).transpose()?,
        source: optional_text(f.get("source"))?,
    })
}

pub(crate) fn role(f: &Fields<'_>) -> Read<FundingRole> {
    Ok(match (f.get("share-of"), f.get("reduction-of")) {
        (Some(whole), _) => FundingRole::ShareOf(id(FigureId::new, whole)?),
        (_, Some("nothing-here")) => FundingRole::ReductionOf(vec![]),
        (_, Some(of)) => FundingRole::ReductionOf(ids(FigureId::new, &of.split(", ").collect::<Vec<_>>())?),
        _ if f.has("macro-budget") => FundingRole::MacroBudget,
        _ if f.has("context") => FundingRole::Context,
        _ => FundingRole::Own,
    })
}

fn pillar(f: &Fields<'_>) -> Read<Pillar> {
    choose(
        f.or("pillar", "general"),
        &[
            ("participation", Pillar::Participation),
            ("wmo", Pillar::Wmo),
            ("youth", Pillar::Youth),
            ("social", Pillar::SocialInfrastructure),
            ("general-means", Pillar::GeneralMeans),
            ("general", Pillar::General),
        ],
    )
}

/// `6.1 2021 lasten structureel = 1.000,00`.
pub(crate) fn budget_line(value: &str) -> Read<BudgetLine> {
    let (key, amount) = value.split_once(" = ").ok_or("a line without an amount")?;
    Ok(BudgetLine { key: line_key(key)?, amount: cents(amount)?, explanation: None })
}

/// `6.1 2021 lasten structureel: 1.000,00 + -100,00 = 900,00`.
fn amended_line(value: &str) -> Read<AmendedLine> {
    let bad = || format!("{value} is no amended line");
    let (key, sum) = value.split_once(": ").ok_or_else(bad)?;
    let (terms, new) = sum.split_once(" = ").ok_or_else(bad)?;
    let (old, mutation) = terms.split_once(" + ").ok_or_else(bad)?;
    Ok(AmendedLine {
        key: line_key(key)?,
        old: cents(old)?,
        mutation: cents(mutation)?,
        new: cents(new)?,
        explanation: None,
    })
}

pub(crate) fn cut(f: &Fields<'_>) -> Read<CutId> {
    id(CutId::new, f.or("cut", "SV-20"))
}

pub(crate) fn proposal(f: &Fields<'_>) -> Read<ProposalId> {
    id(ProposalId::new, f.or("proposal", "JP-1"))
}

fn terms(f: &Fields<'_>) -> Read<CutTerms> {
    Ok(CutTerms {
        cut: cut(f)?,
        scope: text(f.or("scope", "sociale basis"))?,
        pillar: pillar(f)?,
        amount: amount(f.or("amount", "-20 % of unknown"))?,
        years: years(f.or("years", "2021-2024"))?,
        years_inferred: f.has("inferred"),
        structural: f.has("structural"),
        certainty: certainty(f.or("certainty", "decided"))?,
        concretises: f.get("concretises").map(|wider| id(CutId::new, wider)).transpose()?,
    })
}

fn condition(f: &Fields<'_>) -> Read<Option<Condition>> {
    let Some(words) = f.get("condition") else { return Ok(None) };
    Ok(Some(Condition {
        text: text(words)?,
        proposal: f.get("proposal").map(|proposal| id(ProposalId::new, proposal)).transpose()?,
        due: date(f.or("due", "XXXX"))?,
        fallback: optional_text(f.get("fallback"))?,
    }))
}

/// `GM0505 = -1,00`, `de-kern = -1,00` or `"a theme" = -1,00`.
fn part(value: &str) -> Read<CutPart> {
    let (bearer, how_much) = value.split_once(" = ").ok_or("a part without an amount")?;
    let bearer =
        match (bearer.strip_prefix('"').and_then(|b| b.strip_suffix('"')), MunicipalityCode::new(bearer)) {
            (Some(theme), _) => Bearer::Theme(text(theme)?),
            (None, Ok(code)) => Bearer::Municipality(code),
            (None, Err(_)) => Bearer::Organisation(id(OrganisationId::new, bearer)?),
        };
    Ok(CutPart { bearer, amount: amount(how_much)?, explanation: None })
}

pub(crate) fn addressee(f: &Fields<'_>) -> Read<Addressee> {
    let to = f.or("to", "region executive-board");
    let (organisation, organ_of) = to.split_once(' ').ok_or("to whom of what?")?;
    Ok(Addressee { organisation: id(OrganisationId::new, organisation)?, organ: organ(organ_of)? })
}

/// `R1 request: what it says`, with `(yearly)` or `(each-budget)` after the kind.
fn item(value: &str) -> Read<ViewItem> {
    let (head, words) = value.split_once(": ").ok_or("an item without a text")?;
    let mut head = head.split(' ');
    let (Some(item), Some(kind), again) = (head.next(), head.next(), head.next()) else {
        return Err(format!("{value} is no item"));
    };
    Ok(ViewItem {
        item: id(ItemId::new, item)?,
        kind: choose(
            kind,
            &[
                ("request", ItemKind::Request),
                ("condition", ItemKind::Condition),
                ("criterion", ItemKind::Criterion),
                ("priority", ItemKind::Priority),
                ("principle", ItemKind::Principle),
                ("concern", ItemKind::Concern),
                ("remark", ItemKind::Remark),
            ],
        )?,
        text: text(words)?,
        recurrence: recurrence(again.map_or("once", |again| again.trim_matches(['(', ')'])))?,
    })
}

/// `R1 accepted: the reasons`.
fn answer(value: &str) -> Read<ItemAnswer> {
    let (head, reasons) = value.split_once(": ").ok_or("an answer without reasons")?;
    let (item, how) = head.split_once(' ').ok_or("an answer without an outcome")?;
    Ok(ItemAnswer { item: id(ItemId::new, item)?, outcome: outcome(how)?, reasons: Some(text(reasons)?) })
}

fn outcome(word: &str) -> Read<AnswerOutcome> {
    choose(
        word,
        &[
            ("accepted", AnswerOutcome::Accepted),
            ("partly-accepted", AnswerOutcome::PartlyAccepted),
            ("declined", AnswerOutcome::Declined),
            ("noted", AnswerOutcome::Noted),
        ],
    )
}

fn recurrence(word: &str) -> Read<Recurrence> {
    choose(
        word,
        &[
            ("once", Recurrence::Once),
            ("yearly", Recurrence::Yearly),
            ("each-budget", Recurrence::EachBudget),
            ("quarterly", Recurrence::Quarterly),
        ],
    )
}
