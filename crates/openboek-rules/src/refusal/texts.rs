//! The texts of the refusals: what happened and what it means, then what to do next. Names in braces are filled with the details.

use super::RefusalCode;

/// The texts of one code, in English and in plain Dutch (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What happened and what it means, in English.
    pub english: &'static str,
    /// The same in Dutch.
    pub dutch: &'static str,
    /// What to do next, in English.
    pub next_english: &'static str,
    /// The same in Dutch.
    pub next_dutch: &'static str,
}

impl RefusalCode {
    /// The texts of this code.
    #[must_use]
    pub const fn texts(self) -> Texts {
        match self {
            Self::NotFounded => Texts {
                english: "This ledger is still empty: the arrangement has not been founded.",
                dutch: "Dit grootboek is nog leeg: de regeling is nog niet opgericht.",
                next_english: "Record the founding of the arrangement with its members first.",
                next_dutch: "Leg eerst de oprichting van de regeling met haar deelnemers vast.",
            },
            Self::AlreadyFounded => Texts {
                english: "The arrangement of this ledger was founded in {entry}. A ledger holds one arrangement.",
                dutch: "De regeling van dit grootboek is al opgericht ({entry}). In een grootboek past één regeling.",
                next_english: "Record a new member as joined, or open another ledger for another arrangement.",
                next_dutch: "Leg een nieuwe deelnemer vast als toetreding. Open voor een andere regeling een ander grootboek.",
            },
            Self::RegionOnly => Texts {
                english: "The founding belongs in the stream `region` and in no other, because the members have no stream yet.",
                dutch: "De oprichting hoort alleen bij `region`, want de deelnemers hebben nog geen eigen stroom.",
                next_english: "Give `region` as the only stream.",
                next_dutch: "Vul bij de stromen alleen `region` in.",
            },
            Self::UnknownMunicipality => Texts {
                english: "{municipality} is not a member of this arrangement, so nothing can be recorded for it.",
                dutch: "{municipality} is geen deelnemer van deze regeling. Daarom kan er niets voor deze gemeente worden vastgelegd.",
                next_english: "Check the code. If the municipality has joined, record that first.",
                next_dutch: "Controleer de code. Is de gemeente toegetreden? Leg dat dan eerst vast.",
            },
            Self::AlreadyMember => Texts {
                english: "{municipality} has been a member since {entry}.",
                dutch: "{municipality} is al deelnemer ({entry}).",
                next_english: "Nothing needs to be recorded. Check the code if you mean another municipality.",
                next_dutch: "U hoeft niets vast te leggen. Bedoelt u een andere gemeente? Controleer dan de code.",
            },
            Self::StreamMissing => Texts {
                english: "This statement is about {stream}, but {stream} is not among its streams. Its readers would not see it.",
                dutch: "Deze vastlegging gaat over {stream}, maar {stream} staat niet bij de stromen. De lezers daarvan zouden dit missen.",
                next_english: "Add {stream} to the streams.",
                next_dutch: "Voeg {stream} toe aan de stromen.",
            },
            Self::UnknownOrganisation => Texts {
                english: "The organisation {organisation} is not known in this ledger.",
                dutch: "De organisatie {organisation} is niet bekend in dit grootboek.",
                next_english: "Check the identifier, or register the organisation first.",
                next_dutch: "Controleer de code, of registreer de organisatie eerst.",
            },
            Self::OrganisationExists => Texts {
                english: "The identifier {organisation} is in use: a name stands for one organisation.",
                dutch: "De code {organisation} is al in gebruik. Een code hoort bij één organisatie.",
                next_english: "Use the organisation as it is registered, or choose another identifier.",
                next_dutch: "Gebruik de organisatie zoals die geregistreerd is, of kies een andere code.",
            },
            Self::OrganisationKindWrong => Texts {
                english: "{organisation} is the code of a municipality, but the kind of the organisation is another one.",
                dutch: "{organisation} is de code van een gemeente, maar als soort is iets anders dan gemeente gekozen.",
                next_english: "Choose municipality as the kind, or choose another identifier.",
                next_dutch: "Kies als soort gemeente, of kies een andere code voor de organisatie.",
            },
            Self::ListedTwice => Texts {
                english: "{name} is in this list twice.",
                dutch: "{name} staat twee keer in deze lijst.",
                next_english: "Keep it once.",
                next_dutch: "Laat het één keer staan.",
            },
            Self::DocumentExists => Texts {
                english: "The document {document} was registered in {entry}.",
                dutch: "Het document {document} is al geregistreerd ({entry}).",
                next_english: "Refer to that document, or check the identifier and the reference number.",
                next_dutch: "Verwijs naar dat document, of controleer de code en het kenmerk.",
            },
            Self::FigureExists => Texts {
                english: "The figure {figure} was recorded in {entry}, in the stream {stream}. Two figures with one name cannot be told apart.",
                dutch: "Het cijfer {figure} is al vastgelegd ({entry}, bij {stream}). Twee cijfers met dezelfde code zijn niet uit elkaar te houden.",
                next_english: "Choose another identifier for this figure.",
                next_dutch: "Kies een andere code voor dit cijfer.",
            },
            Self::BudgetExists => Texts {
                english: "The {year} budget of {holder} was adopted in {entry}. A budget is adopted once; after that it is amended.",
                dutch: "De begroting {year} van {holder} is al vastgesteld ({entry}). Een begroting wordt één keer vastgesteld en daarna gewijzigd.",
                next_english: "Record the change as a budget amendment.",
                next_dutch: "Leg de verandering vast als begrotingswijziging.",
            },
            Self::CutExists => Texts {
                english: "The cut {cut} was recorded in {entry}.",
                dutch: "De bezuiniging {cut} is al vastgelegd ({entry}).",
                next_english: "Record what changed about this cut, or choose another identifier for a new one.",
                next_dutch: "Leg vast wat er aan deze bezuiniging verandert, of kies een andere code voor een nieuwe bezuiniging.",
            },
            Self::CutAlreadyAdopted => Texts {
                english: "The cut {cut} was adopted in {entry}. A cut is adopted once.",
                dutch: "Over de bezuiniging {cut} is al besloten ({entry}). Een bezuiniging wordt één keer vastgesteld.",
                next_english: "Record a later decision as an amendment of the cut.",
                next_dutch: "Leg een later besluit vast als wijziging van de bezuiniging.",
            },
            Self::ReactionExists => Texts {
                english: "The reaction {reaction} was recorded in {entry}.",
                dutch: "De reactie {reaction} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another reaction.",
                next_dutch: "Is dit een andere reactie? Kies dan een andere code.",
            },
            Self::ViewExists => Texts {
                english: "The formal view {view} was recorded in {entry}.",
                dutch: "De zienswijze {view} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another view.",
                next_dutch: "Is dit een andere zienswijze? Kies dan een andere code.",
            },
            Self::RequestExists => Texts {
                english: "The request {request} was recorded in {entry}.",
                dutch: "Het verzoek {request} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another request.",
                next_dutch: "Is dit een ander verzoek? Kies dan een andere code.",
            },
            Self::CommitmentExists => Texts {
                english: "The commitment {commitment} was recorded in {entry}.",
                dutch: "De toezegging {commitment} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another commitment.",
                next_dutch: "Is dit een andere toezegging? Kies dan een andere code.",
            },
            Self::ProposalExists => Texts {
                english: "The proposal {proposal} was recorded in {entry}.",
                dutch: "Het voorstel {proposal} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another proposal.",
                next_dutch: "Is dit een ander voorstel? Kies dan een andere code.",
            },
            Self::VisionExists => Texts {
                english: "The vision {vision} was shared in {entry}.",
                dutch: "De visie {vision} is al gedeeld ({entry}).",
                next_english: "Choose another identifier if this is another vision.",
                next_dutch: "Is dit een andere visie? Kies dan een andere code.",
            },
            Self::PolicyExists => Texts {
                english: "This step of the policy {policy}, or a later one, was recorded in {entry}.",
                dutch: "Bij het beleid {policy} is deze stap, of een latere, al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another policy.",
                next_dutch: "Is dit ander beleid? Kies dan een andere code.",
            },
            Self::ExperimentExists => Texts {
                english: "This step of the experiment {experiment}, or a later one, was recorded in {entry}.",
                dutch: "Bij het proefproject {experiment} is deze stap, of een latere, al vastgelegd ({entry}).",
                next_english: "Choose another identifier if this is another experiment.",
                next_dutch: "Is dit een ander proefproject? Kies dan een andere code.",
            },
            Self::IndicatorExists => Texts {
                english: "The indicator {indicator} was set in {entry}.",
                dutch: "De indicator {indicator} is al vastgelegd ({entry}).",
                next_english: "Choose another identifier for another indicator or another year.",
                next_dutch: "Kies een andere code voor een andere indicator of een ander jaar.",
            },
            Self::UnknownFigure => Texts {
                english: "The figure {figure} is not recorded in the streams of this statement or in `region`.",
                dutch: "Het cijfer {figure} is niet vastgelegd bij de stromen van deze vastlegging of bij `region`.",
                next_english: "Check the identifier, or record that figure first.",
                next_dutch: "Controleer de code, of leg dat cijfer eerst vast.",
            },
            Self::BudgetNotAdopted => Texts {
                english: "The {year} budget of {holder} is not adopted in this ledger, so there is nothing to amend.",
                dutch: "De begroting {year} van {holder} is in dit grootboek nog niet vastgesteld. Er valt dus nog niets te wijzigen.",
                next_english: "Record the adopted budget first, or check the year.",
                next_dutch: "Leg eerst de vastgestelde begroting vast, of controleer het jaar.",
            },
            Self::UnknownCut => Texts {
                english: "The cut {cut} is not recorded.",
                dutch: "De bezuiniging {cut} is niet vastgelegd.",
                next_english: "Check the identifier, or record the cut as announced or adopted first.",
                next_dutch: "Controleer de code, of leg eerst de aankondiging of het besluit van de bezuiniging vast.",
            },
            Self::UnknownReaction => Texts {
                english: "The reaction {reaction} is not recorded.",
                dutch: "De reactie {reaction} is niet vastgelegd.",
                next_english: "Check the identifier, or record the reaction first.",
                next_dutch: "Controleer de code, of leg de reactie eerst vast.",
            },
            Self::UnknownView => Texts {
                english: "The formal view {view} is not recorded.",
                dutch: "De zienswijze {view} is niet vastgelegd.",
                next_english: "Check the identifier, or record the view first.",
                next_dutch: "Controleer de code, of leg de zienswijze eerst vast.",
            },
            Self::UnknownItem => Texts {
                english: "The formal view {view} has no item {item}.",
                dutch: "De zienswijze {view} heeft geen punt {item}.",
                next_english: "Check which items the view has.",
                next_dutch: "Kijk na welke punten de zienswijze heeft.",
            },
            Self::UnknownRequest => Texts {
                english: "The request {request} is not recorded.",
                dutch: "Het verzoek {request} is niet vastgelegd.",
                next_english: "Check the identifier, or record the request first.",
                next_dutch: "Controleer de code, of leg het verzoek eerst vast.",
            },
            Self::UnknownProposal => Texts {
                english: "The proposal {proposal} is not recorded.",
                dutch: "Het voorstel {proposal} is niet vastgelegd.",
                next_english: "Check the identifier, or record the proposal or its mandate first.",
                next_dutch: "Controleer de code, of leg eerst het voorstel of de opdracht ervoor vast.",
            },
            Self::UnknownVision => Texts {
                english: "The vision {vision} is not recorded.",
                dutch: "De visie {vision} is niet vastgelegd.",
                next_english: "Check the identifier, or record the vision first.",
                next_dutch: "Controleer de code, of leg de visie eerst vast.",
            },
            Self::UnknownExperiment => Texts {
                english: "The experiment {experiment} is not recorded.",
                dutch: "Het proefproject {experiment} is niet vastgelegd.",
                next_english: "Check the identifier, or record the start of the experiment first.",
                next_dutch: "Controleer de code, of leg eerst de start van het proefproject vast.",
            },
            Self::CutNotAdopted => Texts {
                english: "The cut {cut} is only announced. An announcement is not a decision, so there is nothing to suspend.",
                dutch: "De bezuiniging {cut} is alleen aangekondigd. Een aankondiging is geen besluit. Er valt dus niets op te schorten.",
                next_english: "Record the decision to adopt the cut first, or amend the announced cut.",
                next_dutch: "Leg eerst het besluit over de bezuiniging vast, of wijzig de aangekondigde bezuiniging.",
            },
            Self::YearsOutsideCut => Texts {
                english: "The cut {cut} is about {of_cut}, but this statement names {named}.",
                dutch: "De bezuiniging {cut} gaat over {of_cut}, maar hier staat {named}.",
                next_english: "Check the years. If the cut was extended, record that as an amendment first.",
                next_dutch: "Controleer de jaren. Is de bezuiniging verlengd? Leg dat dan eerst vast als wijziging.",
            },
            Self::CutCircle => Texts {
                english: "The cut {cut} would make itself concrete, directly or through other cuts. It could then never be counted.",
                dutch: "De bezuiniging {cut} zou zichzelf uitwerken, direct of via andere bezuinigingen. Dan telt ze nergens mee.",
                next_english: "Name the cut that was there before and that this one makes concrete.",
                next_dutch: "Noem de eerdere bezuiniging die met deze bezuiniging wordt uitgewerkt.",
            },
            Self::ProposalNotMade => Texts {
                english: "The proposal {proposal} is only mandated: there is no text yet that a council can decide on.",
                dutch: "Voor het voorstel {proposal} is alleen opdracht gegeven. Er is nog geen tekst waarover een raad kan besluiten.",
                next_english: "Record the proposal itself first.",
                next_dutch: "Leg eerst het voorstel zelf vast.",
            },
            Self::CouncilNotAsked => Texts {
                english: "The proposal {proposal} is not put before the council of {council}.",
                dutch: "Het voorstel {proposal} is niet aan de raad van {council} voorgelegd.",
                next_english: "Check the council and the proposal.",
                next_dutch: "Controleer de raad en het voorstel.",
            },
            Self::CouncilAlreadyDecided => Texts {
                english: "The council of {council} decided on the proposal {proposal} in {entry}, and the texts of the councils do not differ.",
                dutch: "De raad van {council} heeft al besloten over het voorstel {proposal} ({entry}). De teksten van de raden verschillen niet.",
                next_english: "Record a new decision only when the councils' texts differ. Use a new proposal for a new text.",
                next_dutch: "Een nieuw besluit kan alleen als de teksten van de raden verschillen. Leg een nieuwe tekst vast als nieuw voorstel.",
            },
            Self::NotTheAddressee => Texts {
                english: "This was addressed to {addressee}, but {organisation} answers it.",
                dutch: "Dit was gericht aan {addressee}, maar {organisation} geeft antwoord.",
                next_english: "Record the answer as an act of {addressee}.",
                next_dutch: "Leg het antwoord vast als antwoord van {addressee}.",
            },
            Self::ItemAlreadyAnswered => Texts {
                english: "Item {item} of the formal view {view} was answered in {entry}, and it was asked once.",
                dutch: "Punt {item} van de zienswijze {view} is al beantwoord ({entry}). Het werd één keer gevraagd.",
                next_english: "Leave this item out.",
                next_dutch: "Laat dit punt weg.",
            },
            Self::RequestAlreadyAnswered => Texts {
                english: "The request {request} was answered in {entry}, and it was made once.",
                dutch: "Het verzoek {request} is al beantwoord ({entry}). Het werd één keer gedaan.",
                next_english: "Nothing needs to be recorded. Check the identifier if you mean another request.",
                next_dutch: "U hoeft niets vast te leggen. Bedoelt u een ander verzoek? Controleer dan de code.",
            },
            Self::UnknownCommitment => Texts {
                english: "The commitment {commitment} is not recorded.",
                dutch: "De toezegging {commitment} is niet vastgelegd.",
                next_english: "Check the identifier, or record the commitment first.",
                next_dutch: "Controleer de code, of leg eerst de toezegging vast.",
            },
            Self::UnknownIndicator => Texts {
                english: "The indicator {indicator} is not recorded.",
                dutch: "De indicator {indicator} is niet vastgelegd.",
                next_english: "Check the identifier, or record first what the indicator measures.",
                next_dutch: "Controleer de code, of leg eerst vast wat de indicator meet.",
            },
            Self::EntryNotCorrectable => Texts {
                english: "This cannot be corrected: {entry}. It is not recorded, or other entries are built on what it opens.",
                dutch: "Dit is niet te corrigeren: {entry}. Het is niet vastgelegd, of andere vastleggingen bouwen erop voort.",
                next_english: "Check the number. What a founding, a membership, a registration or a document says is changed by a new statement.",
                next_dutch: "Controleer het nummer. Een oprichting, een toetreding, een organisatie of een document verandert u met een nieuwe vastlegging.",
            },
            Self::CutWithdrawn => Texts {
                english: "The cut {cut} was withdrawn in {entry}. Nothing is left of it.",
                dutch: "De bezuiniging {cut} is al ingetrokken ({entry}). Er is niets meer van over.",
                next_english: "Check the identifier. A new decision to cut is a new cut.",
                next_dutch: "Controleer de code. Een nieuw besluit om te bezuinigen is een nieuwe bezuiniging.",
            },
            Self::CutNotSuspended => Texts {
                english: "The cut {cut} is not suspended in {year}, so there is nothing to resume.",
                dutch: "De bezuiniging {cut} is voor {year} niet opgeschort. Er valt dus niets te hervatten.",
                next_english: "Check the years, or record the suspension first.",
                next_dutch: "Controleer de jaren, of leg eerst de opschorting vast.",
            },
            Self::CommitmentAlreadyFulfilled => Texts {
                english: "The commitment {commitment} was kept in {entry}, and it was made once.",
                dutch: "De toezegging {commitment} is al nagekomen ({entry}), en is één keer gedaan.",
                next_english: "Check the identifier if you mean another commitment.",
                next_dutch: "Bedoelt u een andere toezegging? Controleer dan de code.",
            },
            Self::TextsDoNotDiffer => Texts {
                english: "The councils did not adopt different texts of the proposal {proposal}.",
                dutch: "De raden hebben van het voorstel {proposal} geen verschillende teksten vastgesteld.",
                next_english: "Nothing needs to be recorded. Record the decision of a council first, if one is missing.",
                next_dutch: "U hoeft niets vast te leggen. Ontbreekt er een raadsbesluit? Leg dat dan eerst vast.",
            },
            Self::CorrectionOfCorrection => Texts {
                english: "This is itself a correction: {entry} corrects {original}.",
                dutch: "Dit is zelf een correctie: {entry} verbetert {original}.",
                next_english: "Correct {original} again; the last correction counts.",
                next_dutch: "Corrigeer {original} opnieuw. De laatste correctie telt.",
            },
            Self::CorrectionDiffers => Texts {
                english: "The correction of {entry} is about another thing: recorded is {recorded}, the correction says {said}.",
                dutch: "De correctie van {entry} gaat over iets anders. Vastgelegd is: {recorded}. In de correctie staat: {said}.",
                next_english: "Keep the kind, the identifiers and the streams. For something else, record a new statement.",
                next_dutch: "Laat de soort, de codes en de stromen gelijk. Leg iets anders vast als nieuwe vastlegging.",
            },
            Self::ShiftWithinYear => Texts {
                english: "The cut {cut} would be shifted from {year} to {year}.",
                dutch: "De bezuiniging {cut} zou van {year} naar {year} schuiven.",
                next_english: "Give two different years.",
                next_dutch: "Vul twee verschillende jaren in.",
            },
            Self::LineChangedSince => Texts {
                english: "The line {line} was recorded as {recorded} and amended in {entry} since. The correction makes it {corrected}, and the amendment would no longer add up.",
                dutch: "De regel {line} is vastgelegd als {recorded} en daarna gewijzigd ({entry}). De correctie maakt er {corrected} van. Dan klopt die wijziging niet meer.",
                next_english: "Leave this line as it was recorded, and record the difference as a new amendment.",
                next_dutch: "Laat deze regel zoals die was vastgelegd, en leg het verschil vast als nieuwe wijziging.",
            },
            Self::ExperimentAlreadyConcluded => Texts {
                english: "The experiment {experiment} was concluded in {entry}.",
                dutch: "Het proefproject {experiment} is al afgesloten ({entry}).",
                next_english: "Check the identifier if you mean another experiment.",
                next_dutch: "Bedoelt u een ander proefproject? Controleer dan de code.",
            },
            Self::ItemTwice => Texts {
                english: "Item {item} is in this statement twice.",
                dutch: "Punt {item} staat twee keer in deze vastlegging.",
                next_english: "Give each item a name of its own, or leave one out.",
                next_dutch: "Geef elk punt een eigen code, of laat er één weg.",
            },
            Self::BearerTwice => Texts {
                english: "{bearer} bears a part of this cut twice.",
                dutch: "{bearer} staat twee keer in deze verdeling.",
                next_english: "Make it one part.",
                next_dutch: "Maak er één deel van.",
            },
            Self::LineTwice => Texts {
                english: "The line {line} is in this statement twice.",
                dutch: "De regel {line} staat twee keer in deze vastlegging.",
                next_english: "Make it one line.",
                next_dutch: "Maak er één regel van.",
            },
            Self::YearOutsideBudget => Texts {
                english: "The year {named} is not in the {year} budget: that has the years {first} to {last}.",
                dutch: "Het jaar {named} hoort niet in de begroting {year}. Die heeft de jaren {first} tot en met {last}.",
                next_english: "Check the year of the line and of the budget.",
                next_dutch: "Controleer het jaar van de regel en van de begroting.",
            },
            Self::NoCodeList => Texts {
                english: "For {year} this ledger has no list of taakvelden. It knows the lists from 2015 on.",
                dutch: "Voor {year} heeft dit grootboek geen lijst met taakvelden. De lijsten beginnen in 2015.",
                next_english: "Check the year. Record figures of older years without a taakveld, as indicated lines.",
                next_dutch: "Controleer het jaar. Leg cijfers van oudere jaren vast als losse cijfers, zonder taakveld.",
            },
            Self::TaakveldNotInList => Texts {
                english: "The taakveld {taakveld} is not in the list {list}, which holds for {year}.{elsewhere}",
                dutch: "Het taakveld {taakveld} staat niet in de lijst {list}, die voor {year} geldt.{elsewhere}",
                next_english: "Use a code from the list {list}.",
                next_dutch: "Gebruik een code uit de lijst {list}.",
            },
            Self::RangeReversed => Texts {
                english: "The lower end {low} is above the upper end {high}.",
                dutch: "De ondergrens {low} ligt boven de bovengrens {high}.",
                next_english: "Swap the two amounts, or correct them.",
                next_dutch: "Wissel de twee bedragen om, of verbeter ze.",
            },
            Self::GranularityNotPositive => Texts {
                english: "The precision of an \"about\" amount is {granularity}. It must be more than zero.",
                dutch: "De nauwkeurigheid van een bedrag met \"ongeveer\" is {granularity}. Dat moet meer dan nul zijn.",
                next_english: "Give the last stated digit as an amount: € 100,000.00 for \"about € 2.5 million\".",
                next_dutch: "Vul het laatste genoemde cijfer in als bedrag: € 100.000,00 bij \"ongeveer € 2,5 miljoen\".",
            },
            Self::CutAmountPositive => Texts {
                english: "The amount of the cut {cut} is positive. A positive amount would be a raise.",
                dutch: "Het bedrag van de bezuiniging {cut} is positief. Dat zou een verhoging zijn.",
                next_english: "Put a minus before the amount or the percentage.",
                next_dutch: "Zet een min voor het bedrag of het percentage.",
            },
            Self::AmendmentNumberGap => Texts {
                english: "The next amendment of the {year} budget of {holder} is number {expected}, but this is number {number}.",
                dutch: "De volgende wijziging van de begroting {year} van {holder} is nummer {expected}, maar dit is nummer {number}.",
                next_english: "Check the number, or record the amendment that is missing first.",
                next_dutch: "Controleer het nummer, of leg eerst de wijziging vast die ontbreekt.",
            },
            Self::AmendmentOldDiffers => Texts {
                english: "The line {line} stands at {stands}, but the amendment starts from {old}.",
                dutch: "De regel {line} staat op {stands}, maar de wijziging gaat uit van {old}.",
                next_english: "Take the amount that stands now. Record a missing amendment first.",
                next_dutch: "Ga uit van het bedrag dat er nu staat. Ontbreekt er een wijziging? Leg die dan eerst vast.",
            },
            Self::AmendmentDoesNotAddUp => Texts {
                english: "For the line {line}, {old} and the mutation {mutation} make {computed}, but the new amount is {new}.",
                dutch: "Bij de regel {line} is {old} plus de mutatie {mutation} samen {computed}, maar als nieuw bedrag staat er {new}.",
                next_english: "Check the three amounts against the decision.",
                next_dutch: "Vergelijk de drie bedragen met het besluit.",
            },
            Self::PartsDoNotAddUp => Texts {
                english: "The parts make {sum}, but the stated total is {total}. The difference is {difference}.",
                dutch: "De delen zijn samen {sum}, maar als totaal staat er {total}. Het verschil is {difference}.",
                next_english: "Check the parts and the total. Leave the total out if the source does not give one.",
                next_dutch: "Controleer de delen en het totaal. Laat het totaal weg als het stuk er geen noemt.",
            },
            Self::AmountTooLarge => Texts {
                english: "A sum becomes larger than {limit}, the largest amount this ledger can hold.",
                dutch: "Een som wordt groter dan {limit}, het grootste bedrag dat in dit grootboek past.",
                next_english: "Check the amounts: they are in cents.",
                next_dutch: "Controleer de bedragen: ze zijn in centen.",
            },
        }
    }
}
