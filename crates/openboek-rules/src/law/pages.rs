//! Pages about rules: what a rule says, what its signal means, what to do. A signal is no refusal: everything was recorded.

use super::{Rule, rules};
use crate::explain::{CodePage, Explanation, PageSubject};

/// What a rule says, what its signal means and what to do.
struct Texts {
    dutch: [&'static str; 3],
    english: [&'static str; 3],
}

/// The codes of all rules, each once, in the order of the tables.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for rule in rules() {
        if !codes.contains(&rule.code) {
            codes.push(rule.code);
        }
    }
    codes
}

/// The page about a rule; `None` when no rule has that code.
#[must_use]
pub fn page(code: &str) -> Option<CodePage> {
    let rule: &Rule = rules().find(|rule| rule.code == code)?;
    let (_, texts) = TEXTS.iter().find(|(known, _)| *known == code)?;
    let [says, means, next] = texts.dutch;
    let dutch = Explanation {
        happened: format!("{says} Dit staat in {}.", rule.article),
        means: format!("{means} {NOTHING_CHANGES_NL}"),
        next: next.to_owned(),
    };
    let [says, means, next] = texts.english;
    let english = Explanation {
        happened: format!("{says} This is in {}.", rule.article),
        means: format!("{means} {NOTHING_CHANGES_EN}"),
        next: next.to_owned(),
    };
    Some(CodePage { code: rule.code, subject: PageSubject::Rule, dutch, english })
}

const NOTHING_CHANGES_NL: &str =
    "Het grootboek weigert niets om deze regel. Een signaal verandert geen besluit en geen bedrag.";
const NOTHING_CHANGES_EN: &str =
    "The ledger refuses nothing because of this rule. A signal changes no decision and no amount.";

