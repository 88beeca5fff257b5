//! Words of views, requests and promises, of joint proposals, and of what was learned.

use crate::model::Label;

labels! { OF_VOICES:
    // Voices.
    /// Column: *punten*.
    ITEMS = "items";
    /// Column: *beantwoord*.
    ANSWERED_OF = "answered-of";
    /// Column: *wettelijke zienswijze*.
    STATUTORY = "statutory";
    /// Column: *antwoord op*.
    ANSWERS = "answers";
    /// Column: *op tijd of te laat*.
    TIMELINESS = "timeliness";
    /// Column: *sluitingsdatum*.
    DEADLINE = "deadline";
    /// Column: *wat de inzender aanvoert*.
    CLAIMS = "claims";
    /// Column: *werkt in*.
    WORKS_IN = "works-in";
    /// Column: *herhaling*.
    RECURRENCE = "recurrence";
    /// Column: *gedaan in reactie*.
    REACTION = "reaction";
    /// *Ja*.
    YES = "yes";
    /// *Nee*.
    NO = "no";
    /// *Open*: not answered.
    OPEN = "open";
    /// *Open, en te laat*.
    OVERDUE = "overdue";
    /// *Deels beantwoord*.
    PARTLY_ANSWERED = "partly-answered";
    /// *Beantwoord*.
    ANSWERED = "answered";
    /// *Ontvangen; er is niets gevraagd*.
    RECEIVED = "received";
    /// *Er wordt geen antwoord gevraagd*.
    NO_ANSWER_ASKED = "no-answer-asked";
    /// *Te laat ontvangen*.
    LATE = "late";
    /// *Op tijd ontvangen*.
    ON_TIME = "on-time";
    /// *Verzoek*.
    ITEM_REQUEST = "item-request";
    /// *Voorwaarde*.
    ITEM_CONDITION = "item-condition";
    /// *Toetspunt*.
    ITEM_CRITERION = "item-criterion";
    /// *Prioriteit*.
    ITEM_PRIORITY = "item-priority";
    /// *Uitgangspunt*.
    ITEM_PRINCIPLE = "item-principle";
    /// *Zorg*.
    ITEM_CONCERN = "item-concern";
    /// *Opmerking*.
    ITEM_REMARK = "item-remark";
    /// *Eenmalig*.
    ONCE = "once";
    /// *Elk jaar*.
    YEARLY = "yearly";
    /// *Bij elke begroting*.
    EACH_BUDGET = "each-budget";
    /// *Overgenomen*.
    ANSWER_ACCEPTED = "answer-accepted";
    /// *Deels overgenomen*.
    ANSWER_PARTLY_ACCEPTED = "answer-partly-accepted";
    /// *Niet overgenomen*.
    ANSWER_DECLINED = "answer-declined";
    /// *Voor kennisgeving aangenomen*.
    ANSWER_NOTED = "answer-noted";

    // Joint proposals.
    /// Column: *gezamenlijke stand*.
    JOINT_STATE = "joint-state";
    /// Column: *besloten* (so many of so many councils).
    DECIDED_OF = "decided-of";
    /// Column: *versie van de tekst*.
    VERSION = "version";
    /// Column: *opdracht van* (which council mandated it).
    MANDATED_BY = "mandated-by";
    /// Column: *makers*.
    PARTIES = "parties";
    /// Column: *te behandelen bij*.
    TREATED_WITH = "treated-with";
    /// Column: *bijeenkomsten*.
    HEARINGS = "hearings";
    /// Column: *besluit gepland*.
    PLANNED = "planned";
    /// Column: *besloten op*.
    DECIDED_ON = "decided-on";
    /// Joint state: *opdracht gegeven, nog geen voorstel*.
    MANDATED = "mandated";
    /// Joint state: *in behandeling* (with so many of so many).
    PENDING = "pending";
    /// Joint state: *gezamenlijk aangenomen*.
    ADOPTED_JOINTLY = "adopted-jointly";
    /// Joint state: *aangenomen, versies verschillen*.
    ADOPTED_VERSIONS_DIFFER = "adopted-versions-differ";
    /// Joint state: *niet gezamenlijk aangenomen: ten minste een raad verwierp*.
    REJECTED_JOINTLY = "rejected-jointly";
    /// Council: *nog niet gepland*.
    NOT_SCHEDULED = "not-scheduled";
    /// Council: *gepland*.
    SCHEDULED = "scheduled";
    /// Council: *besluit gepland, uitkomst niet geregistreerd*.
    OUTCOME_NOT_RECORDED = "outcome-not-recorded";
    /// Council: *eerdere dag voorbij zonder besluit*.
    ALTERNATIVE_EXPIRED = "alternative-expired";
    /// Council: *aangenomen*.
    COUNCIL_ADOPTED = "council-adopted";
    /// Council: *gewijzigd aangenomen*.
    COUNCIL_ADOPTED_AMENDED = "council-adopted-amended";
    /// Council: *verworpen*.
    COUNCIL_REJECTED = "council-rejected";

    // Learning.
    /// *Visie*.
    VISION = "vision";
    /// *Beleid, vastgesteld*.
    POLICY_ADOPTED = "policy-adopted";
    /// *Nota, besproken zonder besluit*.
    POLICY_DISCUSSED = "policy-discussed";
    /// Column: *geleerd*.
    LESSON = "lesson";
    /// *Voorbereid of gepland*.
    EXPERIMENT_PLANNED = "experiment-planned";
    /// *Gestart*.
    EXPERIMENT_STARTED = "experiment-started";
    /// *Gelukt*.
    EXPERIMENT_SUCCEEDED = "experiment-succeeded";
    /// *Mislukt*.
    EXPERIMENT_FAILED = "experiment-failed";
    /// *Deels gelukt*.
    EXPERIMENT_MIXED = "experiment-mixed";
    /// Column: *gevraagd niveau*.
    REQUIRED = "required";
    /// Column: *eigen doel*.
    TARGET = "target";
    /// Column: *in woorden*.
    IN_WORDS = "in-words";
}
