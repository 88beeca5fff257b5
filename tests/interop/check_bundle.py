#!/usr/bin/env python3
"""Checks an Openboek bundle with stock tools only: python3, b3sum and openssl.

A second implementation, written from crates/openboek-proof/FORMAT.md, that shares no line with the first. It checks what a council
needs most (section 5, points 1 to 4): the signature, every inclusion proof, the roots of the streams, every payload commitment.
Prints `klopt`, or `klopt niet: <reason>` and exits 1.
"""

import base64
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

# The fixed first bytes of a DER-encoded Ed25519 public key (RFC 8410).
ED25519_DER_PREFIX = bytes.fromhex("302a300506032b6570032100")
COMMITMENT_CONTEXT = "openboek 2026-11-22 payload commitment v1"


class Fails(Exception):
    """Something in the bundle contradicts the format."""


def must(condition, reason):
    if not condition:
        raise Fails(reason)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(data):
    return sha256(b"\x00", data)


def node(left, right):
    return sha256(b"\x01", left, right)


def tree_root(leaves):
    """RFC 6962, the recursive definition."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node(tree_root(leaves[:split]), tree_root(leaves[split:]))


def root_from_proof(index, size, start, proof):
    """RFC 9162, section 2.1.3.2."""
    fn, sn, result = index, size - 1, start
    for sibling in proof:
        must(sn != 0, "a proof is too long")
        if fn & 1 or fn == sn:
            result = node(sibling, result)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    must(sn == 0, "a proof is too short")
    return result


def fields(entry):
    """The lines after the first, by their first word."""
    found = {}
    for line in entry.decode("ascii").split("\n")[1:-1]:
        word, rest = line.split(" ", 1)
        found.setdefault(word, []).append(rest)
    return found


def check_sums(folder):
    done = subprocess.run(["b3sum", "--quiet", "--check", "b3sums"], cwd=folder, capture_output=True, text=True)
    must(done.returncode == 0, f"b3sums: {done.stdout}{done.stderr}")


def check_signature(folder, note):
    text, signatures = note.split("\n\n", 1)
    text += "\n"
    name, key_id, key = (folder / "log.vkey").read_text().splitlines()[0].split("+", 2)
    key = base64.b64decode(key, validate=True)
    must(key[0] == 1, "the log key is of another type")
    must(sha256(name.encode(), b"\n", key)[:4].hex() == key_id, "the key id does not fit the key")
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if signer == name and blob[:4].hex() == key_id:
            with tempfile.TemporaryDirectory() as temporary:
                t = pathlib.Path(temporary)
                (t / "key").write_bytes(ED25519_DER_PREFIX + key[1:])
                (t / "text").write_text(text)
                (t / "signature").write_bytes(blob[4:])
                command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", t / "key"]
                command += ["-rawin", "-in", t / "text", "-sigfile", t / "signature"]
                done = subprocess.run(command, capture_output=True)
            must(done.returncode == 0, "the log's signature fails")
            return text.splitlines()
    raise Fails("the checkpoint is not signed by the log key")


def check_entries(folder, size, root):
    entries = {}
    for path in (folder / "entries").iterdir():
        index, data = int(path.name), path.read_bytes()
        proof = [base64.b64decode(line, validate=True) for line in (folder / "proofs" / path.name).read_text().splitlines()]
        must(root_from_proof(index, size, leaf(data), proof) == root, f"entry {index} is not in the tree")
        must(fields(data)["index"] == [str(index)], f"entry {index} names another index")
        entries[index] = data
    return entries


def check_streams(folder, entries, size):
    seal = entries[size - 1]
    must(seal.startswith(b"openboek/seal/v1\n"), "the last entry is no seal")
    sealed = {}
    for line in fields(seal)["stream"]:
        code, count, stream_root = line.split(" ")
        sealed[code] = (int(count), stream_root)
    for code in (folder / "streams").read_text().splitlines():
        leaves, revision = [], 0
        for index in sorted(entries):
            places = [line.split(" ") for line in fields(entries[index]).get("in", [])]
            for place, number in places:
                if place == code:
                    must(int(number) == revision, f"stream {code} has a gap at entry {index}")
                    revision += 1
                    leaves.append(leaf(index.to_bytes(8, "big") + leaf(entries[index])))
        found = base64.b64encode(tree_root(leaves)).decode()
        must(sealed.get(code) == (revision, found), f"stream {code} is not what the seal says")


def check_payloads(folder, entries):
    checked = 0
    for index, entry in entries.items():
        path = folder / "payloads" / str(index)
        if not entry.startswith(b"openboek/entry/v1\n") or not path.exists():
            continue
        length, commitment = fields(entry)["payload"][0].split(" ")
        must(path.stat().st_size == 32 + int(length), f"payload {index} has another length")
        done = subprocess.run(["b3sum", "--no-names", "--derive-key", COMMITMENT_CONTEXT, path], capture_output=True, text=True)
        must(done.stdout.strip() == commitment, f"payload {index} is not what was committed to")
        checked += 1
    return checked


def check(folder):
    check_sums(folder)
    origin, size, root, *_ = check_signature(folder, (folder / "checkpoint").read_text())
    size, root = int(size), base64.b64decode(root, validate=True)
    entries = check_entries(folder, size, root)
    must(all(fields(e)["origin"] == [origin] for e in entries.values()), "an entry is of another log")
    check_streams(folder, entries, size)
    payloads = check_payloads(folder, entries)
    return f"klopt: {origin}, size {size}, {len(entries)} entries, {payloads} payloads"


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(sys.argv[1])
        if folder.is_file():
            zipfile.ZipFile(folder).extractall(temporary)
            folder = pathlib.Path(temporary)
        try:
            print(check(folder))
        except (Fails, KeyError, ValueError, OSError) as reason:
            print(f"klopt niet: {reason}")
            sys.exit(1)


if __name__ == "__main__":
    main()
