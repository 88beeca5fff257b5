// Records and reads with Openboek over gRPC, with the .proto files only.
//
// Usage: example.js ADDRESS [ARRANGEMENT]; prints one line a step, and stops at the first thing that is not as it should be.

import { randomUUID } from "node:crypto";
import { create, equals, type MessageInitShape } from "@bufbuild/protobuf";
import { type Client, ConnectError, Code, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { blake3 } from "@noble/hashes/blake3";
import { bytesToHex } from "@noble/hashes/utils";

import {
  BadRequestSchema,
  ErrorInfoSchema,
  LocalizedMessageSchema,
  PreconditionFailureSchema,
} from "./generated/google/rpc/error_details_pb.js";
import { LegalForm } from "./generated/openboek/v1/arrangement_pb.js";
import { ArrangementService } from "./generated/openboek/v1/arrangement_service_pb.js";
import { AuditService } from "./generated/openboek/v1/audit_service_pb.js";
import { Nature, Side } from "./generated/openboek/v1/budget_pb.js";
import { Organ } from "./generated/openboek/v1/common_pb.js";
import {
  LedgerService,
  type RecordedEntry,
  RecordedEntrySchema,
  type RecordRequest,
  RecordRequestSchema,
  type Rejection,
  WaitFor,
} from "./generated/openboek/v1/ledger_service_pb.js";
import { ParagraphService } from "./generated/openboek/v1/paragraph_service_pb.js";
import type { StatementSchema } from "./generated/openboek/v1/statements_pb.js";

type Statement = MessageInitShape<typeof StatementSchema>;

const ACTOR = "griffie.voorbeeld";
const MUNICIPALITY = "GM1904";
const YEAR = 2021;

/** Who decided, and when. The date is the date of the decision, as far as it is known (EDTF). */
const act = (organ: Organ, date: string) => ({ organisation: MUNICIPALITY, organ, date });

/** The council adopts a budget of one line. Amounts are whole cents in a bigint: no floats anywhere near money. */
const budget = (cents: bigint): Statement => ({
  concerns: [MUNICIPALITY],
  body: {
    case: "budgetAdopted",
    value: {
      act: act(Organ.COUNCIL, "2020-11-11"),
      holder: MUNICIPALITY,
      year: YEAR,
      lines: [
        { key: { taakveld: "6.1", year: YEAR, side: Side.EXPENDITURE, nature: Nature.STRUCTURAL }, amountCents: cents },
      ],
    },
  },
});

/** An alderman promises something. */
const commitment = (number: number, due = "2021-04", date = "2020-11"): Statement => ({
  concerns: [MUNICIPALITY],
  body: {
    case: "commitmentMade",
    value: {
      act: act(Organ.ALDERMAN, date),
      commitment: `T-2020-${number}`,
      text: `Voorstel ${number} is in april 2021 klaar.`,
      due,
    },
  },
});

const eventHash = (data: Uint8Array) => `b3:${bytesToHex(blake3(data))}`;

/** Code, field and Dutch text out of the google.rpc details of a status. */
function reasons(error: ConnectError): string[] {
  const info = error.findDetails(ErrorInfoSchema)[0];
  const malformed = error.findDetails(BadRequestSchema).flatMap((found) => found.fieldViolations);
  const refused = error.findDetails(PreconditionFailureSchema).flatMap((found) => found.violations);
  const fields = [...malformed.map((violation) => violation.field), ...refused.map((violation) => violation.subject)];
  const dutch = error.findDetails(LocalizedMessageSchema).find((text) => text.locale.startsWith("nl"));
  const code = (Code[error.code] ?? "").replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return [`${code} ${info?.reason}, ${fields.join(", ")}`, `${dutch?.message.split("\n")[0]}`];
}

class Example {
  private readonly arrangements: Client<typeof ArrangementService>;
  private readonly ledger: Client<typeof LedgerService>;
  private readonly paragraphs: Client<typeof ParagraphService>;
  private readonly audit: Client<typeof AuditService>;

  constructor(address: string, private readonly arrangement: string) {
    const transport = createGrpcTransport({ baseUrl: `http://${address}` });
    this.arrangements = createClient(ArrangementService, transport);
    this.ledger = createClient(LedgerService, transport);
    this.paragraphs = createClient(ParagraphService, transport);
    this.audit = createClient(AuditService, transport);
  }

  /** A command of one statement. The request identifier is made once, kept, and sent again whenever the answer is not known. */
  private command(statement: Statement, revision?: bigint): RecordRequest {
    return create(RecordRequestSchema, {
      arrangement: this.arrangement,
      requestId: randomUUID(),
      actor: ACTOR,
      statements: [statement],
      expectedRevisions: revision === undefined ? [] : [{ stream: MUNICIPALITY, revision }],
      waitFor: WaitFor.PUBLISHED,
    });
  }

  async create() {
    const answer = await this.arrangements.createArrangement({
      arrangement: this.arrangement,
      requestId: randomUUID(),
      actor: ACTOR,
      founded: {
        act: { organisation: "region", organ: Organ.COUNCIL, date: "2020-01-16" },
        name: "Stichtse Vecht en partners",
        form: LegalForm.SINGLE_MUNICIPALITY,
        members: [{ code: MUNICIPALITY, name: "Stichtse Vecht" }],
      },
    });
    console.log(`opgericht: ${answer.arrangement?.name}, boeking ${answer.recorded?.entries[0]?.index}`);
  }

  /** The budget is the first entry of the municipality's stream: its revision is 0, or somebody else was first. */
  async record(): Promise<[RecordRequest, RecordedEntry]> {
    const command = this.command(budget(812_000_000n), 0n);
    const entry = (await this.ledger.record(command)).entries[0];
    if (entry === undefined) throw new Error("no entry in the answer");
    console.log(`vastgelegd: ${entry.kind}, revisie ${entry.revisions[0]?.revision}`);
    return [command, entry];
  }

  /** A refusal is an answer: its code is for programs, its text for people. */
  async refused(what: string, statement: Statement, revision?: bigint) {
    try {
      await this.ledger.record(this.command(statement, revision));
    } catch (error) {
      for (const line of reasons(ConnectError.from(error))) console.log(`geweigerd, ${what}: ${line}`);
      return;
    }
    throw new Error(`${what}: this should have been refused`);
  }

  /** The same command with the same request identifier is recorded once and gets the same answer, for ever. */
  async repeat(command: RecordRequest, entry: RecordedEntry) {
    const answer = await this.ledger.record(command);
    const again = answer.entries[0];
    if (again === undefined || !equals(RecordedEntrySchema, again, entry)) {
      throw new Error("a repeated request got another answer");
    }
    console.log(`herhaald: ${answer.repeatedRequest ? "niets nieuws" : "dubbel"}, zelfde kenmerk`);
  }

  /** Many commands over one stream, answered in order; one that is rejected does not stop the others. */
  async stream(count: number) {
    const numbers = Array.from({ length: count }, (_, place) => place + 1);
    // The last one is wrong on purpose.
    const commands = numbers.map((number) => this.command(commitment(number, number === count ? "ooit" : "2021-04")));
    async function* requests() {
      for (const command of commands) yield { command };
    }
    let recorded = 0;
    let place = 0;
    const rejected: Rejection[] = [];
    for await (const answer of this.ledger.recordStream(requests())) {
      if (answer.requestId !== commands[place]?.requestId) throw new Error("an answer out of order");
      place += 1;
      if (answer.outcome.case === "recorded") recorded += answer.outcome.value.entries.length;
      else if (answer.outcome.case === "rejection") rejected.push(answer.outcome.value);
    }
    if (place !== commands.length) throw new Error("not every command was answered");
    const why = `${rejected[0]?.reason}: ${rejected[0]?.violations[0]?.field}`;
    console.log(`stroom: ${recorded} vastgelegd, ${rejected.length} afgewezen (${why})`);
  }

  /** The paragraph as a model, with text to show and values to compute with; and as JSON, the same figures. */
  async read() {
    const answer = await this.paragraphs.getParagraph({
      key: { arrangement: this.arrangement, municipality: MUNICIPALITY, budgetYear: YEAR },
      mediaTypes: ["application/json"],
    });
    const tables = answer.paragraph?.sections.flatMap((section) => section.tables) ?? [];
    const rows = tables.filter((table) => table.id === "budget-by-taakveld").flatMap((table) => table.rows);
    const cells = rows.filter((row) => row.id === "6.1").flatMap((row) => row.cells);
    const cell = cells.find((cell) => cell.anchor?.column === "expenditure");
    console.log(`cijfer: ${cell?.text.replaceAll("\u00a0", " ")}, uit boeking [${cell?.sources.join(", ")}]`);
    const rendering = answer.renderings[0];
    if (rendering === undefined || rendering.digest !== eventHash(rendering.content)) {
      throw new Error("the document has another digest");
    }
    const document: Document = JSON.parse(new TextDecoder().decode(rendering.content));
    const table = document.sections.flatMap((section) => section.tables).find((table) => table.id === "budget-by-taakveld");
    const row = table?.rows.find((row) => row.id === "6.1");
    console.log(`JSON: ${row?.cells.find((cell) => cell.column === "expenditure")?.cents} cent`);
  }

  /** What changed since the founding, told until everything is told; then it would wait for more. */
  async watch() {
    let changed = 0;
    const request = { arrangement: this.arrangement, municipality: MUNICIPALITY, budgetYear: YEAR, fromSize: 2n };
    for await (const { event } of this.paragraphs.watchParagraphs(request, { timeoutMs: 30_000 })) {
      if (event.case === "changed") changed += 1;
      if (event.case === "caughtUp") break;
    }
    console.log(`gevolgd: ${changed > 0 ? "veranderd" : "niets veranderd"}, bijgewerkt`);
  }

  /** The entries themselves: the bytes that are hashed. Nobody has to be believed. */
  async subscribe(entry: RecordedEntry) {
    const request = { arrangement: this.arrangement, stream: MUNICIPALITY };
    for await (const { event } of this.audit.subscribeEntries(request, { timeoutMs: 30_000 })) {
      if (event.case !== "entry" || event.value.index !== entry.index) continue;
      if (eventHash(event.value.entry) !== entry.eventHash) throw new Error("the entry has another hash");
      console.log(`gecontroleerd: kenmerk van boeking ${entry.index} klopt`);
      return;
    }
    throw new Error("the entry did not come");
  }
}

/** What the example reads of the JSON. Cents are text, so that no reader rounds them. */
interface Document {
  sections: { tables: { id: string; rows: { id: string; cells: { column: string; cents?: string }[] }[] }[] }[];
}

const [address, arrangement = `voorbeeld-${Date.now()}`] = process.argv.slice(2);
if (address === undefined) throw new Error("usage: example.js ADDRESS [ARRANGEMENT]");
const example = new Example(address, arrangement);
await example.create();
const [command, entry] = await example.record();
await example.refused("verkeerde revisie", commitment(1), 0n);
await example.refused("tweede begroting", budget(1n));
await example.refused("geen datum", commitment(1, "2021-04", "11-11-2020"));
await example.repeat(command, entry);
await example.stream(20);
await example.read();
await example.watch();
await example.subscribe(entry);
process.exit(0);
