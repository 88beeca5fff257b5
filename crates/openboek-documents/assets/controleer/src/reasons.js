// Why a verifier does not say "klopt": the codes of the format's verifiers, each with a sentence in Dutch and in English.

const WRONG = "klopt niet";
const MISSING = "niet te controleren";

/** Code: the answer it leads to, the sentence in Dutch, the sentence in English. */
export const CODES = {
  "too-large": [
    WRONG,
    "Het bestand is groter dan is toegestaan.",
    "The file is larger than the format allows.",
  ],
  "no-final-newline": [
    WRONG,
    "De laatste regel is niet afgesloten.",
    "The last line does not end with a line feed.",
  ],
  "bytes": [
    WRONG,
    "In de tekst staat een teken dat niet mag.",
    "The text contains a character that is not allowed.",
  ],
  "spaces": [
    WRONG,
    "In de tekst staat een lege regel of een spatie te veel.",
    "The text contains a blank line or a superfluous space.",
  ],
  "lines": [
    WRONG,
    "Een regel ontbreekt, staat er dubbel, staat op de verkeerde plaats of is onbekend.",
    "A line is missing, doubled, out of order or unknown.",
  ],
  "number": [
    WRONG,
    "Een getal is niet op de enige juiste manier geschreven.",
    "A number is not written in its one form.",
  ],
  "base64": [
    WRONG,
    "Een base64-waarde is niet op de enige juiste manier geschreven.",
    "A base64 value is not written in its one form.",
  ],
  "value": [
    WRONG,
    "Een waarde mag niet op deze regel staan.",
    "A value is not one its line may have.",
  ],
  "bad-path": [
    WRONG,
    "De naam van een bestand mag niet.",
    "The path of a file is not allowed.",
  ],
  "path-twice": [
    WRONG,
    "In het archief staat een bestand dubbel.",
    "The archive contains a path twice.",
  ],
  "link": [
    WRONG,
    "Het bestand is een koppeling naar een ander bestand.",
    "The file is a link.",
  ],
  "damaged-archive": [
    WRONG,
    "Het archief is beschadigd of niet van de juiste soort.",
    "The archive is damaged or not of the allowed kind.",
  ],
  "unknown-file": [
    WRONG,
    "In de bundel staat een bestand dat er niet in hoort.",
    "The bundle contains a file that does not belong in it.",
  ],
  "b3sums-differ": [
    WRONG,
    "Het bestand is anders dan de regel in b3sums zegt.",
    "The file differs from its line in b3sums.",
  ],
  "b3sums-incomplete": [
    WRONG,
    "Het bestand staat niet in b3sums, of b3sums noemt iets dat niet in een bundel hoort.",
    "The file is not listed in b3sums, or b3sums lists what does not belong in a bundle.",
  ],
  "key": [
    WRONG,
    "De tekst is geen sleutel, of geen sleutel voor dit doel.",
    "The text is not a verifier key, or not one for this use.",
  ],
  "key-id": [
    WRONG,
    "Het nummer van de sleutel hoort niet bij de sleutel.",
    "The key ID does not fit the key.",
  ],
  "key-twice": [
    WRONG,
    "Een sleutel staat er dubbel of heeft twee rollen.",
    "One key is listed twice or has two roles.",
  ],
  "policy": [
    WRONG,
    "Het beleid voor getuigen is niet goed opgeschreven.",
    "The policy breaks a rule of its own form.",
  ],
  "origin": [
    WRONG,
    "Dit hoort bij een ander logboek.",
    "The origin is that of another log.",
  ],
  "signature-fails": [
    WRONG,
    "Een handtekening van een bekende sleutel klopt niet.",
    "A signature of a known key does not fit.",
  ],
  "no-log-signature": [
    WRONG,
    "Geen bekende sleutel van het logboek heeft dit ondertekend.",
    "No known key of the log signed this.",
  ],
  "author-signature-fails": [
    WRONG,
    "De handtekening van de opsteller past niet bij het besluit.",
    "The signature of the author does not fit the statement.",
  ],
  "author-unneeded": [
    WRONG,
    "De bundel noemt een sleutel van iemand die hierin niets heeft ondertekend.",
    "The bundle lists a key of an author who signed nothing in it.",
  ],
  "index-beyond-size": [
    WRONG,
    "Het nummer ligt buiten wat ondertekend is.",
    "The index lies at or beyond the size of the checkpoint.",
  ],
  "index-differs": [
    WRONG,
    "Het nummer in de regel is een ander dan dat van de plaats.",
    "The entry has another index than its place.",
  ],
  "inclusion-fails": [
    WRONG,
    "Dit hoort niet op deze plaats in het ondertekende logboek.",
    "The entry is not in the tree of the checkpoint at this index.",
  ],
  "root-differs": [
    WRONG,
    "De regels samen geven een andere code dan ondertekend is.",
    "The entries have another root than the checkpoint.",
  ],
  "tile-differs": [
    WRONG,
    "De tegel is anders dan uit de regels volgt.",
    "The tile differs from what the entries give.",
  ],
  "entry-bundle": [
    WRONG,
    "Het bestand met regels is niet goed opgebouwd.",
    "The file with entries is not of its form.",
  ],
  "consistency-fails": [
    WRONG,
    "Het oudere ondertekende logboek is niet het begin van dit logboek.",
    "The older checkpoint is not the beginning of this one.",
  ],
  "split-view": [
    WRONG,
    "Twee ondertekende versies spreken elkaar tegen: bewaar ze allebei als bewijs.",
    "Two signed checkpoints contradict each other: keep both as evidence.",
  ],
  "previous-newer": [
    WRONG,
    "De versie die ouder moet zijn, is groter.",
    "The checkpoint given as the older one is larger.",
  ],
  "recorded-back": [
    WRONG,
    "Het tijdstip ligt voor dat van de vorige regel.",
    "The time of recording lies before that of the entry before.",
  ],
  "revision": [
    WRONG,
    "Het volgnummer sluit niet aan: er mist iets of er is iets te veel.",
    "The revision does not follow the one before in its stream: an entry is missing or too many.",
  ],
  "request": [
    WRONG,
    "Een opdracht komt terug, is onderbroken of heeft twee tijdstippen.",
    "The request returns, is interrupted, or has two times.",
  ],
  "commitment-twice": [
    WRONG,
    "De code van de inhoud komt twee keer voor.",
    "The payload commitment occurs twice.",
  ],
  "opens": [
    WRONG,
    "De regel opent een reeks die er al was.",
    "The entry opens a stream that was already open.",
  ],
  "stream-not-open": [
    WRONG,
    "De reeks is nooit geopend.",
    "The stream was never opened.",
  ],
  "too-many-streams": [
    WRONG,
    "Het logboek heeft meer reeksen dan is toegestaan.",
    "The log has more streams than the format allows.",
  ],
  "erases": [
    WRONG,
    "De verwijdering noemt geen eerder besluit van dezelfde gemeenten.",
    "The erasure does not name an earlier event with the same streams.",
  ],
  "basis": [
    WRONG,
    "De grondslag van het document is geen afgesloten stand van dit logboek.",
    "The basis of the receipt is not a sealed state of this log.",
  ],
  "supersedes": [
    WRONG,
    "Het document vervangt niet de vorige versie van hetzelfde document.",
    "The receipt does not supersede the one before it for the same document.",
  ],
  "previous-seal": [
    WRONG,
    "De afsluiting noemt niet de vorige afsluiting.",
    "The seal does not name the seal before it.",
  ],
  "no-seal": [
    WRONG,
    "De laatste regel is geen afsluiting.",
    "The last entry under the checkpoint is no seal.",
  ],
  "seal-streams": [
    WRONG,
    "De afsluiting noemt een reeks te veel of te weinig.",
    "The seal lists a stream too many or too few.",
  ],
  "stream-shrinks": [
    WRONG,
    "De reeks is kleiner dan bij een eerdere afsluiting.",
    "The stream is smaller than under an earlier seal.",
  ],
  "stream-root": [
    WRONG,
    "De regels van deze reeks zijn niet die van de afsluiting: er mist iets, er is iets te veel of de volgorde is anders.",
    "The entries of the stream are not those the seal lists: something is missing, extra or in another order.",
  ],
  "not-of-streams": [
    WRONG,
    "Deze regel hoort niet bij de gemeenten van de bundel.",
    "The entry belongs to none of the streams of the bundle.",
  ],
  "payload-differs": [
    WRONG,
    "De inhoud past niet bij de code in de regel.",
    "The payload does not match the commitment in the entry.",
  ],
  "payload-erased": [
    WRONG,
    "De inhoud is er nog, terwijl die verwijderd moest zijn.",
    "The payload is there although an erasure names it.",
  ],
  "withheld": [
    WRONG,
    "De lijst van achtergehouden inhoud noemt iets dat er is, dat verwijderd is of dat niet bestaat.",
    "The list of withheld payloads names one that is there, erased or none.",
  ],
  "document-unknown": [
    WRONG,
    "Het document hoort niet bij een vastgelegde publicatie in de bundel.",
    "The document is no output of a receipt in the bundle.",
  ],
  "document-differs": [
    WRONG,
    "Wie het document opnieuw berekent, krijgt iets anders.",
    "Computing the document again gives another one.",
  ],
  "file-missing": [
    MISSING,
    "Er ontbreekt een bestand.",
    "A file is missing.",
  ],
  "unreadable": [
    MISSING,
    "Een bestand is niet te lezen.",
    "A file cannot be read.",
  ],
  "payload-missing": [
    MISSING,
    "De inhoud ontbreekt, zonder verwijdering en zonder vermelding.",
    "The payload is missing, and neither erased nor withheld.",
  ],
  "stream-missing": [
    MISSING,
    "De reeks van uw gemeente staat hier niet in.",
    "The stream the reader asks for is not there.",
  ],
  "cosignatures": [
    MISSING,
    "Er zijn te weinig geldige handtekeningen van getuigen.",
    "There are not enough cosignatures of witnesses that count.",
  ],
  "seal-too-old": [
    MISSING,
    "De afsluiting is ouder dan u toestaat.",
    "The seal is older than the reader allows.",
  ],
  "log-key-missing": [
    MISSING,
    "Er is geen sleutel van het logboek bekend.",
    "No key of the log is known.",
  ],
  "author-key-missing": [
    MISSING,
    "De sleutel van een opsteller is niet bekend.",
    "The key of an author is not known.",
  ],
  "not-joined": [
    MISSING,
    "Er is geen bewijs dat aansluit op de versie die u had bewaard.",
    "No proof joins this checkpoint to the one the reader kept.",
  ],
  "older-than-kept": [
    MISSING,
    "Deze stand is ouder dan de versie die u had bewaard: vraag de nieuwste.",
    "The checkpoint is older than the one the reader kept: ask for the newest.",
  ],
  "clock-behind": [
    MISSING,
    "De afsluiting ligt in de toekomst: misschien loopt de klok van deze computer achter.",
    "The seal lies in the future: the clock of this computer may be behind.",
  ],
  "later-version": [
    MISSING,
    "Een regel is van een soort die dit programma nog niet kent.",
    "An entry is of a kind that a later version of the format defines.",
  ],
};

