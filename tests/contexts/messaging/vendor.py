"""A vendor of text messages, run as a process of its own: `python vendor.py CERTIFICATE FOLDER`.

It speaks the interface that docs/operator.md describes and shares no code with the product: it checks the signature by
its own reckoning, writes what it has taken to FOLDER/taken.jsonl, and does what FOLDER/mode says.
"""

import hashlib
import hmac
import json
import socket
import ssl
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

SECRET = b"a secret of the vendor"
FOLDER = Path(sys.argv[2])


class Vendor(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        mode = (FOLDER / "mode").read_text()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if mode.isdigit():
            self.answer(int(mode), b"{}")
            return
        told = f"{self.headers['X-Timestamp']}\n{self.headers['X-Nonce']}\n".encode() + body
        if self.headers["X-Signature"] != hmac.new(SECRET, told, hashlib.sha256).hexdigest():
            self.answer(200, b'{"code": "signature"}')
            return
        message = json.loads(body)
        if mode == "busy":
            self.answer(200, b'{"code": "wait"}')
            return
        with (FOLDER / "taken.jsonl").open("a") as file:
            file.write(json.dumps({**message, "address": self.path}) + "\n")
        if mode == "hang up":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        said = (
            b"<html>"
            if mode == "garbage"
            else json.dumps({"code": 0, "id": "v-" + message["id"][:8]}).encode()
        )
        self.answer(200, said)

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(HTTPServer):
    address_family = socket.getaddrinfo("localhost", 0)[0][0]


if __name__ == "__main__":
    server = Server(("localhost", 0), Vendor)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
