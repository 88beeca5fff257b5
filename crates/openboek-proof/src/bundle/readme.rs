//! `LEESMIJ.txt`: what a bundle is and how to check it, in Dutch and then in English.

use crate::checkpoint::Checkpoint;
use crate::hash::COMMITMENT_CONTEXT;

/// The text of `LEESMIJ.txt` for a bundle with this checkpoint.
pub(super) fn readme(checkpoint: &Checkpoint) -> String {
    let head =
        format!("{}\n{} / {} / {}\n\n", "OPENBOEK", checkpoint.origin, checkpoint.size, checkpoint.root);
    let commands = format!(
        "    b3sum --check b3sums\n\
         \x20   b3sum entries/0\n\
         \x20   (printf '\\0'; cat entries/0) | openssl dgst -sha256 -binary | base64\n\
         \x20   b3sum --derive-key '{COMMITMENT_CONTEXT}' payloads/0\n\
         \x20   (printf 'c2sp.org/tlog-proof@v1\\nindex 0\\n'; cat proofs/0; echo; cat checkpoint)\n"
    );
    format!("{head}{DUTCH}\n{commands}\n{DUTCH_END}\n{ENGLISH}\n{commands}\n{ENGLISH_END}")
}

const DUTCH: &str = "\
NEDERLANDS

Dit is een bundel uit Openboek. In de bundel staan alle vastgelegde besluiten van de gemeenten in het
bestand `streams` en van de regio, met het bewijs dat er niets mist en niets is veranderd.

Zo controleert u de bundel. U hebt geen verbinding met internet nodig:

    openboek-audit verify <deze map of dit zip-bestand>

Het antwoord is een van deze drie:

  klopt                 alles klopt, en het programma zegt waarop dat berust;
  klopt niet            er is iets veranderd of iets spreekt zichzelf tegen;
  niet te controleren   er ontbreekt iets dat nodig is voor de controle.

De bestanden log.vkey, policy en authors zeggen welke sleutels gelden. Krijgt u die van een ander dan
van de beheerder? Geef dan die mee. Anders vertrouwt u op wat de beheerder in deze bundel heeft gezet.

Wat niemand kan bewijzen: dat elk besluit ook is ingevoerd, en dat het bedrag toen goed was.

Met de hand controleren (hier voor nummer 0):
";

const DUTCH_END: &str = "\
De eerste regel vindt schade. De tweede geeft de code die bij het besluit op de website en in de
stukken staat. De derde geeft het blad in de boom. De vierde geeft het laatste getal op de regel
`payload`. De vijfde maakt een bewijs dat elk programma voor C2SP tlog-proof kan controleren.
De regels staan in FORMAT.md bij het programma.
";

const ENGLISH: &str = "\
ENGLISH

This is a bundle from Openboek. It holds every recorded decision of the municipalities listed in the file
`streams` and of the region, with the proof that nothing is missing and nothing was altered.

To verify the bundle (no network is needed):

    openboek-audit verify <this directory or zip>

The answer is one of three:

  klopt                 it holds, and the program says what that rests on;
  klopt niet            something was altered or contradicts itself;
  niet te controleren   something that verification needs is missing.

The files log.vkey, policy and authors say which keys count. If you have them from somebody else than the
operator, give those to the program. Otherwise you trust what the operator put into this bundle.

What nobody can prove: that every decision was entered, and that its amount was right at the time.

To check by hand (here for number 0):
";

const ENGLISH_END: &str = "\
The first line finds damage. The second prints the code that stands with the decision on the web site and
in documents. The third prints the leaf in the tree. The fourth prints the last value of the `payload` line.
The fifth makes a proof that any program for C2SP tlog-proof can check.
The rules are in FORMAT.md beside the program.
";
