//! The Dutch help.

use openboek_audit::help::DutchHelp;

const SERVER: &str = "De server.";
const ARRANGEMENT: &str = "Naam van de regeling: drechtsteden.";

const WAIT: &str = "Wanneer het antwoord komt: recorded (duurzaam vastgelegd) of published (te bewijzen).";
const IV3_YEAR: &str = "Het jaar van de cijfers.";
const IV3_REPORT: &str =
    "Wat het is: budget (begroting), actuals (realisatie van een kwartaal) of accounts (jaarrekening).";
const IV3_THROUGH: &str = "Tot en met welke dag de realisatie gaat: 2024-06-30. Alleen bij actuals.";
const REGISTER_NAME: &str = "Naam van het register; standen van één register hebben één naam.";
const REGISTER_NUMBERS: &str = "Hoe bedragen zijn geschreven: english (1234.56) of dutch (1.234,56).";
const REGISTER_SEPARATOR: &str = "Wat er in een CSV tussen de cellen staat: , ; | of tab.";
const REGISTER_PREFIX: &str =
    "Wat in het grootboek voor elk dossiernummer staat, als twee registers dezelfde nummers gebruiken.";
const IMPORT_FILE: &str = "Het bestand; het mag met gzip zijn ingepakt.";
const IMPORT_ACTOR: &str = "Wie vastlegt: een rol of een willekeurige naam, nooit de naam van een mens.";
const IMPORT_YES: &str = "Leg vast wat het plan zegt, zonder vraag.";
const IMPORT_PARTIAL: &str = "Leg de rest vast, ook al zijn er rijen weggelaten.";
const IMPORT_ALL: &str = "Toon alle meldingen en alles wat zou worden vastgelegd.";
const IMPORT_JSON: &str = "Druk het hele plan af in JSON.";

