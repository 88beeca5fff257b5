//! Every reason a call can fail for, apart from the rules' refusals and malformed fields, which bring their own: a stable code, the gRPC
//! code, what happened and what to do next in English and in plain Dutch.

use tonic::Code;

/// What people read about one reason. `{name}` is filled with the value of that name.
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

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident => $name:literal, $code:ident,
        $english:literal, $dutch:literal, $next_english:literal, $next_dutch:literal;)*) => {
        /// Why a call failed. The name never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {$( $(#[$doc])* $variant, )*}

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

            /// The name as printed, in kebab-case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$( Self::$variant => $name, )*}
            }

            /// The gRPC code that goes with it.
            #[must_use]
            pub const fn code(self) -> Code {
                match self {$( Self::$variant => Code::$code, )*}
            }

            /// What people read.
            #[must_use]
            pub const fn texts(self) -> Texts {
                match self {$( Self::$variant => Texts {
                    english: $english, dutch: $dutch, next_english: $next_english, next_dutch: $next_dutch,
                }, )*}
            }
        }
    };
}

reasons! {
    /// Fields of the request cannot be what they should be; each is a violation.
    Malformed => "malformed", InvalidArgument,
        "The request cannot be read: {violations} of its fields are wrong. Nothing was done.",
        "De aanvraag is niet te lezen. Aantal velden dat niet klopt: {violations}. Er is niets gedaan.",
        "Correct the fields and send the request again.",
        "Verbeter de velden en stuur de aanvraag opnieuw.";
    /// A page is asked for at a moment that is none.
    BadMoment => "bad-moment", InvalidArgument,
        "\"{found}\" is no moment that can be asked for.",
        "\"{found}\" is geen moment dat u kunt opvragen.",
        "For stand write a number of entries, such as 31, or a day, such as 2020-11-11; for besluiten-tot write a day.",
        "Schrijf bij stand een aantal boekingen, bijvoorbeeld 31, of een dag, bijvoorbeeld 2020-11-11. Schrijf bij besluiten-tot een dag.";
    /// There is no such web page.
    NoSuchPage => "no-such-page", NotFound,
        "There is no page at this address.",
        "Op dit adres staat geen pagina.",
        "Check the address, or begin at the first page.",
        "Controleer het adres, of begin bij de eerste pagina.";
    /// A web page can only be read.
    ReadingOnly => "reading-only", Unimplemented,
        "This page can only be read.",
        "Deze pagina kunt u alleen lezen.",
        "Use GET, or record with gRPC.",
        "Gebruik GET, of leg iets vast met gRPC.";
    /// Parameters of an address that mean nothing there.
    UnknownParameter => "unknown-parameter", InvalidArgument,
        "This address has no such parameters: {parameter}. Nothing is shown, because a misspelt moment would show other figures.",
        "Dit adres kent deze parameters niet: {parameter}. Er wordt niets getoond, want met een schrijffout in het moment ziet u andere cijfers.",
        "Look at the names in /api/v1/openapi.json, and ask again.",
        "Kijk naar de namen in /api/v1/openapi.json en vraag het opnieuw.";
    /// No service of that name.
    UnknownService => "unknown-service", NotFound,
        "This server has no such service.",
        "Deze server heeft zo'n dienst niet.",
        "Check the name; reflection lists what there is.",
        "Controleer de naam. Met reflectie ziet u wat er is.";
    /// A statement or command is larger than allowed.
    TooLarge => "too-large", InvalidArgument,
        "The command is too large to be recorded at once. Nothing was recorded.",
        "De opdracht is te groot om in één keer vast te leggen. Er is niets vastgelegd.",
        "Divide it: a statement has at most 1 MiB, a command 1 to 500 statements, or in parts over RecordStream 100,000.",
        "Verdeel de opdracht. Een vastlegging is hoogstens 1 MiB. Een opdracht heeft 1 tot 500 vastleggingen, of in delen over RecordStream 100.000.";
    /// The parts of a command do not fit together, or the last one did not come.
    CommandUnfinished => "command-unfinished", FailedPrecondition,
        "The command came in parts, and the last part did not come. Nothing of it was recorded.",
        "De opdracht kwam in delen, en het laatste deel kwam niet. Er is niets van vastgelegd.",
        "Send all parts again, directly after each other, with the same request id.",
        "Stuur alle delen opnieuw, direct na elkaar, met hetzelfde aanvraagnummer.";
    /// The message is larger than any that is taken.
    MessageTooLarge => "message-too-large", OutOfRange,
        "The message is larger than the 4 MiB that fit in one. Nothing was done.",
        "Het bericht is groter dan de 4 MiB die erin passen. Er is niets gedaan.",
        "Divide it over several requests, or use RecordStream.",
        "Verdeel het over meer aanvragen, of gebruik RecordStream.";
    /// The bytes are no message of this method.
    Undecodable => "undecodable", InvalidArgument,
        "The request is no message of this method. Nothing was done.",
        "De aanvraag is geen bericht dat bij deze aanroep hoort. Er is niets gedaan.",
        "Let your program be made with the definitions (.proto) of this server.",
        "Laat uw programma de definities (.proto) van deze server gebruiken.";
    /// There is no such method.
    UnknownMethod => "unknown-method", Unimplemented,
        "This server does not know this method.",
        "Deze server kent deze aanroep niet.",
        "Check the name and the version of your program; reflection lists what there is.",
        "Controleer de naam en de versie van uw programma. Met reflectie ziet u wat er is.";
    /// Rules refuse statements; each refusal is a violation.
    Refused => "refused", FailedPrecondition,
        "The command was refused for {violations} reason(s). Nothing was recorded.",
        "De opdracht is geweigerd. Aantal redenen: {violations}. Er is niets vastgelegd.",
        "Solve each of them and send a new command.",
        "Los elke reden op en stuur een nieuwe opdracht.";
    /// Streams stand elsewhere than the caller expected; each is a violation.
    RevisionConflict => "revision-conflict", FailedPrecondition,
        "Something was recorded meanwhile in {violations} stream(s) of this command. Nothing of the command was recorded.",
        "Er is intussen iets anders vastgelegd in stromen van deze opdracht. Aantal: {violations}. Van de opdracht is niets vastgelegd.",
        "Read what was recorded, decide again, and send a new command.",
        "Lees wat er is bijgekomen, beslis opnieuw en stuur een nieuwe opdracht.";
    /// The request identifier belongs to another command.
    RequestReused => "request-reused", AlreadyExists,
        "The request id {request_id} belongs to another command, recorded in entry {entry}. Nothing was recorded now.",
        "Het aanvraagnummer {request_id} hoort bij een andere opdracht (boeking {entry}). Er is nu niets vastgelegd.",
        "Send a new command with a new request id.",
        "Stuur een nieuwe opdracht met een nieuw aanvraagnummer.";
    /// An arrangement of that name is there from another command.
    ArrangementExists => "arrangement-exists", AlreadyExists,
        "There is an arrangement named {arrangement} already. Nothing was created.",
        "Er is al een regeling met de naam {arrangement}. Er is niets aangemaakt.",
        "Use the arrangement that is there, or choose another name.",
        "Gebruik de regeling die er al is, of kies een andere naam.";
    /// A page of the reading room has that name, and would hide the arrangement.
    NameOfPage => "name-of-page", InvalidArgument,
        "No arrangement can be named {arrangement}: a page of the reading room is called so, and would hide it. Nothing was created.",
        "Een regeling kan niet {arrangement} heten: zo heet al een pagina van de leeszaal. Er is niets aangemaakt.",
        "Choose another name. It stays for ever.",
        "Kies een andere naam. Die blijft voor altijd.";
    /// No arrangement of that name.
    NoSuchArrangement => "no-such-arrangement", NotFound,
        "There is no arrangement named {arrangement}.",
        "Er is geen regeling met de naam {arrangement}.",
        "Check the name, or create the arrangement first.",
        "Controleer de naam, of maak de regeling eerst aan.";
    /// The holder is no member at that moment.
    NoSuchMember => "no-such-member", NotFound,
        "{municipality} is no member of this arrangement at this moment.",
        "{municipality} is op dit moment geen deelnemer van deze regeling.",
        "Check the code, or ask for a later moment.",
        "Controleer de code, of vraag een later moment op.";
    /// No entry at that position.
    NoSuchEntry => "no-such-entry", NotFound,
        "There is no entry {entry}; {size} entries are recorded.",
        "Er is geen boeking {entry}. Er zijn {size} boekingen.",
        "Ask for an entry below that number; the first one has number 0.",
        "Vraag een boeking met een lager nummer op. De eerste heeft nummer 0.";
    /// No such figure in the paragraph at that moment.
    NoSuchFigure => "no-such-figure", NotFound,
        "The paragraph has no figure {figure} at this moment.",
        "In de paragraaf staat op dit moment geen cijfer {figure}.",
        "Take the address of a figure from the paragraph itself.",
        "Neem het adres van een cijfer over uit de paragraaf zelf.";
    /// The moment lies beyond what is recorded.
    BeyondTheLog => "beyond-the-log", OutOfRange,
        "Position {asked} lies beyond the {size} entries that are recorded.",
        "Stand {asked} bestaat nog niet. Er zijn {size} boekingen.",
        "Ask for an earlier position.",
        "Vraag een eerdere stand op.";
    /// Nothing was recorded by that moment.
    NothingRecorded => "nothing-recorded", NotFound,
        "Nothing was recorded by then, so there is nothing to show.",
        "Er was toen nog niets vastgelegd. Daarom is er niets te zien.",
        "Ask for a later moment.",
        "Vraag een later moment op.";
    /// No budget year with anything recorded: nothing that could be published.
    NoSuchParagraph => "no-such-paragraph", NotFound,
        "Nothing is recorded of {municipality} for {year}, so there is no paragraph.",
        "Van {municipality} is over {year} niets vastgelegd. Daarom is er geen paragraaf.",
        "Ask ListParagraphs which paragraphs there are.",
        "Vraag met ListParagraphs welke paragrafen er zijn.";
    /// Not under a published checkpoint yet.
    NotPublished => "not-published", FailedPrecondition,
        "What you ask for is not under a published checkpoint yet, so it cannot be proved.",
        "Wat u vraagt is nog niet gepubliceerd. Daarom is het nog niet te bewijzen.",
        "Wait a moment and ask again, or ask for what is published now.",
        "Wacht even en vraag het opnieuw, of vraag op wat nu gepubliceerd is.";
    /// More entries than a bundle holds.
    BundleTooLarge => "bundle-too-large", FailedPrecondition,
        "The bundle would hold more entries than fit in one.",
        "De bundel zou meer boekingen bevatten dan erin passen.",
        "Check the static log instead: it has no such limit.",
        "Controleer in plaats daarvan het openbare logboek. Dat heeft deze grens niet.";
    /// The answer is larger than a message may be.
    AnswerTooLarge => "answer-too-large", ResourceExhausted,
        "The answer is larger than a message may be.",
        "Het antwoord is groter dan een bericht mag zijn.",
        "Ask for fewer documents at once, or leave the model out.",
        "Vraag minder documenten tegelijk op, of laat het model weg.";
    /// No program makes PDF here.
    NoPdf => "pdf-no-program", NotFound,
        "This server makes no PDF.",
        "Deze server maakt geen PDF.",
        "Take the paragraph as a page or a spreadsheet, or ask the operator to start the server with --pdf.",
        "Neem de paragraaf als pagina of rekenblad, of vraag de beheerder de server te starten met --pdf.";
    /// A PDF carries the proof of the newest moment.
    PdfNewestOnly => "pdf-newest-only", FailedPrecondition,
        "A PDF carries its proof, and that is of the newest moment. There is none of an earlier moment.",
        "In een PDF zit het bewijs, en dat is van de nieuwste stand. Van een eerder moment is er geen.",
        "Take the PDF of the newest moment, or the page of the earlier moment.",
        "Neem de PDF van de nieuwste stand, of de pagina van het eerdere moment.";
    /// The proof does not fit in a PDF.
    PdfProofTooLarge => "pdf-proof-too-large", FailedPrecondition,
        "The proof is too large to be in a PDF.",
        "Het bewijs is te groot voor een PDF.",
        "Take the bundle and the page apart.",
        "Neem de bundel en de pagina apart.";
    /// Others have PDF made.
    PdfBusy => "pdf-busy", ResourceExhausted,
        "Others are having PDF made.",
        "Er worden al andere PDF's gemaakt.",
        "Try again in a moment.",
        "Probeer het zo opnieuw.";
    /// The program failed.
    PdfFailed => "pdf-failed", Internal,
        "The PDF could not be made.",
        "De PDF kon niet worden gemaakt.",
        "Take the paragraph as a page or a spreadsheet, and tell the operator.",
        "Neem de paragraaf als pagina of rekenblad, en waarschuw de beheerder.";
    /// The writer's queue is full.
    Overloaded => "overloaded", ResourceExhausted,
        "The ledger is busy. Nothing was recorded.",
        "Het grootboek heeft het druk. Er is niets vastgelegd.",
        "Wait {retry_after_ms} ms and send the same command with the same request id again.",
        "Wacht {retry_after_ms} ms en stuur dezelfde opdracht met hetzelfde aanvraagnummer opnieuw.";
    /// Another process over the same database writes this ledger now.
    WrittenElsewhere => "written-elsewhere", Unavailable,
        "Another server writes this ledger now. Nothing was recorded here.",
        "Een andere server legt nu vast in dit grootboek. Hier is niets vastgelegd.",
        "Send the same command with the same request id to that server, or here again in {retry_after_ms} ms: if the other one is gone, this one takes over.",
        "Stuur dezelfde opdracht met hetzelfde aanvraagnummer naar die server, of over {retry_after_ms} ms weer hierheen. Is de andere weg? Dan neemt deze het over.";
    /// More calls at once than the server takes.
    TooManyCalls => "too-many-calls", ResourceExhausted,
        "The server has more calls at once than it takes. Nothing was done.",
        "De server krijgt meer aanvragen tegelijk dan hij aankan. Er is niets gedaan.",
        "Wait {retry_after_ms} ms and send the same request again.",
        "Wacht {retry_after_ms} ms en stuur dezelfde aanvraag opnieuw.";
    /// More subscriptions at once than the server takes.
    TooManySubscriptions => "too-many-subscriptions", ResourceExhausted,
        "The server has as many subscribers as it takes.",
        "De server heeft zoveel abonnees als hij aankan.",
        "Wait {retry_after_ms} ms and subscribe again, or read the entries page by page.",
        "Wacht {retry_after_ms} ms en probeer het opnieuw, of lees de boekingen per bladzijde.";
    /// A subscriber did not take its entries in time.
    ReaderTooSlow => "reader-too-slow", ResourceExhausted,
        "You did not take the entries in time, so the server ended the subscription.",
        "U nam de boekingen niet op tijd af. Daarom stopte de server het abonnement.",
        "Subscribe again from entry {next_from}.",
        "Abonneer u opnieuw vanaf boeking {next_from}.";
    /// The store failed before anything could be durable.
    NotRecorded => "not-recorded", Unavailable,
        "Storing failed. It is certain that nothing of the command was recorded.",
        "Het opslaan is mislukt. Zeker is dat er niets van de opdracht is vastgelegd.",
        "Send the same command with the same request id again (publishing has none). If it keeps failing, tell the operator.",
        "Stuur dezelfde opdracht met hetzelfde aanvraagnummer opnieuw (publiceren heeft er geen). Blijft het misgaan? Waarschuw de beheerder.";
    /// Nobody knows yet whether the command was recorded.
    OutcomeUnknown => "outcome-unknown", Unavailable,
        "It is not known yet whether the command was recorded.",
        "Het is nog niet bekend of de opdracht is vastgelegd.",
        "Send the same command with the same request id again (publishing has none): the answer tells what was recorded, and it is recorded once only.",
        "Stuur dezelfde opdracht met hetzelfde aanvraagnummer opnieuw (publiceren heeft er geen). Het antwoord zegt wat er is vastgelegd. Dubbel vastleggen kan niet.";
    /// The store takes nothing until an operator looked.
    ReadOnly => "read-only", Unavailable,
        "The ledger takes no statements now. What is recorded can be read. Nothing was recorded.",
        "Het grootboek neemt nu niets aan. Lezen kan wel. Er is niets vastgelegd.",
        "Tell the operator: the server must be opened again. Then send the same command again.",
        "Waarschuw de beheerder: de server moet opnieuw worden gestart. Stuur daarna dezelfde opdracht opnieuw.";
    /// What is stored is not what was stored.
    Damaged => "damaged", DataLoss,
        "Stored data of this ledger is damaged. The server repairs nothing by itself.",
        "Opgeslagen gegevens van dit grootboek zijn beschadigd. De server herstelt niets uit zichzelf.",
        "Tell the operator at once: the ledger must be restored from a copy.",
        "Waarschuw meteen de beheerder: het grootboek moet uit een kopie worden hersteld.";
    /// The store did not answer.
    StoreFailed => "store-failed", Unavailable,
        "The store did not answer.",
        "De opslag gaf geen antwoord.",
        "Try again. If it keeps failing, tell the operator.",
        "Probeer het opnieuw. Blijft het misgaan? Waarschuw de beheerder.";
    /// The log's key is not there.
    KeyMissing => "key-missing", Unavailable,
        "The key of this ledger cannot be read, so nothing can be signed.",
        "De sleutel van dit grootboek is niet te lezen. Daarom kan er niets worden ondertekend.",
        "Tell the operator: the key file must be put back from its backup.",
        "Waarschuw de beheerder: het sleutelbestand moet uit de reservekopie worden teruggezet.";
    /// The server stops.
    Stopping => "stopping", Unavailable,
        "The server is being stopped.",
        "De server wordt gestopt.",
        "Try again in a moment.",
        "Probeer het straks opnieuw.";
    /// A call was opened, and its message did not come.
    MessageLate => "message-late", DeadlineExceeded,
        "The call was opened, but its message did not come in time. Nothing was done.",
        "De aanroep is geopend, maar het bericht kwam niet op tijd. Er is niets gedaan.",
        "Send the message as soon as the call is opened.",
        "Stuur het bericht zodra de aanroep open is.";
    /// The call took longer than allowed.
    TookTooLong => "took-too-long", DeadlineExceeded,
        "The answer took too long, so the server stopped waiting for it.",
        "Het antwoord duurde te lang. Daarom wachtte de server niet langer.",
        "Try again, or ask for less at once.",
        "Probeer het opnieuw, of vraag minder tegelijk.";
    /// A mistake in the server.
    Internal => "internal", Internal,
        "Something went wrong in the server.",
        "Er ging iets mis in de server.",
        "Try again. If it keeps failing, tell the operator.",
        "Probeer het opnieuw. Blijft het misgaan? Waarschuw de beheerder.";
}

impl Reason {
    /// The resource that a not-found or exists-already is about: its type, and under which name its value stands.
    pub(super) const fn resource(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::RequestReused => Some(("openboek.v1.RecordRequest", "request_id")),
            Self::ArrangementExists | Self::NoSuchArrangement => {
                Some(("openboek.v1.Arrangement", "arrangement"))
            }
            Self::NoSuchMember => Some(("openboek.v1.Member", "municipality")),
            Self::NoSuchEntry => Some(("openboek.v1.Entry", "entry")),
            Self::NoSuchParagraph => Some(("openboek.v1.Paragraph", "municipality")),
            Self::NoSuchFigure => Some(("openboek.v1.Cell", "figure")),
            _ => None,
        }
    }
}
