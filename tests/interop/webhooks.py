"""A receiver of webhooks, of Python's own library alone: takes events over TLS, checks their signatures as Standard Webhooks has them, and prints
a line for each: source, sequence, id. What is not signed well is answered with 401 and printed as `bad`. Arguments: certificate and key (PEM), a
file with the secret, how many milliseconds to think about each event. Its first line is the port."""

import base64
import hashlib
import hmac
import json
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

certificate, key, secret_file, thinking = sys.argv[1:]
with open(secret_file, encoding="ascii") as file:
    secret = base64.b64decode(file.read().strip().removeprefix("whsec_"))
# Threads print at once, and a line is written in parts.
one_line = threading.Lock()


def is_signed(headers, body: bytes) -> bool:
    ident, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        return False
    signed = f"{ident}.{moment}.".encode() + body
    own = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(own, given) for given in headers["webhook-signature"].split(" "))


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        event = json.loads(body)
        good = is_signed(self.headers, body) and self.headers["webhook-id"] == event["id"]
        good = good and self.headers["content-type"].startswith("application/cloudevents+json")
        time.sleep(int(thinking) / 1000)
        with one_line:
            print(event["source"] if good else "bad", event["sequence"], event["id"], flush=True)
        self.send_response(204 if good else 401)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


server = Quiet(("127.0.0.1", 0), Receiver)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