/// The Dutch help of every subcommand and argument.
pub(crate) const DUTCH: DutchHelp = &[
    ("", "", "Een controleerbaar grootboek van begrotingsbesluiten in het sociaal domein."),
    ("", "lang", "Taal van wat mensen lezen: nl of en."),
    (
        "",
        "after",
        "Begin met:
  openboek demo                                   zie het werken, met vijf echte gevallen
  openboek serve --store sled --data ./data --host ledger.example.nl
  openboek record --template cut-suspended > besluit.yaml
  openboek record besluit.yaml

Uitkomst (exitstatus): 0 gelukt; 1 het bestand klopt niet of het grootboek weigert; 2 verkeerde opdrachtregel; 3 de server is niet
bereikbaar of faalt, of de uitkomst is niet bekend (geef dezelfde opdracht nog eens: niets wordt twee keer vastgelegd). `audit` heeft
eigen uitkomsten, zie daar.

Waar u om vraagt gaat naar de standaarduitvoer, al het andere naar de foutuitvoer.",
    ),
    ("serve", "", "Start de server: gRPC en de leeszaal."),
    (
        "serve",
        "after",
        "Voorbeelden:
  openboek serve                                          in het geheugen, weg als het stopt
  openboek serve --store sled --data /var/lib/openboek --host ledger.example.nl --static-log /srv/openboek
  openboek serve --store 'postgres://openboek@/openboek?host=/var/run/postgresql' --keys /etc/openboek/keys --host ledger.example.nl

Maak een PostgreSQL-database (15 of nieuwer) eerst klaar met openboek migrate. Meer servers mogen één database gebruiken, met dezelfde
sleutels en dezelfde --host. Elke server toont wat ze samen hebben vastgelegd. Eén tegelijk legt vast in een grootboek. De andere geven dan
de code written-elsewhere en zeggen wanneer u het weer kunt proberen. Is de server die vastlegt 5 seconden weg? Dan neemt de volgende
opdracht het over, waar die ook komt.
De verbinding met de database is niet versleuteld: alleen een socket of localhost mag, een andere computer via een tunnel die hier uitkomt.
Geef elke server een eigen map voor --static-log, of maar één van de servers.
Een wachtwoord op de opdrachtregel is leesbaar voor anderen op deze computer: zet het adres in OPENBOEK_STORE, of gebruik een socket zonder.

Het eerste deel van de naam van elk grootboek is --host. De naam staat voor altijd in elke boeking: kies hem voor de eerste boeking.
Een statisch log dat verder is dan de gegevens houdt de start tegen: dan zijn de gegevens een oude kopie (openboek restore).
Met --webhooks krijgen andere systemen bericht van elke gepubliceerde boeking (CloudEvents, met een handtekening volgens Standard Webhooks).
Het bestand, in YAML:
  folder: /var/lib/openboek/webhooks      # hoe ver elke ontvanger is; weglaten: webhooks in de gegevensmap
  receivers:
    - name: zaken
      url: https://zaken.example.nl/in    # http alleen naar deze computer
      secret_file: zaken.key              # whsec_ en base64 van 24 tot 64 bytes; twee regels zolang de ontvanger overgaat naar een nieuw geheim
      arrangements: [drechtsteden]        # weglaten: alle; zo ook municipalities: [GM0505, region] en kinds: [cut-suspended]
      from: now                           # of first: alles wat er al is
Opnieuw sturen? Stop de server en schrijf een lagere positie in MAP/zaken/drechtsteden.position. Wat is opgegeven, staat in .dead ernaast.
Gebruiken meer servers één database? Geef dan één ervan dit bestand. SSL_CERT_FILE noemt andere certificaten dan die van deze computer.
Stopt bij SIGINT of SIGTERM, nadat is afgemaakt wat bezig was. RUST_LOG regelt het logboek van de server (RUST_LOG=openboek_engine=debug).
Deze versie heeft geen TLS en weet niet wie er aanroept: zij luistert alleen op deze computer.",
    ),
    ("serve", "grpc", "Adres voor gRPC; poort 0 kiest een vrije poort."),
    ("serve", "http", "Adres voor de leeszaal; poort 0 kiest een vrije poort."),
    (
        "serve",
        "store",
        "Waar boekingen worden bewaard: memory (geheugen, weg als het stopt), sled (bestanden) of het adres van een PostgreSQL-database.",
    ),
    ("serve", "metrics", "Adres voor metingen, als OpenMetrics-tekst op /metrics; zonder dit adres zijn die er niet."),
    ("serve", "keys", "Map met de sleutels van de grootboeken; nodig bij een database, anders keys in de gegevensmap."),
    ("serve", "data", "Map voor opslag en sleutels; nodig bij sled."),
    (
        "serve",
        "static_log",
        "Map van de statische logs, bijgewerkt na elke publicatie: archief, reservekopie, en wat elke webserver kan tonen.",
    ),
    ("serve", "host", "Eerste deel van de naam van elk grootboek."),
    ("serve", "pdf", "Het programma openboek-pdf, dat van paragrafen een PDF maakt; zonder dit dat naast dit programma staat, als het er is."),
    ("serve", "public_url", "Adres waarop lezers de leeszaal vinden, voor links in spreadsheets (https://openboek.example.nl)."),
    ("serve", "oin", "Nummer van de organisatie die de server draait (OIN, 20 cijfers), voor de bron van CloudEvents."),
    ("serve", "webhooks", "Bestand dat zegt wie van elke gepubliceerde boeking bericht krijgt, als CloudEvent; --public-url is dan nodig."),
    ("serve", "contact", "Wie vragen over de interface beantwoordt, voor het OpenAPI-document: naam, pagina en e-mailadres."),
    ("serve", "json", "Zeg in één regel JSON waar de server luistert, en schrijf het logboek in JSON."),
    ("demo", "", "Start alles in een tijdelijke map, leg vijf echte gevallen vast, maak bundels en controleer ze."),
    (
        "demo",
        "after",
        "Voorbeelden:
  openboek demo              blijft draaien: bekijk de paragrafen in een browser, stop met Ctrl-C
  openboek demo --once       stopt vanzelf; exitstatus 0 als elke bundel klopt
  openboek demo --data ./demo   bewaart de gegevens; een tweede keer wordt niets dubbel vastgelegd",
    ),
    ("demo", "once", "Stop als alles is getoond en gecontroleerd."),
    ("demo", "data", "Bewaar de gegevens in deze map."),
    ("demo", "store", "Waar boekingen worden bewaard: memory (geheugen) of sled (bestanden)."),
    ("record", "", "Leg een bestand met besluiten vast."),
    (
        "record",
        "after",
        "Voorbeelden:
  openboek record --list                             de soorten vastlegging
  openboek record --template cut-suspended           een bestand om in te vullen
  openboek record besluit.yaml --dry-check           controleer de vorm, zonder server
  openboek record besluit.yaml --wait published      leg vast, antwoord als het te bewijzen is

Een bestand heeft `arrangement`, `actor` en `statements` (één opdracht), of `commands` (meer opdrachten). Een opdracht wordt in haar
geheel vastgelegd of niet. De opdrachten gaan in de volgorde van het bestand; de eerste die geweigerd wordt, stopt het. Wat alle
vastleggingen van een opdracht gemeen hebben, mag één keer: als `concerns` en `act` van de opdracht of van het bestand. De eerste
opdracht mag de regeling oprichten.

Een bestand nog eens vastleggen legt niets dubbel vast: zonder `request` wordt het kenmerk van een opdracht gemaakt van regeling, actor
en vastleggingen (niet van opmaak of commentaar). Wilt u twee keer hetzelfde zeggen? Geef elke opdracht dan een eigen `request`
(een UUID).",
    ),
    ("record", "file", "Bestand in YAML of JSON; - leest de standaardinvoer."),
    ("record", "server", SERVER),
    ("record", "wait", WAIT),
    ("record", "dry_check", "Controleer alleen de vorm van het bestand; er wordt niets verstuurd."),
    ("record", "template", "Druk een bestand af om in te vullen voor deze soort vastlegging."),
    ("record", "list", "Noem de soorten vastlegging."),
    ("record", "json", "Druk in JSON af wat is vastgelegd."),
    ("import", "", "Leg vast wat in een bestand van een gemeente staat: eerst rij voor rij getoond, vastgelegd als u akkoord gaat."),
    ("import mapping", "", "Druk een indeling af om in te vullen: in welke kolom van een eigen rekenblad staat wat?"),
    ("import sheet", "", "Een eigen rekenblad (XLSX, ODS of CSV): begroting, wijziging, realisatie of jaarrekening."),
    (
        "import sheet",
        "after",
        "Voorbeelden:
  openboek import mapping > indeling.yaml                      een indeling om in te vullen: in welke kolom staat wat?
  openboek import sheet begroting.xlsx --arrangement delta --holder GM0505 --year 2025 --mapping indeling.yaml
  openboek import sheet begroting.xlsx --arrangement delta --holder GM0505 --year 2025 --mapping indeling.yaml --date 2024-11-12 --yes

Zonder --yes ziet u rij voor rij wat er zou worden vastgelegd en wordt er niets geschreven; op een terminal wordt het u gevraagd. Alles
wordt vastgelegd, of niets. Hetzelfde bestand nog eens legt niets vast; een verbeterd bestand legt alleen vast wat verschilt, als
correctie die het bestand noemt. Elke rij is vast te leggen, staat er al zo, is niet gevraagd, is opmaak, of is weggelaten; weggelaten
rijen worden genoemd en vragen om --partial. openboek explain CODE legt een melding uit.",
    ),
    ("import sheet", "files", IMPORT_FILE),
    ("import sheet", "arrangement", ARRANGEMENT),
    ("import sheet", "actor", IMPORT_ACTOR),
    ("import sheet", "server", SERVER),
    ("import sheet", "yes", IMPORT_YES),
    ("import sheet", "partial", IMPORT_PARTIAL),
    ("import sheet", "all", IMPORT_ALL),
    ("import sheet", "json", IMPORT_JSON),
    ("import sheet", "wait", WAIT),
    ("import sheet", "holder", "Van wie de cijfers zijn: een code (GM0505), of region."),
    ("import sheet", "year", "Begrotingsjaar."),
    (
        "import sheet",
        "report",
        "Wat het is: budget (begroting), amendment (begroting na wijziging), actuals (realisatie) of accounts (jaarrekening).",
    ),
    ("import sheet", "mapping", "Hoe het bestand is ingedeeld: een bestand in YAML."),
    ("import sheet", "date", "Wanneer het is besloten: 2024-11-12, 2024-11, 2024 of XXXX (onbekend)."),
    ("import sheet", "through", "Tot en met welke dag de realisatie gaat: 2025-06-30. Alleen bij actuals."),
    ("import iv3", "", "Iv3-cijfers: de CSV van alle gemeenten, of de JSON die een gemeente aan het CBS levert."),
    (
        "import iv3",
        "after",
        "Voorbeelden:
  openboek import iv3 2023_begroting.csv.gz --arrangement ijsselland --year 2023
  openboek import iv3 2023_jaarrekening.csv.gz --arrangement ijsselland --year 2023 --report accounts --yes
  openboek import iv3 levering.json --arrangement ijsselland --year 2024 --report actuals --through 2024-06-30

Zonder --municipality de cijfers van alle deelnemers. Bedragen in duizenden euro's blijven afgerond op duizenden. Wat vreemd is (een code
die niet meer mag, baten en lasten die niet gelijk zijn, bedragen onder nul) wordt vastgelegd zoals het is gepubliceerd, en één keer
genoemd. Hetzelfde bestand nog eens legt niets vast; cijfers die opnieuw zijn gepubliceerd worden een correctie. openboek explain CODE
legt een melding uit.",
    ),
    ("import iv3", "files", IMPORT_FILE),
    ("import iv3", "arrangement", ARRANGEMENT),
    ("import iv3", "actor", IMPORT_ACTOR),
    ("import iv3", "server", SERVER),
    ("import iv3", "yes", IMPORT_YES),
    ("import iv3", "partial", IMPORT_PARTIAL),
    ("import iv3", "all", IMPORT_ALL),
    ("import iv3", "json", IMPORT_JSON),
    ("import iv3", "wait", WAIT),
    ("import iv3", "year", IV3_YEAR),
    ("import iv3", "report", IV3_REPORT),
    ("import iv3", "through", IV3_THROUGH),
    ("import iv3", "municipalities", "Alleen deze gemeente: een code (GM0505) of een naam; mag vaker."),
    ("import iv3", "date", "Wanneer het is besloten: 2022-11-10, 2022-11, 2022 of XXXX (onbekend)."),
    ("import register", "", "Een subsidieregister (CSV, XLSX of ODS), of een reeks standen ervan: de verschillen worden gebeurtenissen."),
    (
        "import register",
        "after",
        "Voorbeelden:
  openboek import register subsidies-2019-06-11.csv subsidies-2019-07-29.csv --arrangement amsterdam --holder GM0363 --footer
  openboek import register register.xlsx --arrangement delta --holder GM0505 --stand 2021-01-31 --numbers dutch --yes

Een register toont wat er op een dag staat, niet waarom. Wat er nieuw in staat, wordt vastgelegd als besluit zonder grond. Wat eruit is
verdwenen, is niet ingetrokken en telt mee tot een besluit iets anders zegt. Afgeschermde personen (\"(Particulier)\") blijven afgeschermd.
Van meer bestanden wordt elk vergeleken met dat ervoor, in de volgorde van hun dagen; alles wordt vastgelegd, of niets. Hetzelfde bestand
nog eens legt niets vast. openboek explain CODE legt een melding uit.",
    ),
    ("import register", "files", IMPORT_FILE),
    ("import register", "arrangement", ARRANGEMENT),
    ("import register", "actor", IMPORT_ACTOR),
    ("import register", "server", SERVER),
    ("import register", "yes", IMPORT_YES),
    ("import register", "partial", IMPORT_PARTIAL),
    ("import register", "all", IMPORT_ALL),
    ("import register", "json", IMPORT_JSON),
    ("import register", "wait", WAIT),
    ("import register", "holder", "Wie de subsidies geeft: een code (GM0363), of region."),
    ("import register", "stand", "De dag waarvan het bestand de stand toont; zonder dit de dag in de naam van het bestand."),
    (
        "import register",
        "columns",
        "Een kop in het bestand en wat eronder staat: \"Wie krijgt het=recipient\". Gewone koppen zijn bekend.",
    ),
    ("import register", "policy_areas", "Alleen rijen van dit beleidsterrein, zoals het register het noemt; mag vaker."),
    (
        "import register",
        "footer",
        "Het bestand eindigt met het aantal rijen, \"(14402 rows affected)\": zonder die regel is het niet heel.",
    ),
    ("import register", "register", REGISTER_NAME),
    ("import register", "numbers", REGISTER_NUMBERS),
    ("import register", "separator", REGISTER_SEPARATOR),
    ("import register", "prefix", REGISTER_PREFIX),
    ("import circular", "", "Een circulaire van het gemeentefonds: de bestanden met gewichten, volumina en SIUDU, in die volgorde."),
    (
        "import circular",
        "after",
        "Voorbeelden:
  openboek import circular GF_M2024_2024_Gewichten.csv GF_M2024_2024_Volumina.csv.gz GF_M2024_2024_SIUDU.csv \\
    --arrangement drechtsteden --circular M2024 --year 2024 --factor 1,414
  openboek import circular gewichten.csv volumina.csv siudu.csv GF_M2024_2024.csv --arrangement drechtsteden --circular M2024 --year 2024 \\
    --factors Uitkeringsfactor.csv

Een vierde bestand met gepubliceerde resultaten wordt vergeleken met wat uit de andere drie volgt; er wordt niets van vastgelegd. Elke
circulaire komt in de plaats van de vorige over hetzelfde jaar; een die na een nieuwere wordt geïmporteerd, wordt vastgelegd maar telt niet mee.",
    ),
    ("import circular", "files", IMPORT_FILE),
    ("import circular", "arrangement", ARRANGEMENT),
    ("import circular", "actor", IMPORT_ACTOR),
    ("import circular", "server", SERVER),
    ("import circular", "yes", IMPORT_YES),
    ("import circular", "partial", IMPORT_PARTIAL),
    ("import circular", "all", IMPORT_ALL),
    ("import circular", "json", IMPORT_JSON),
    ("import circular", "wait", WAIT),
    ("import circular", "circular", "Welke circulaire: M2024 (mei), S2024 (september) of D2024 (december)."),
    ("import circular", "year", "Het begrotingsjaar waar hij over gaat."),
    ("import circular", "factor", "De uitkeringsfactor van die circulaire en dat jaar: 1,414."),
    ("import circular", "factors", "Een bestand met uitkeringsfactoren: Circulaire,Jaar,Uitkeringsfactor."),
    ("import circular", "municipality", "Voor welke gemeenten (GM0505), elk met deze optie; zonder deze optie alle leden."),
    ("import circular", "giver", "Wie het geld geeft, zoals dit grootboek hem noemt; wordt geregistreerd als hij nog niet bekend is."),
    ("import population", "", "Aantallen per gemeente: inwoners, en de aantallen van een verdeelsleutel."),
    (
        "import population",
        "after",
        "Voorbeelden:
  openboek import population 2025.csv --arrangement drechtsteden --reference-date 2025-01-01
  openboek import population 2025.csv --arrangement drechtsteden --reference-date 2025-01-01 --key inwoners --years 2026
  openboek import population sleutel.csv --arrangement drechtsteden --reference-date 2025-01-01 --key-only --key mix --years 2026-2029 \\
    --component Inwoners=inhabitants:50 --component Cliënten=clients:50

Het bestand heeft een regel met koppen, een kolom met de gemeente (code of naam) en kolommen met aantallen. Een verbeterd aantal verandert
nooit wat al verdeeld is: voor een jaar met een vastgestelde bijdrage volgens de sleutel wordt het verschil gemeld en geen versie voorgesteld.",
    ),
    ("import population", "files", IMPORT_FILE),
    ("import population", "arrangement", ARRANGEMENT),
    ("import population", "actor", IMPORT_ACTOR),
    ("import population", "server", SERVER),
    ("import population", "yes", IMPORT_YES),
    ("import population", "partial", IMPORT_PARTIAL),
    ("import population", "all", IMPORT_ALL),
    ("import population", "json", IMPORT_JSON),
    ("import population", "wait", WAIT),
    ("import population", "reference_date", "De dag waarop de aantallen gelden (peildatum): 2025-01-01."),
    ("import population", "column", "De kop van de kolom met inwoners; zonder deze optie een gebruikelijke."),
    ("import population", "title", "Hoe het document heet."),
    ("import population", "organisation", "Wie het zegt: region, of een gemeente (GM0505)."),
    ("import population", "date", "Wanneer: 2025-02-11, 2025-02, 2025 of XXXX (onbekend)."),
    ("import population", "key", "Leg met de aantallen een versie van deze verdeelsleutel vast."),
    ("import population", "description", "Waar de sleutel voor is."),
    ("import population", "years", "De begrotingsjaren van de sleutel: 2026, of 2026-2029."),
    ("import population", "leading", "Wat wordt verdeeld als een regionaal bedrag delen heeft: whole (het geheel) of parts (elk deel)."),
    (
        "import population",
        "component",
        "Een kolom van de sleutel, met wat hij telt en zijn gewicht in procenten; zonder deze optie alle inwoners.",
    ),
    ("import population", "key_only", "Leg alleen de sleutel vast, geen inwoners."),
    ("paragraph", "", "Druk een paragraaf sociaal domein af."),
    (
        "paragraph",
        "after",
        "Voorbeelden:
  openboek paragraph stichtse-vecht GM1904 2021
  openboek paragraph drechtsteden dordrecht 2020 --as-decided-on 2020-07-07
  openboek paragraph drechtsteden region 2020 --format csv > paragraaf.csv
  openboek paragraph drechtsteden dordrecht 2021 --format xlsx --out paragraaf.xlsx
  openboek paragraph drechtsteden --all --format ods --out paragrafen      elke deelnemer en elk jaar, elk een bestand

xlsx en ods zijn werkmappen: een blad per onderdeel, één met alle cijfers, één met de boekingen erachter. datapackage is een zip met de
CSV en een beschrijving van de kolommen voor programma’s (Tabular Data Package).",
    ),
    ("paragraph", "arrangement", ARRANGEMENT),
    ("paragraph", "holder", "Van wie: een code (GM0505), de naam van een deelnemer (dordrecht), of region."),
    ("paragraph", "year", "Begrotingsjaar."),
    ("paragraph", "all", "Elke paragraaf van de regeling, elk een bestand in de map --out."),
    ("paragraph", "format", "Vorm: text, json, csv, html, xlsx, ods of datapackage."),
    ("paragraph", "out", "Waarheen: een bestand, of met --all een map; zonder dit naar de standaarduitvoer."),
    ("paragraph", "stand", "Zoals het grootboek was: na zoveel boekingen, of aan het eind van een dag (2020-11-30)."),
    ("paragraph", "as_decided_on", "Alleen wat op deze dag besloten kan zijn."),
    ("paragraph", "server", SERVER),
    ("preview", "", "Toon wat een bestand met besluiten zou veranderen, zonder het vast te leggen."),
    (
        "preview",
        "after",
        "Voorbeelden:
  openboek preview besluit.yaml                 elke paragraaf die verandert, een zin per cijfer
  openboek preview besluit.yaml --json          hetzelfde voor programma’s
  openboek record besluit.yaml                  en leg het daarna vast

Het grootboek beslist over het bestand met zijn echte regels en schrijft niets: wat het zou weigeren, weigert het hier met dezelfde
woorden en exitstatus 1. Meer opdrachten worden samen genomen, elk alsof de vorige al is vastgelegd.",
    ),
    ("preview", "file", "Bestand in YAML of JSON; - leest de standaardinvoer."),
    ("preview", "server", SERVER),
    ("preview", "json", "Druk de verschillen af in JSON."),
    ("desk", "", "Leg vast met een formulier in uw browser. U ziet eerst wat het verandert."),
    (
        "desk",
        "after",
        "Voorbeelden:
  openboek desk --actor griffie.dordrecht                                    de server op deze computer
  openboek desk --actor griffie.dordrecht --reading-room https://openboek.example.nl

Ga zelf naar het adres dat wordt afgedrukt. Alleen deze computer kan erbij, en met Ctrl-C stopt het. Het legt vast langs dezelfde weg als
`openboek record`, dus met dezelfde regels en dezelfde antwoorden. Een regeling richt u op met `openboek record`.",
    ),
    ("desk", "actor", "Wie vastlegt: een rol of een willekeurige naam, nooit de naam van een mens."),
    ("desk", "server", SERVER),
    ("desk", "listen", "Waar het formulier staat: alleen een adres van deze computer. Poort 0 neemt een die vrij is."),
    ("desk", "reading_room", "Adres van de leeszaal, voor verwijzingen naar wat is vastgelegd."),
    ("publish", "", "Publiceer een paragraaf zoals die nu is: het grootboek bewaart het kenmerk (hash) en waar hij uit is gemaakt."),
    (
        "publish",
        "after",
        "Voorbeelden:
  openboek publish drechtsteden dordrecht 2021           publiceer wat nu is vastgelegd
  openboek publish drechtsteden dordrecht 2021 --json    het ontvangstbewijs, voor programma’s

Het ontvangstbewijs zegt uit welke stand van het boek de paragraaf is gemaakt, en het kenmerk (hash) van de cijfers (JSON) en van de PDF
als de server die maakt. Dezelfde paragraaf opnieuw krijgt hetzelfde ontvangstbewijs. In een bundel zitten de gepubliceerde cijfers;
openboek-audit verify --recompute rekent ze na uit de boekingen.",
    ),
    ("publish", "arrangement", ARRANGEMENT),
    ("publish", "holder", "Van wie: een code (GM0505), de naam van een deelnemer (dordrecht), of region."),
    ("publish", "year", "Begrotingsjaar."),
    ("publish", "wait", "Antwoord als het ontvangstbewijs is vastgelegd (recorded) of gepubliceerd (published)."),
    ("publish", "server", SERVER),
    ("publish", "json", "Druk het antwoord af in JSON."),
    ("compare", "", "Toon wat er verschilt tussen twee momenten, begrotingsjaren of gemeenten."),
    (
        "compare",
        "after",
        "Voorbeelden:
  openboek compare drechtsteden dordrecht 2021 --from 14              sinds boeking 14
  openboek compare drechtsteden dordrecht 2021 --from 2020-07-07 --to 2020-11-30
  openboek compare drechtsteden dordrecht 2021 --with-year 2020       met het jaar ervoor
  openboek compare drechtsteden dordrecht 2021 --with alblasserdam    met een andere gemeente

Bij elk cijfer dat verschilt staat een zin, met de boekingen waar het door komt. Van twee begrotingsjaren worden de jaren zelf
vergeleken, niet een begroting met de raming die er een jaar eerder van was.",
    ),
    ("compare", "arrangement", ARRANGEMENT),
    ("compare", "holder", "Van wie: een code (GM0505), de naam van een deelnemer (dordrecht), of region."),
    ("compare", "year", "Begrotingsjaar."),
    ("compare", "from", "Het eerste moment: na zoveel boekingen, of aan het eind van een dag (2020-11-30)."),
    ("compare", "to", "Het tweede moment; nu als u dit weglaat."),
    ("compare", "with", "Vergelijk met deze gemeente, of met region."),
    ("compare", "with_year", "Vergelijk met dit begrotingsjaar."),
    ("compare", "server", SERVER),
    ("compare", "json", "Druk de verschillen af in JSON."),
    ("watch", "", "Volg paragrafen terwijl ze veranderen."),
    (
        "watch",
        "after",
        "Voorbeelden:
  openboek watch drechtsteden                              elke paragraaf, tot u stopt
  openboek watch drechtsteden dordrecht 2021 --from 14     wat sinds boeking 14 veranderde, en daarna zodra er iets verandert
  openboek watch drechtsteden --from 14 --once --json      wat sindsdien veranderde, voor programma’s, en stop

U hoort iets zodra het is gepubliceerd. „Bijgewerkt tot en met stand 21” geeft het nummer om de volgende keer mee verder te gaan.",
    ),
    ("watch", "arrangement", ARRANGEMENT),
    ("watch", "holder", "Alleen deze paragrafen: een code (GM0505), de naam van een deelnemer (dordrecht), of region."),
    ("watch", "year", "Alleen dit begrotingsjaar."),
    ("watch", "from", "Vertel eerst wat er sinds zoveel boekingen is veranderd."),
    ("watch", "once", "Stop als alles tot nu toe is verteld."),
    ("watch", "server", SERVER),
    ("watch", "json", "Druk elke gebeurtenis af als één regel JSON."),
    ("explain", "", "Leg een cijfer of een code uit: waar het vandaan komt, wat het betekent."),
    (
        "explain",
        "after",
        "Voorbeelden:
  openboek explain unknown-cut                                                          wat een code betekent, zonder server
  openboek explain codes                                                                alle codes
  openboek explain drechtsteden/dordrecht/2021/budget-by-taakveld.6.1.expenditure       waar een cijfer vandaan komt

Een cijfer heet zoals zijn bladzijde in de leeszaal; het adres van die bladzijde mag ook.",
    ),
    ("explain", "what", "Een code (unknown-cut, awb-4-13), of een cijfer (regeling/wie/jaar/adres)."),
    ("explain", "stand", "Het cijfer zoals het was: na zoveel boekingen, of aan het eind van een dag (2020-11-30)."),
    ("explain", "server", "De server; alleen nodig voor een cijfer."),
    ("explain", "json", "Druk de uitleg af in JSON."),
    ("export", "", "Haal iets uit het grootboek."),
    ("export iv3", "", "Iv3-cijfers van een gemeente: CSV in duizenden euro's, of JSON in hele euro's."),
    (
        "export iv3",
        "after",
        "Voorbeelden:
  openboek export iv3 ijsselland dalfsen --year 2023 --out dalfsen.csv
  openboek export iv3 ijsselland GM0148 --year 2023 --report accounts --form json --out dalfsen.json

Wat in het grootboek fijner is, wordt zo afgerond dat de regels optellen tot het afgeronde totaal; met --out worden de regels genoemd die
anders zijn geworden. Het bestand weer importeren legt niets nieuws vast.",
    ),
    ("export iv3", "arrangement", ARRANGEMENT),
    ("export iv3", "holder", "Van welke gemeente: een code (GM0505) of de naam van een deelnemer."),
    ("export iv3", "year", IV3_YEAR),
    ("export iv3", "report", IV3_REPORT),
    ("export iv3", "through", IV3_THROUGH),
    ("export iv3", "form", "Welke vorm: csv of json."),
    ("export iv3", "out", "Waarheen; zonder dit naar de standaarduitvoer."),
    ("export iv3", "made", "Wanneer het bestand is gemaakt, zoals de JSON vraagt: 2024-07-15T12:00:00Z."),
    ("export iv3", "contact", "Wie vragen over het bestand kan beantwoorden, zoals de JSON vraagt: een rol, geen persoon."),
    ("export iv3", "email", "Het e-mailadres daarvan."),
    ("export iv3", "telephone", "Het telefoonnummer daarvan."),
    ("export iv3", "server", SERVER),
    ("export bundle", "", "Alles wat een raad nodig heeft om de eigen boekingen zonder server te controleren."),
    (
        "export bundle",
        "after",
        "Voorbeelden:
  openboek export bundle drechtsteden GM0505 --out dordrecht.zip
  openboek export bundle drechtsteden GM0505 --out dordrecht.zip --previous bewaard
  openboek-audit verify dordrecht.zip --previous bewaard --keep bewaard",
    ),
    ("export bundle", "arrangement", ARRANGEMENT),
    ("export bundle", "holder", "Van wie: een code (GM0505), de naam van een deelnemer, of region."),
    (
        "export bundle",
        "out",
        "Waarheen: een bestand dat eindigt op .zip, of een nieuwe of lege map voor de losse bestanden.",
    ),
    (
        "export bundle",
        "previous",
        "Checkpoint dat u bij een eerdere controle bewaarde; de bundel bewijst dan dat de geschiedenis sindsdien alleen groeide.",
    ),
    ("export bundle", "server", SERVER),
    ("export pdf", "", "Een paragraaf als officieel document: PDF/A-3a en PDF/UA-1, met het bewijs erin."),
    (
        "export pdf",
        "after",
        "Voorbeelden:
  openboek export pdf stichtse-vecht GM1904 2021 --out paragraaf.pdf
  openboek --lang en export pdf drechtsteden dordrecht --out paragraph.pdf       het nieuwste jaar, in het Engels

Het document toont de nieuwste gepubliceerde stand, en bevat de bundel van die stand. Wie het naar de pagina `controleer` sleept, leest of
wat er gedrukt staat, de cijfers en het bewijs bij elkaar horen. Dezelfde stand geeft dezelfde bytes.
Het programma openboek-pdf maakt het; dat wordt apart gebouwd: cargo build --release --manifest-path crates/openboek-pdf/Cargo.toml",
    ),
    ("export pdf", "arrangement", ARRANGEMENT),
    ("export pdf", "holder", "Wiens paragraaf: een code (GM0505), de naam van een deelnemer, of region."),
    ("export pdf", "year", "Begrotingsjaar; zonder dit het nieuwste."),
    ("export pdf", "out", "Waarheen."),
    ("export pdf", "program", "Het programma openboek-pdf; zonder dit dat naast dit programma staat."),
    ("export pdf", "server", SERVER),
    ("export register", "", "Het subsidieregister als CSV: gevraagd, verleend, vastgesteld. Personen zijn afgeschermd."),
    (
        "export register",
        "after",
        "Voorbeelden:
  openboek export register amsterdam GM0363 --out register.csv
  openboek export register delta dordrecht --numbers dutch --separator ';' > register.csv

NULL is nog niet besloten, n.n.b. is een bedrag dat geen getal is. Wat een rekenblad als formule zou lezen, krijgt een apostrof ervoor.
Het bestand weer importeren legt niets nieuws vast.",
    ),
    ("export register", "arrangement", ARRANGEMENT),
    ("export register", "holder", "Wie de subsidies geeft: een code (GM0505), de naam van een deelnemer, of region."),
    ("export register", "out", "Waarheen; zonder dit naar de standaarduitvoer."),
    ("export register", "register", REGISTER_NAME),
    ("export register", "numbers", REGISTER_NUMBERS),
    ("export register", "separator", REGISTER_SEPARATOR),
    ("export register", "prefix", REGISTER_PREFIX),
    ("export register", "server", SERVER),
    ("schema", "", "Druk het koppelvlak af: de diensten, of alles als descriptor."),
    (
        "schema",
        "after",
        "Voorbeelden:
  openboek schema                        diensten en methoden, één per regel
  openboek schema --binary > openboek.binpb     voor grpcurl, buf en codegeneratoren",
    ),
    ("schema", "binary", "Druk de descriptor van alle .proto-bestanden af, met commentaar."),
    ("migrate", "", "Breng een PostgreSQL-database op deze versie."),
    (
        "migrate",
        "after",
        "Voorbeelden:
  openboek migrate --store 'postgres://openboek@/openboek?host=/var/run/postgresql' --plan      wat het zou doen, als SQL
  openboek migrate --store 'postgres://openboek@/openboek?host=/var/run/postgresql'

Alles of niets, en twee keer doen verandert niets. Wat is vastgelegd blijft zoals het is. Stop eerst servers van een oudere versie: een server
start niet op een database van een andere versie. Gebruik dezelfde gebruiker als de servers.",
    ),
    ("migrate", "store", "Adres van de database; zie openboek serve --help."),
    ("migrate", "plan", "Laat alleen zien wat er zou gebeuren."),
    ("migrate", "json", "Druk het af als JSON."),
    ("restore", "", "Bouw de gegevens opnieuw op uit statische logs."),
    (
        "restore",
        "after",
        "Voorbeelden:
  openboek restore --from-log /srv/openboek --data ./nieuw --keys /kluis/sleutels
  openboek restore --from-log /srv/openboek/drechtsteden --data ./nieuw --at-least drechtsteden.checkpoint
  openboek restore --from-log kopie.tar.age --decrypt-with /kluis/kopie.key --data ./nieuw --keys /kluis/sleutels

Alles wordt gecontroleerd voordat het wordt overgenomen: hashes, boom, zegels, handtekeningen. Er wordt nooit iets overschreven: de map moet
nieuw of leeg zijn. Wat terugkomt is tot op de byte hetzelfde: boekingen, bewijzen, paragrafen, en de antwoorden op opdrachten die nog eens
komen. De sleutels van de grootboeken staan niet in een statisch log: noem met --keys de map van uw eigen kopie, of zet de bestanden daarna
in de map `keys`. Wat was vastgelegd en nog niet gepubliceerd toen de kopie werd gemaakt, staat er niet in.

Een stand die u kent (een checkpoint dat een controleur bewaarde, of OMVANG:WORTEL daaruit) met --at-least weigert een kopie die ouder of
anders is.",
    ),
    ("restore", "from_log", "Het statische log van één grootboek, of een map met meer; met --decrypt-with een versleutelde kopie."),
    (
        "restore",
        "decrypt_with",
        "Het bestand met de geheime sleutel (van `age-keygen`, of van ssh) waarvoor de kopie is versleuteld. Het programma age moet er zijn.",
    ),
    ("restore", "data", "De nieuwe map voor de gegevens."),
    ("restore", "keys", "Map met de sleutels van de grootboeken (<naam>.key), om ook terug te zetten."),
    (
        "restore",
        "at_least",
        "Een stand die erin moet zitten: het bestand van een checkpoint, of OMVANG:WORTEL daaruit. Mag vaker.",
    ),
    (
        "restore",
        "log_key",
        "De openbare sleutel van het grootboek (log.vkey) uit een eigen bron; zonder wordt die in de map vertrouwd.",
    ),
    ("restore", "json", "Druk in JSON af wat is hersteld."),
    ("backup", "", "Kopieer grootboeken naar een map met statische logs, terwijl de server draait; elke keer alleen wat nieuw is."),
    (
        "backup",
        "after",
        "Voorbeelden:
  openboek backup --to /mnt/kopie                                     alle grootboeken van de server die draait
  openboek backup --to /mnt/kopie --data /var/lib/openboek            van een map waar geen server op draait
  openboek backup --to /mnt/kopie --from-log /srv/openboek            van de statische logs die een server schrijft
  openboek restore --from-log /mnt/kopie --data ./nieuw --keys /kluis/sleutels
  openboek backup --to /mnt/2026-11-29.tar.age --encrypt-to age1…     één versleuteld bestand, elke keer volledig

Een reservekopie is een map met statische logs, elk bij een ondertekend checkpoint: wat dan is gepubliceerd, met alle inhoud, en zonder de
sleutels. Bewaar die apart (de map `keys` van de gegevens). Wat wordt gekopieerd, wordt opnieuw gehasht en moet verdergaan waar de kopie
ophoudt: een grootboek dat iets kwijt is of herschreef, wordt geweigerd, en de kopie blijft zoals zij was. Afgebroken? Geef dezelfde opdracht
nog eens. Wie de map kan lezen, kan het grootboek lezen.

Met --encrypt-to wordt de kopie één nieuw bestand, dat alleen de eigenaar van die sleutel kan openen (maak een sleutel met `age-keygen`; het
programma age moet er zijn). Het wordt gemaakt van een kopie in de map voor tijdelijke bestanden (TMPDIR). Daar moet plaats zijn; die kopie
wordt daarna verwijderd. Met `age -d -i SLEUTEL BESTAND | tar x` opent u het zonder Openboek.",
    ),
    ("backup", "to", "De map van de kopieën; met --encrypt-to het bestand dat wordt gemaakt."),
    (
        "backup",
        "encrypt_to",
        "Versleutel voor de eigenaar van deze openbare sleutel (age1… of die van een ssh-sleutel). Mag vaker.",
    ),
    ("backup", "server", SERVER),
    ("backup", "data", "Een map met gegevens waar geen server op draait, in plaats van een server."),
    ("backup", "from_log", "Een statisch log of een map ermee, in plaats van een server."),
    ("backup", "json", "Druk in JSON af wat is gekopieerd."),
    ("doctor", "", "Controleer alles in een map met gegevens of een database tegen alles, zonder server."),
    (
        "doctor",
        "after",
        "Voorbeelden:
  openboek doctor --data /var/lib/openboek --static-log /srv/openboek
  openboek doctor --data /var/lib/openboek --json
  openboek doctor --store 'postgres://openboek@/openboek?host=/var/run/postgresql' --keys ./keys

Stop eerst de server; bij een database alle servers. Gecontroleerd worden: boekingen en inhoud tegen hun hashes, bomen, zegels en handtekeningen, de lijsten en koppen van
stromen, opdrachten, momentopnamen tegen een herhaling, sleutels, en de statische logs. Elke bevinding heeft een code, een plaats, en wat u
kunt doen. Er wordt niets hersteld.

Uitkomst (exitstatus): 0 er is niets mis (er kunnen opmerkingen zijn); 1 er is iets mis; 2 verkeerde opdrachtregel, of er zijn geen gegevens.",
    ),
    ("doctor", "data", "De map met gegevens."),
    ("doctor", "store", "Adres van een database, in plaats van een map met gegevens; zie openboek serve --help."),
    ("doctor", "keys", "Map met de sleutels van de grootboeken in de database."),
    ("doctor", "static_log", "De map van de statische logs ervan."),
    ("doctor", "json", "Druk de bevindingen af in JSON."),
    ("audit", "", "Controleer een bundel of een statisch log zonder de server (het programma openboek-audit)."),
    ("audit", "arguments", "Argumenten van openboek-audit."),
    ("completions", "", "Druk aanvullingen voor een shell af."),
    ("completions", "shell", "De shell: bash, elvish, fish, powershell of zsh."),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn the_definition_is_sound_and_every_help_is_there_in_dutch() {
        Cli::command().debug_assert();
        openboek_audit::help::localise(Cli::command(), openboek_audit::Lang::Nl, DUTCH).debug_assert();
        assert_eq!(openboek_audit::help::missing(&Cli::command(), DUTCH), Vec::<String>::new());
    }
}