#[rustfmt::skip]
const TEXTS: &[(&str, Texts)] = &[
    ("awb-4-13", Texts {
        dutch: [
            "Op een aanvraag moet op tijd worden beslist. Noemt de regeling geen termijn, dan is acht weken na ontvangst de laatste dag.",
            "De termijn om op een aanvraag van subsidie te beslissen loopt, is gehaald of is voorbij. Te laat beslissen maakt het besluit niet ongeldig, maar de aanvrager kan de gemeente manen.",
            "Leg de verlening of de weigering vast zodra die er is. Is de termijn voorbij, vertel de aanvrager dan wanneer het besluit wel komt."],
        english: [
            "An application must be decided in time. When the regulation names no term, eight weeks after receipt is the last day.",
            "The term to decide on an application for a subsidy runs, was met or is over. A late decision is valid, but the applicant may give notice of default.",
            "Record the award or the refusal as soon as it is there. When the term is over, tell the applicant when the decision will come."] }),
    ("awb-4-23", Texts {
        dutch: [
            "Voor een subsidie moet er een regeling zijn. Er zijn uitzonderingen: in afwachting van een regeling voor ten hoogste een jaar, en in een los geval voor ten hoogste vier jaar.",
            "De subsidie is verleend op een uitzondering, en voor meer jaren dan die uitzondering toelaat.",
            "Kijk of de subsidie alsnog op een regeling of op de begroting kan rusten. Is de grond verkeerd vastgelegd, leg dan een correctie vast."],
        english: [
            "A subsidy needs a regulation. There are exceptions: awaiting a regulation for a year at most, and in an incidental case for four years at most.",
            "The subsidy was awarded on an exception, and for more years than that exception allows.",
            "See whether the subsidy can rest on a regulation or on the budget. When the ground was recorded wrongly, record a correction."] }),
    ("awb-4-25", Texts {
        dutch: [
            "Onder een subsidieplafond mag niet meer worden verleend dan het plafond. Wie een aanvraag heeft die er niet meer in past, krijgt een weigering.",
            "Wat onder dit plafond is verleend, is samen meer dan het plafond. Wat de wet boven het plafond toelaat is daarbij niet meegeteld.",
            "Kijk bij het plafond welke subsidies zijn meegeteld. Verhoog het plafond met een besluit, of leg vast op welke uitzondering een subsidie rust."],
        english: [
            "No more may be awarded under a ceiling than the ceiling. An application that no longer fits must be refused.",
            "What was awarded under this ceiling is together more than the ceiling. What the law allows above it was not counted.",
            "See at the ceiling which subsidies were counted. Raise the ceiling by a decision, or record on which exception a subsidy rests."] }),
    ("awb-4-34", Texts {
        dutch: [
            "Een subsidie kan worden verleend op voorwaarde dat de begroting er geld voor geeft. Die voorwaarde vervalt als er niet binnen vier weken na de vaststelling van de begroting een beroep op is gedaan.",
            "De begroting is vastgesteld en de termijn van vier weken loopt, of is voorbij. Is hij voorbij, dan geldt de verlening zonder de voorwaarde.",
            "Geeft de begroting te weinig geld, leg dan voor de laatste dag de wijziging van de subsidie vast. Anders hoeft u niets te doen."],
        english: [
            "A subsidy may be awarded on condition that the budget gives the money. The condition lapses when it is not invoked within four weeks of the adoption of the budget.",
            "The budget was adopted and the term of four weeks runs, or is over. When it is over the award holds without the condition.",
            "When the budget gives too little, record the amendment of the subsidy before the last day. Otherwise there is nothing to do."] }),
    ("awb-4-46", Texts {
        dutch: [
            "Een subsidie wordt vastgesteld op het bedrag van de verlening. Lager mag alleen om een reden uit de wet, bijvoorbeeld omdat niet alles is gedaan.",
            "De subsidie is lager of hoger vastgesteld dan verleend, en er is geen reden vastgelegd. Een register noemt die reden meestal niet.",
            "Zoek de reden op in het besluit. Is de verlening eerst gewijzigd, leg dat dan vast."],
        english: [
            "A subsidy is fixed at the amount of the award. Lower is allowed only on a ground of the law, for instance because not everything was done.",
            "The subsidy was fixed lower or higher than awarded, and no ground was recorded. A register mostly does not name it.",
            "Look for the ground in the decision. If the award was amended first, record that."] }),
    ("awb-4-49", Texts {
        dutch: [
            "Een vaststelling mag daarna alleen om een reden uit de wet worden veranderd, en niet meer als er vijf jaar voorbij zijn.",
            "De vijf jaar lopen nog, of de vaststelling is daarin of daarna veranderd.",
            "U hoeft niets te doen. Wilt u de vaststelling veranderen, doe dat dan voor de laatste dag."],
        english: [
            "A final determination may be changed afterwards only on a ground of the law, and no longer when five years have passed.",
            "The five years still run, or the determination was changed within them or after them.",
            "There is nothing to do. Who wants to change the determination must do so before the last day."] }),
    ("awb-4-51", Texts {
        dutch: [
            "Wie drie jaar of langer subsidie kreeg voor hetzelfde, moet tijd krijgen om zich aan te passen als de subsidie stopt of daalt. Hoe lang dat is, kiest de gemeente zelf; de rechter kan dat toetsen.",
            "Er is een aankondiging. Loopt de gekozen termijn langer dan de oude subsidie, dan moet voor dat deel nog worden betaald, zo nodig boven het plafond.",
            "Kijk bij de aankondiging tot welke dag het oude bedrag geldt. Neem dat bedrag op in de begroting van dat jaar."],
        english: [
            "Who was subsidised for three years or more for the same must get time to adapt when the subsidy stops or goes down. The municipality chooses how long; a court may review that.",
            "There is a notice. When the chosen term runs longer than the old subsidy, that part must still be paid, if needed above the ceiling.",
            "See at the notice until which day the old amount holds. Put that amount in the budget of that year."] }),
    ("awb-4-56", Texts {
        dutch: [
            "Bij een ernstig vermoeden dat een subsidie moet worden ingetrokken of veranderd mag de betaling stilliggen. Dat mag tot het besluit, en ten hoogste dertien weken.",
            "De betaling van deze subsidie ligt of lag stil. Als de dertien weken voorbij zijn, moet weer worden betaald.",
            "Leg vast dat de betaling weer begint, of leg het besluit vast dat op het vermoeden volgt."],
        english: [
            "On a serious suspicion that a subsidy must be withdrawn or amended, payment may be suspended. That may last until the decision, and thirteen weeks at most.",
            "Payment of this subsidy is or was suspended. When the thirteen weeks are over it must be paid again.",
            "Record that payment is resumed, or record the decision that follows the suspicion."] }),
    ("awb-4-57", Texts {
        dutch: [
            "Subsidie die te veel is betaald, mag worden teruggevorderd. Dat mag niet meer als er vijf jaar voorbij zijn na de vaststelling.",
            "Er is meer betaald dan vastgesteld, en de vijf jaar lopen, of zijn voorbij.",
            "Leg de terugvordering of de terugbetaling vast als die er is. Terugvorderen mag, het hoeft niet."],
        english: [
            "Subsidy paid too much may be recovered. That is no longer allowed when five years have passed after the determination.",
            "More was paid than was fixed, and the five years run, or are over.",
            "Record the recovery or the repayment when it is there. Recovery is allowed, not required."] }),
    ("awb-4-60", Texts {
        dutch: [
            "Een subsidie per boekjaar moet ten minste dertien weken voor het begin van dat jaar worden aangevraagd, als de regeling niet anders zegt.",
            "De aanvraag kwam op tijd of te laat voor het jaar waar het om gaat.",
            "Kwam de aanvraag te laat, kijk dan wat de regeling daarover zegt. De gemeente beslist zelf wat zij ermee doet."],
        english: [
            "A yearly subsidy must be applied for at least thirteen weeks before the beginning of that year, unless the regulation says otherwise.",
            "The application came in time or too late for the year it is about.",
            "When it came too late, see what the regulation says. The municipality decides what it does with it."] }),
    ("awb-4-74", Texts {
        dutch: [
            "Na het boekjaar moet de ontvanger binnen zes maanden vragen om de subsidie vast te stellen. De laatste dag is 30 juni.",
            "De termijn loopt, is gehaald, of er is geen vaststelling voor die dag. Het grootboek weet niet wanneer de ontvanger erom heeft gevraagd en noemt dat dus niet te laat.",
            "Vraag de ontvanger om de verantwoording als die er nog niet is. Leg de vaststelling vast zodra die er is."],
        english: [
            "After the financial year the recipient must ask within six months for the final determination. The last day is 30 June.",
            "The term runs, was met, or there is no determination before that day. The ledger does not know when the recipient asked and so does not call it too late.",
            "Ask the recipient for the accounts when they are not there. Record the determination as soon as it is there."] }),
    ("awb-4-87", Texts {
        dutch: [
            "Een bedrag dat vaststaat, moet binnen zes weken na de bekendmaking worden betaald, als het besluit niet anders zegt.",
            "Na de vaststelling moet nog worden betaald. De zes weken lopen, zijn gehaald of zijn voorbij. Is het te laat, dan kan de ontvanger recht op rente hebben.",
            "Betaal wat nog open staat en leg de betaling vast."],
        english: [
            "An amount that is fixed must be paid within six weeks of its notification, unless the decision says otherwise.",
            "After the determination something is still to be paid. The six weeks run, were met or are over. When it is late the recipient may have a right to interest.",
            "Pay what is still open and record the payment."] }),
    ("awb-6-7", Texts {
        dutch: [
            "Wie het met een besluit niet eens is, kan zes weken lang bezwaar maken. De eerste dag is de dag na de bekendmaking.",
            "Er is bezwaar gemaakt tegen een besluit over subsidie, op tijd of te laat.",
            "Leg het besluit op het bezwaar vast zodra dat er is. Was het bezwaar te laat, dan beslist de gemeente of daar een goede reden voor was."],
        english: [
            "Who disagrees with a decision can object for six weeks. The first day is the day after the notification.",
            "There is an objection to a decision on a subsidy, in time or too late.",
            "Record the decision on the objection as soon as it is there. When the objection was late, the municipality decides whether there was a good reason."] }),
    ("wgr-34b", Texts {
        dutch: [
            "De raden moeten de kaders van de begroting van de regio op tijd krijgen: voor 30 april van het jaar ervoor. Tot 1 juli 2022 was dat voor 15 april.",
            "De kaders zijn op tijd gestuurd, of te laat. De dag van het versturen bepaalt welke datum geldt.",
            "Kwamen de kaders te laat, zeg de raden dan hoeveel tijd zij nog hebben. Zijn ze eerder gestuurd dan is vastgelegd, leg dan een correctie vast."],
        english: [
            "The councils must get the framework of the region's budget in time: before 30 April of the year before. Until 1 July 2022 that was before 15 April.",
            "The framework was sent in time, or too late. The day of sending decides which date holds.",
            "When it came too late, tell the councils how much time they have left. When it was sent earlier than recorded, record a correction."] }),
    ("wgr-35", Texts {
        dutch: [
            "De raden moeten de ontwerpbegroting van de regio twaalf weken hebben voordat het algemeen bestuur besluit. Tot 1 juli 2022 was dat acht weken, en voor 2015 zes weken.",
            "De ontwerpbegroting is op tijd gestuurd, of de raden hadden minder tijd voor een zienswijze dan de wet geeft. Er wordt teruggeteld vanaf de dag van het besluit; een weekend verandert daar niets aan.",
            "Kwam de ontwerpbegroting te laat, kijk dan of elke raad toch een zienswijze kon geven. Is zij eerder gestuurd dan is vastgelegd, leg dan een correctie vast."],
        english: [
            "The councils must have the draft of the region's budget twelve weeks before the general board decides. Until 1 July 2022 that was eight weeks, and before 2015 six weeks.",
            "The draft was sent in time, or the councils had less time for a view than the law gives. It is counted back from the day of the decision; a weekend does not change that.",
            "When the draft came too late, see whether each council could still give a view. When it was sent earlier than recorded, record a correction."] }),
    ("wgr-34-budget-weeks", Texts {
        dutch: [
            "De vastgestelde begroting van de regio moet binnen twee weken naar de toezichthouder, en in elk geval voor een vaste dag.",
            "De twee weken zijn hier het eerst voorbij. Ze lopen nog, zijn gehaald of zijn voorbij.",
            "Stuur de begroting naar de toezichthouder en leg vast wanneer dat is gedaan."],
        english: [
            "The adopted budget of the region must go to the supervisor within two weeks, and in any case before a fixed day.",
            "The two weeks end first here. They still run, were met or are over.",
            "Send the budget to the supervisor and record when that was done."] }),
    ("wgr-34-budget-day", Texts {
        dutch: [
            "De begroting van de regio moet voor 15 september van het jaar ervoor bij de toezichthouder zijn. Tot 1 juli 2022 was dat voor 1 augustus.",
            "De vaste dag is hier eerder dan twee weken na de vaststelling. Hij komt nog, is gehaald of is voorbij.",
            "Stuur de begroting naar de toezichthouder en leg vast wanneer dat is gedaan."],
        english: [
            "The budget of the region must be with the supervisor before 15 September of the year before. Until 1 July 2022 that was before 1 August.",
            "The fixed day is earlier here than two weeks after the adoption. It is still to come, was met or is over.",
            "Send the budget to the supervisor and record when that was done."] }),
    ("wgr-34-accounts-weeks", Texts {
        dutch: [
            "De vastgestelde jaarrekening van de regio moet binnen twee weken naar de toezichthouder, en in elk geval voor een vaste dag.",
            "De twee weken zijn hier het eerst voorbij. De jaarrekening is op tijd gestuurd of te laat.",
            "Leg vast wanneer de jaarrekening is gestuurd. Klopt de vastgelegde dag niet, leg dan een correctie vast."],
        english: [
            "The adopted accounts of the region must go to the supervisor within two weeks, and in any case before a fixed day.",
            "The two weeks end first here. The accounts were sent in time or too late.",
            "Record when the accounts were sent. When the recorded day is wrong, record a correction."] }),
    ("wgr-34-accounts-day", Texts {
        dutch: [
            "De jaarrekening van de regio moet voor 15 juli van het jaar erna bij de toezichthouder zijn.",
            "De vaste dag is hier eerder dan twee weken na de vaststelling. De jaarrekening is op tijd gestuurd of te laat.",
            "Leg vast wanneer de jaarrekening is gestuurd. Klopt de vastgelegde dag niet, leg dan een correctie vast."],
        english: [
            "The accounts of the region must be with the supervisor before 15 July of the year after.",
            "The fixed day is earlier here than two weeks after the adoption. The accounts were sent in time or too late.",
            "Record when the accounts were sent. When the recorded day is wrong, record a correction."] }),
    ("wgr-35-answer", Texts {
        dutch: [
            "Op elke zienswijze over de ontwerpbegroting moet schriftelijk en met redenen worden geantwoord voordat het algemeen bestuur besluit. Dat geldt sinds 1 juli 2022.",
            "Het algemeen bestuur heeft besloten, en op een zienswijze of een deel ervan was nog geen antwoord vastgelegd.",
            "Kijk bij de zienswijzen welke punten open staan. Leg het antwoord vast, met de dag waarop het is gegeven."],
        english: [
            "Each view on the draft budget must be answered in writing and with reasons before the general board decides. That holds since 1 July 2022.",
            "The general board decided, and for a view or a part of it no answer had been recorded.",
            "See at the views which items are open. Record the answer, with the day on which it was given."] }),
    ("iv3-code", Texts {
        dutch: [
            "Elk bedrag in begroting en jaarrekening staat op een taakveld uit de lijst van dat jaar. Een code die is vervallen mag niet meer: zo kwamen in 2023 6.72a tot en met 6.72d in de plaats van 6.72.",
            "De gemeente heeft een bedrag gepubliceerd op een code die in dit jaar niet meer mag. Het bedrag telt mee bij de groep waar de code toe hoorde.",
            "Zoek uit op welke code het bedrag hoort. Publiceert de gemeente het bedrag opnieuw, leg dan een correctie vast."],
        english: [
            "Every amount in a budget or accounts stands on a taakveld of the list of that year. A code that has ended is not allowed any more: in 2023 6.72a to 6.72d took the place of 6.72.",
            "The municipality published an amount on a code that is not allowed in this year. The amount counts in the family that the code belonged to.",
            "Find out to which code the amount belongs. When the municipality publishes it again, record a correction."] }),
    ("wgr-35-view", Texts {
        dutch: [
            "De raden kunnen hun zienswijze over de ontwerpbegroting geven in de tijd die zij daarvoor krijgen. De laatste dag staat in de brief waarmee de ontwerpbegroting is gestuurd.",
            "Een raad heeft de zienswijze na die dag vastgesteld. Het bestuur mag er toch naar kijken; de wet verbiedt dat niet.",
            "Kijk of er op de zienswijze is geantwoord en of het algemeen bestuur haar kende toen het besloot. Klopt de vastgelegde laatste dag niet, leg dan een correctie vast."],
        english: [
            "The councils may give their view on the draft budget within the time they get for it. The last day is in the letter that the draft was sent with.",
            "A council decided on its view after that day. The board may still look at it; the law does not forbid that.",
            "See whether the view was answered and whether the general board knew it when it decided. When the recorded last day is wrong, record a correction."] }),
];