/** The same for a PDF with its proof in it: what is printed, beside the bundle. */
const PDF_CODES = {
  "pdf-no-proof": [
    MISSING,
    "In deze PDF zit het bewijs niet, of niet meer. Haal de PDF opnieuw op, of controleer de bundel.",
    "This PDF does not hold its proof, or no longer. Get the PDF again, or check the bundle.",
  ],
  "pdf-not-ours": [
    MISSING,
    "Deze PDF is niet zoals Openboek hem maakt. Hij kan opnieuw zijn opgeslagen of bewerkt. Haal de PDF opnieuw op.",
    "This PDF is not as Openboek makes it. It may have been saved again or edited. Get the PDF again.",
  ],
  "pdf-attachment": [
    WRONG,
    "Een bijlage van deze PDF is beschadigd.",
    "An attachment of this PDF is damaged.",
  ],
  "pdf-words": [
    WRONG,
    "In deze PDF staan andere woorden dan erin horen (wat er staat ≠ wat er hoort te staan).",
    "This PDF has other words than belong in it (what stands there ≠ what should).",
  ],
  "pdf-amount": [
    WRONG,
    "In deze PDF staat iets anders dan de cijfers zeggen (wat er staat ≠ wat er hoort te staan).",
    "This PDF says something else than the figures (what stands there ≠ what should).",
  ],
  "pdf-moved": [
    WRONG,
    "In deze PDF staat iets op een andere plaats dan waar het hoort.",
    "Something in this PDF stands in another place than where it belongs.",
  ],
  "pdf-figure": [
    WRONG,
    "De woorden en de cijfers in deze PDF zijn niet gelijk (woorden ≠ centen).",
    "The words and the figures in this PDF differ (words ≠ cents).",
  ],
  "pdf-not-recorded": [
    WRONG,
    "Een bedrag in deze PDF staat in geen boeking van het bewijs, en hoort er letterlijk in te staan.",
    "An amount in this PDF stands in no entry of the proof, and should stand in one as it is.",
  ],
  "pdf-stand": [
    WRONG,
    "De cijfers in deze PDF zijn van een andere stand dan het bewijs.",
    "The figures in this PDF are of another state than the proof.",
  ],
};
const ALL_CODES = { ...CODES, ...PDF_CODES };

