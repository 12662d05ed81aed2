"""Webhooks: signed events over many connections at once, how many a second are kept, and how long each answer takes."""

import hashlib
import hmac
import json
import re
import select
import socket
import sqlite3
import sys
import time
from urllib.parse import urlsplit

from bench import seconds


def listening(bench):
    for connections in (8, 32, 64):
        for forwards in (False, True):
            receiving(bench, connections, forwards)
    beside_node(bench)


def receiving(bench, connections, forwards):
    """Events that come as fast as they are answered, over so many connections; forwarded to a server that only counts."""
    name = f"listen: signed events, {connections} connections" + (", --forward" if forwards else "")
    if not bench.wants(name):
        return
    events = 10_000
    target = bench.serve([sys.executable, "-c", COUNTER, str(bench.directory / "forwarded")]) if forwards else None
    words = ["--forward", target] if forwards else []
    home, address, secret = listener(bench, *words)
    rate, slow = send(address, list(requests(address, secret, events)), connections)
    state = sqlite3.connect(home / "state.db")
    kept = state.execute("SELECT count(*) FROM events WHERE verified").fetchone()[0]
    bench.table.figure(name, f"{rate:.0f}/s", ">= 2000/s", rate >= 2000)
    bench.table.figure("  99 % are answered within", seconds(slow), "<= 25 ms", slow <= 0.025)
    bench.table.figure("  kept of those answered", f"{kept}", f"{events}", kept == events)
    if forwards:
        began = time.perf_counter()
        waiting = "SELECT count(*) FROM deliveries WHERE state <> 'delivered'"
        left = first = state.execute(waiting).fetchone()[0]
        while left and time.perf_counter() < began + 60:
            time.sleep(0.05)
            left = state.execute(waiting).fetchone()[0]
        spent = time.perf_counter() - began
        if first > events // 20:
            bench.table.figure("  forwarded once no more come", f"{first / spent:.0f}/s", ">= 1000/s", first / spent >= 1000)
        bench.stop()
        arrived = (bench.directory / "forwarded").read_text().split()
        once = len(set(arrived)) if len(arrived) == len(set(arrived)) else 0
        bench.table.figure("  forwarded, each once", f"{once}", f"{events}", once == events)
    state.close()
    bench.stop()


def listener(bench, *words):
    """A listener for the marketplace: its home, its address, and the secret it holds signatures against."""
    home = bench.home("listen")
    secret = bench.call(home, "listen", "snackprompt", "--print-secret").strip()
    ready = bench.serve(*bench.sp(home, "listen", "snackprompt", "--port", "0", *words), reports=True)
    return home, re.search(r"http://[0-9.:]+", ready).group() + "/snackprompt", secret


def beside_node(bench):
    """The same from a receiver in Node, which proves, keeps and answers one event after the other."""
    events, connections = 10_000, 32
    name = "listen: beside node:http, each event with fdatasync"
    if not bench.wants(name):
        return
    if not bench.has("node"):
        bench.table.skip(name, "node is not installed")
        return
    _, address, secret = listener(bench)
    rate, _ = send(address, list(requests(address, secret, events)), connections)
    bench.stop()
    node = bench.serve(["node", "-e", RECEIVER, secret, str(bench.directory / "events")])
    other, late = send(node, list(requests(node, secret, events)), connections)
    bench.stop()
    bench.table.figure(name, f"{rate:.0f}/s", ">= 1 x peer", rate >= other,
                       f"{other:.0f}/s {seconds(late)}  node:http", f"{rate / other:.2f}")


def requests(address, secret, count):
    """Distinct events of the marketplace, each as the bytes of a whole request."""
    target = urlsplit(address)
    for number in range(count):
        body = json.dumps({
            "event": "sale.completed", "timestamp": "2026-01-01T00:00:00Z",
            "data": {"sale_id": f"sale-{number}", "prompt_id": f"prompt-{number % 997}", "title": f"Été {number}",
                     "buyer": {"username": f"buyer-{number % 31}"}, "price": 4.99, "currency": "EUR"}}).encode()
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        yield (f"POST {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\nContent-Type: application/json\r\n"
               f"X-SnackPrompt-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def send(address, messages, connections):
    """Keeps one request under way on each connection; returns events a second, and the 99th percentile in seconds."""
    target = urlsplit(address)
    left = iter(messages)
    poll = select.epoll()
    clients, times = {}, []

    def ask(client):
        message = next(left, None)
        if message is None:
            poll.unregister(client)
            del clients[client.fileno()]
            client.close()
        else:
            clients[client.fileno()] = (client, time.perf_counter())
            client.sendall(message)

    def connect():
        client = socket.create_connection((target.hostname, target.port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(client, select.EPOLLIN)
        clients[client.fileno()] = (client, 0)
        ask(client)

    began = time.perf_counter()
    for _ in range(connections):
        connect()
    while clients:
        for descriptor, _ in poll.poll():
            client, asked = clients[descriptor]
            answer = client.recv(4096)
            times.append(time.perf_counter() - asked)
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise SystemExit(f"{address} answered:\n{answer.decode()}")
            if b"\r\nConnection: close\r\n" in answer:
                poll.unregister(client)
                del clients[descriptor]
                client.close()
                connect()
            else:
                ask(client)
    spent = time.perf_counter() - began
    return len(times) / spent, sorted(times)[len(times) * 99 // 100]


COUNTER = """
import socket, sys
server = socket.create_server(('127.0.0.1', 0), backlog=1024)
print(f'http://127.0.0.1:{server.getsockname()[1]}/', flush=True)
with open(sys.argv[1], 'w', buffering=1) as events:
    while True:
        client, _ = server.accept()
        message = b''
        while b'\\r\\n\\r\\n' not in message:
            message += client.recv(65536)
        head, _, body = message.partition(b'\\r\\n\\r\\n')
        fields = dict(line.split(b': ', 1) for line in head.split(b'\\r\\n')[1:])
        fields = {name.lower(): value for name, value in fields.items()}
        while len(body) < int(fields[b'content-length']):
            body += client.recv(65536)
        events.write(fields[b'x-sp-event-id'].decode() + '\\n')
        client.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n')
        client.close()
"""

RECEIVER = """
const { createServer } = require('node:http')
const { createHmac, timingSafeEqual } = require('node:crypto')
const { openSync, writeSync, fdatasyncSync } = require('node:fs')
const [secret, path] = process.argv.slice(1)
const file = openSync(path, 'a')
const known = new Set()
const server = createServer((request, response) => {
  const parts = []
  request.on('data', part => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts)
    const own = createHmac('sha256', secret).update(body).digest()
    const sent = Buffer.from(request.headers['x-snackprompt-signature'] ?? '', 'hex')
    if (sent.length !== 32 || !timingSafeEqual(own, sent)) return response.writeHead(401).end()
    const event = JSON.parse(body)
    const identity = own.toString('hex')
    if (!known.has(identity)) {
      writeSync(file, JSON.stringify({ identity, event }) + '\\n')
      fdatasyncSync(file)
      known.add(identity)
    }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"received":true}')
  })
}).listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/snackprompt`))
"""
