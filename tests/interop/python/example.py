#!/usr/bin/env python3
"""Records and reads with Openboek over gRPC, with the .proto files only.

Usage: example.py ADDRESS [ARRANGEMENT]; prints one line a step, and stops at the first thing that is not as it should be.
"""

import json
import sys
import time
import uuid
from types import SimpleNamespace

import blake3
import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from openboek.v1 import arrangement_pb2, arrangement_service_pb2, arrangement_service_pb2_grpc
from openboek.v1 import audit_service_pb2, audit_service_pb2_grpc, budget_pb2, common_pb2
from openboek.v1 import ledger_service_pb2, ledger_service_pb2_grpc
from openboek.v1 import paragraph_service_pb2, paragraph_service_pb2_grpc, statements_pb2, voice_pb2

ACTOR = "griffie.voorbeeld"
MUNICIPALITY = "GM1904"
YEAR = 2021


def act(organ, date):
    """Who decided, and when. The date is the date of the decision, as far as it is known (EDTF)."""
    return common_pb2.Act(organisation=MUNICIPALITY, organ=organ, date=date)


def budget(cents):
    """The council adopts a budget of one line. Amounts are whole cents: no floats anywhere near money."""
    key = budget_pb2.LineKey(
        taakveld="6.1", year=YEAR, side=budget_pb2.SIDE_EXPENDITURE, nature=budget_pb2.NATURE_STRUCTURAL
    )
    adopted = budget_pb2.BudgetAdopted(
        act=act(common_pb2.ORGAN_COUNCIL, "2020-11-11"),
        holder=MUNICIPALITY,
        year=YEAR,
        lines=[budget_pb2.BudgetLine(key=key, amount_cents=cents)],
    )
    return statements_pb2.Statement(concerns=[MUNICIPALITY], budget_adopted=adopted)


def commitment(number, due="2021-04", date="2020-11"):
    """An alderman promises something."""
    made = voice_pb2.CommitmentMade(
        act=act(common_pb2.ORGAN_ALDERMAN, date),
        commitment=f"T-2020-{number}",
        text=f"Voorstel {number} is in april 2021 klaar.",
        due=due,
    )
    return statements_pb2.Statement(concerns=[MUNICIPALITY], commitment_made=made)