/** A contradiction: ends the check. */
export class Wrong extends Error {
  constructor(code, place, detail = "") {
    super(code);
    this.reason = { code, place: String(place), detail: String(detail) };
  }
}

/** Ends the check of a bundle with a contradiction. */
export function wrong(code, place, detail) {
  throw new Wrong(code, place, detail);
}

/** What is missing: the first of it is told when nothing contradicts. */
export class Missing {
  first = null;

  note(code, place, detail = "") {
    this.first ??= { code, place: String(place), detail: String(detail) };
  }

  /** Takes a contradiction that is none when its code means that something cannot be had. */
  sort(error) {
    if (!(error instanceof Wrong) || ALL_CODES[error.reason.code][0] === WRONG) throw error;
    const { code, place, detail } = error.reason;
    this.note(code, place, detail);
  }
}

/** The answer that a reason leads to. */
export const answerOf = (reason) => ALL_CODES[reason.code][0];

/** The reason in words: place, sentence, detail. */
function sentence({ code, place, detail }, language) {
  const words = ALL_CODES[code][language === "nl" ? 1 : 2];
  return `${place === "" ? "" : `${place}: `}${words}${detail === "" ? "" : ` (${detail})`}`;
}

export const withSentences = (reason) => ({ ...reason, dutch: sentence(reason, "nl"), english: sentence(reason, "en") });