class Example:
    def __init__(self, address, arrangement):
        self.arrangement = arrangement
        channel = grpc.insecure_channel(address)
        self.arrangements = arrangement_service_pb2_grpc.ArrangementServiceStub(channel)
        self.ledger = ledger_service_pb2_grpc.LedgerServiceStub(channel)
        self.paragraphs = paragraph_service_pb2_grpc.ParagraphServiceStub(channel)
        self.audit = audit_service_pb2_grpc.AuditServiceStub(channel)

    def command(self, statement, revision=None):
        """A command of one statement. The request identifier is made once, kept, and sent again whenever the answer is not known."""
        expected = []
        if revision is not None:
            expected = [ledger_service_pb2.ExpectedRevision(stream=MUNICIPALITY, revision=revision)]
        return ledger_service_pb2.RecordRequest(
            arrangement=self.arrangement,
            request_id=str(uuid.uuid4()),
            actor=ACTOR,
            statements=[statement],
            expected_revisions=expected,
            wait_for=ledger_service_pb2.WAIT_FOR_PUBLISHED,
        )

    def create(self):
        founded = arrangement_pb2.ArrangementFounded(
            act=common_pb2.Act(organisation="region", organ=common_pb2.ORGAN_COUNCIL, date="2020-01-16"),
            name="Stichtse Vecht en partners",
            form=arrangement_pb2.LEGAL_FORM_SINGLE_MUNICIPALITY,
            members=[arrangement_pb2.Member(code=MUNICIPALITY, name="Stichtse Vecht")],
        )
        answer = self.arrangements.CreateArrangement(
            arrangement_service_pb2.CreateArrangementRequest(
                arrangement=self.arrangement, request_id=str(uuid.uuid4()), actor=ACTOR, founded=founded
            )
        )
        print(f"opgericht: {answer.arrangement.name}, boeking {answer.recorded.entries[0].index}")

    def record(self):
        """The budget is the first entry of the municipality's stream: its revision is 0, or somebody else was first."""
        command = self.command(budget(812_000_000), revision=0)
        entry = self.ledger.Record(command).entries[0]
        print(f"vastgelegd: {entry.kind}, revisie {entry.revisions[0].revision}")
        return command, entry

    def refused(self, what, statement, revision=None):
        """A refusal is an answer: its code is for programs, its text for people."""
        try:
            self.ledger.Record(self.command(statement, revision))
        except grpc.RpcError as error:
            for line in reasons(error):
                print(f"geweigerd, {what}: {line}")
            return
        raise SystemExit(f"{what}: this should have been refused")

    def repeat(self, command, entry):
        """The same command with the same request identifier is recorded once and gets the same answer, for ever."""
        answer = self.ledger.Record(command)
        if answer.entries[0] != entry:
            raise SystemExit("a repeated request got another answer")
        print(f"herhaald: {'niets nieuws' if answer.repeated_request else 'dubbel'}, zelfde kenmerk")

    def stream(self, count):
        """Many commands over one stream, answered in order; one that is rejected does not stop the others."""
        commands = [self.command(commitment(number)) for number in range(1, count)]
        # The last one is wrong on purpose.
        commands.append(self.command(commitment(count, due="ooit")))
        requests = (ledger_service_pb2.RecordStreamRequest(command=command) for command in commands)
        recorded, rejected = 0, []
        for command, answer in zip(commands, self.ledger.RecordStream(requests), strict=True):
            if answer.request_id != command.request_id:
                raise SystemExit("an answer out of order")
            if answer.HasField("recorded"):
                recorded += len(answer.recorded.entries)
            else:
                rejected.append(answer.rejection)
        why = f"{rejected[0].reason}: {rejected[0].violations[0].field}"
        print(f"stroom: {recorded} vastgelegd, {len(rejected)} afgewezen ({why})")

    def key(self):
        return paragraph_service_pb2.ParagraphKey(
            arrangement=self.arrangement, municipality=MUNICIPALITY, budget_year=YEAR
        )

    def read(self):
        """The paragraph as a model, with text to show and values to compute with; and as JSON, the same figures."""
        answer = self.paragraphs.GetParagraph(
            paragraph_service_pb2.GetParagraphRequest(key=self.key(), media_types=["application/json"])
        )
        found = figure(answer.paragraph.sections, lambda cell: cell.anchor.column)
        print(f"cijfer: {found.text.replace(chr(0xA0), ' ')}, uit boeking {list(found.sources)}")
        rendering = answer.renderings[0]
        if rendering.digest != event_hash(rendering.content):
            raise SystemExit("the document has another digest")
        # The same shape in JSON. Cents are text, so that no reader rounds them.
        document = json.loads(rendering.content, object_hook=lambda fields: SimpleNamespace(**fields))
        cents = figure(document.sections, lambda cell: cell.column).cents
        print(f"JSON: {cents} cent")

    def watch(self):
        """What changed since the founding, told until everything is told; then it would wait for more."""
        request = paragraph_service_pb2.WatchParagraphsRequest(
            arrangement=self.arrangement, municipality=MUNICIPALITY, budget_year=YEAR, from_size=2
        )
        events, changed = self.paragraphs.WatchParagraphs(request, timeout=30), 0
        for event in events:
            if event.HasField("changed"):
                changed += 1
            elif event.HasField("caught_up"):
                print(f"gevolgd: {'veranderd' if changed else 'niets veranderd'}, bijgewerkt")
                events.cancel()
                return

    def subscribe(self, entry):
        """The entries themselves: the bytes that are hashed. Nobody has to be believed."""
        request = audit_service_pb2.SubscribeEntriesRequest(arrangement=self.arrangement, stream=MUNICIPALITY)
        events = self.audit.SubscribeEntries(request, timeout=30)
        for event in events:
            if event.HasField("entry") and event.entry.index == entry.index:
                if event_hash(event.entry.entry) != entry.event_hash:
                    raise SystemExit("the entry has another hash")
                print(f"gecontroleerd: kenmerk van boeking {entry.index} klopt")
                events.cancel()
                return


def figure(sections, column_of):
    """The expenditure of taakveld 6.1."""
    cells = (
        cell
        for section in sections
        for table in section.tables
        if table.id == "budget-by-taakveld"
        for row in table.rows
        if row.id == "6.1"
        for cell in row.cells
    )
    return next(cell for cell in cells if column_of(cell) == "expenditure")


def event_hash(data):
    return "b3:" + blake3.blake3(data).hexdigest()


def reasons(error):
    """Code, field and Dutch text out of the google.rpc details of a status."""
    info, fields, dutch = None, [], None
    for detail in rpc_status.from_call(error).details:
        for kind in (
            error_details_pb2.ErrorInfo,
            error_details_pb2.BadRequest,
            error_details_pb2.PreconditionFailure,
            error_details_pb2.LocalizedMessage,
        ):
            message = kind()
            if not detail.Unpack(message):
                continue
            if isinstance(message, error_details_pb2.ErrorInfo):
                info = message.reason
            elif isinstance(message, error_details_pb2.BadRequest):
                fields += [violation.field for violation in message.field_violations]
            elif isinstance(message, error_details_pb2.PreconditionFailure):
                fields += [violation.subject for violation in message.violations]
            elif message.locale.startswith("nl"):
                dutch = message.message.splitlines()[0]
    yield f"{error.code().name} {info}, {', '.join(fields)}"
    yield dutch


def main():
    address = sys.argv[1]
    arrangement = sys.argv[2] if len(sys.argv) > 2 else f"voorbeeld-{int(time.time())}"
    example = Example(address, arrangement)
    example.create()
    command, entry = example.record()
    example.refused("verkeerde revisie", commitment(1), revision=0)
    example.refused("tweede begroting", budget(1))
    example.refused("geen datum", commitment(1, date="11-11-2020"))
    example.repeat(command, entry)
    example.stream(20)
    example.read()
    example.watch()
    example.subscribe(entry)


if __name__ == "__main__":
    main()
