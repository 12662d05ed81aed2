"""The figures: what is measured, beside which peer, and what it must reach."""

import json
import os
import pty
import re
import signal
import statistics
import subprocess
import time

from bench import seconds
from host import documents, plugins
from webhooks import listening

COLUMNS = "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('snackprompt_prompts') WHERE name NOT LIKE '\\_%' ESCAPE '\\'"


# Start-up


def start_up(bench):
    peer = (lambda: (["gh", "--version"], None)) if bench.has("gh") else None
    for words in (
        ["--version"], ["help", "prompts", "import"], ["prompts", "get", "prompt-500", "--offline"],
        ["__complete", "prom"], ["__complete", "prompts", "get", "prompt-50"],
    ):
        name = f"sp {' '.join(words)}"
        if not bench.wants(name):
            continue
        home = bench.full_home() if "get" in words else bench.home("empty")
        value, _, other = bench.median(lambda: bench.sp(home, *words), peer, runs=41)
        bench.table.ratio(name, value, other, "gh --version", 0.2)
        loaded = loads_curl(bench, home, words)
        bench.table.figure("  libcurl loaded", "yes" if loaded else "no", "no", not loaded)


def loads_curl(bench, home, words):
    command, environment = bench.sp(home, *words)
    done = subprocess.run(command, env=environment | {"LD_DEBUG": "files"}, capture_output=True, text=True)
    return "libcurl" in done.stderr


# The REPL


def session(bench):
    """Times what a person waits for at the prompt, through a terminal, among all rows of the large collection."""
    names = ("REPL: prompt after start", f"REPL: a cached command, {bench.rows} rows", f"REPL: Tab, {bench.rows} rows")
    wanted = [bench.wants(name) for name in names]
    if not any(wanted):
        return
    home = bench.full_home()
    command, environment = bench.sp(home)
    environment = environment | {"TERM": "xterm", "INPUTRC": "/dev/null", "NO_COLOR": "1", "SP_HISTFILE": ""}
    empty = environment | {"SP_HOME": str(bench.home("empty"))}
    starts = []
    for _ in range(21):
        terminal = Terminal(command + ["-q"], empty)
        starts.append(terminal.until(b"> "))
        terminal.end()
    bench.table.figure(names[0], seconds(statistics.median(starts)), "<= 30 ms", statistics.median(starts) <= 0.030)
    terminal = Terminal(command + ["-q"], environment)
    terminal.until(b"> ")
    reads, tabs = [], []
    for number in range(41):
        terminal.send(b"prompts get prompt-%d --offline --fields id -o json\r" % (number + 500))
        reads.append(terminal.until(b"> ", after=b"}"))
        terminal.send(b"prompts get prompt-%d\t\t" % (number + 50))
        tabs.append(terminal.until(b"> ", after=b"\n"))
        terminal.send(b"\x15\r")
        terminal.until(b"> ", after=b"\n")
    terminal.end()
    reads, tabs = statistics.median(reads[1:]), statistics.median(tabs[1:])
    bench.table.figure(names[1], seconds(reads), "<= 5 ms", reads <= 0.005)
    bench.table.figure(names[2], seconds(tabs), "<= 10 ms", tabs <= 0.010)


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, command, environment):
        self.began = time.perf_counter()
        self.child, self.file = pty.fork()
        if self.child == 0:
            os.execvpe(command[0], command, environment)
        self.seen = b""

    def send(self, keys):
        self.seen = b""
        self.began = time.perf_counter()
        os.write(self.file, keys)

    def until(self, text, after=b""):
        """Seconds from the last keys to the text, behind another."""
        while True:
            begin = self.seen.find(after)
            if begin >= 0 and text in self.seen[begin + len(after):]:
                return time.perf_counter() - self.began
            self.seen += os.read(self.file, 65536)

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.file)


# A large collection


def plan(bench):
    name = f"import {bench.rows} rows --dry-run"
    if not bench.wants(name):
        return
    home = bench.home("plan")
    source = str(bench.csv(bench.rows))
    peer = (lambda: (["mlr", "--icsv", "--ojsonl", "cat", source], None)) if bench.has("mlr") else None
    value, peak, other = bench.median(
        lambda: bench.sp(home, "prompts", "import", source, "--dry-run"), peer)
    bench.table.ratio(name, value, other, "mlr --icsv --ojsonl cat", 1)
    memory(bench, "  peak memory", peak)
    more = 3 * bench.rows
    _, peak = bench.run(*bench.sp(home, "prompts", "import", str(bench.csv(more)), "--dry-run"))
    memory(bench, f"  peak memory, {more} rows", peak)
    bench.csv(more).unlink()


def memory(bench, name, peak):
    bench.table.figure(name, f"{peak:.0f} MB", "<= 64 MB", peak <= 64)


def queue(bench):
    name = f"import {bench.rows} rows --detach"
    if not bench.wants(name):
        return
    source = str(bench.csv(bench.rows))
    table = bench.directory / "peer.db"

    def command():
        return bench.sp(bench.home("queue"), "prompts", "import", source, "--detach", "--yes")

    def other():
        table.unlink(missing_ok=True)
        return ["sqlite3", str(table), ".mode csv", f".import {source} prompts"], None

    value, peak, peer = bench.median(command, other if bench.has("sqlite3") else None)
    bench.table.ratio(name, value, peer, "sqlite3 .import", 2)
    memory(bench, "  peak memory", peak)


def reading(bench):
    rows = bench.rows
    for name, words, form, most in (
        (f"sql 'select * from prompts' -o json, {rows}", ["sql", "select * from prompts", "-o", "json"], "-json", 1.5),
        (f"sql 'select * from prompts' -o csv, {rows}", ["sql", "select * from prompts", "-o", "csv"], "-csv", 2),
        (f"prompts list --offline --all -o json, {rows}",
         ["prompts", "list", "--offline", "--all", "-o", "json"], "-json", 1.5),
        (f"prompts export --offline -o csv, {rows}", ["prompts", "export", "--offline", "-o", "csv"], "-csv", 2),
    ):
        if not bench.wants(name):
            continue
        home = bench.full_home()
        peer = None
        if bench.has("sqlite3"):
            cache = str(home / "cache.db")
            columns = subprocess.run(["sqlite3", cache, COLUMNS], capture_output=True, text=True).stdout.strip()
            select = f"SELECT {columns} FROM snackprompt_prompts"
            peer = lambda: (["sqlite3", form, cache, select], None)
        value, _, other = bench.median(lambda: bench.sp(home, *words), peer)
        bench.table.ratio(name, value, other, f"sqlite3 {form}, all columns", most)


# Writing


def sending(bench):
    name = "import 217 rows into the sandbox in-process"
    if not bench.wants(name):
        return
    source = str(bench.csv(217))
    value, _, peer = bench.median(
        lambda: bench.sp(bench.home("sending"), "prompts", "import", source, "--yes"),
        lambda: (["python3", "-c", SYNCS, str(bench.directory / "syncs")], None))
    bench.table.ratio(name, value, peer, "434 writes, each with fdatasync", 2)


SYNCS = """
import os, sys
file = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
for number in range(434):
    os.write(file, b"x" * 12288)
    os.fdatasync(file)
"""


def draining(bench):
    rows, limit = 217, 10
    name = f"queue run, {rows} writes over HTTP at {limit}/1s"
    if not bench.wants(name):
        return
    server = bench.home("server")
    address = bench.sandbox(server, "--limit", f"snackprompt.write={limit}/1s")
    home = bench.home("client")
    bench.call(
        home, "config", "profile", "add", "live", "--set", f"snackprompt.url={address}/snackprompt/api/v1",
        "--set", f"snackprompt.limit.write={limit}/1s")
    environment = bench.sp(home)[1] | {"SP_SNACKPROMPT_TOKEN": "sandbox", "SP_PROFILE": "live"}
    words = ["prompts", "import", str(bench.csv(rows)), "--detach", "--yes"]
    bench.run([str(bench.binary), *words], environment)
    spent, _ = bench.run([str(bench.binary), "queue", "run"], environment)
    bench.stop()
    least = (rows - 1) // limit
    used = least / spent
    bench.table.figure(name, seconds(spent), ">= 99 % of the limit", used >= 0.99, f"{least} s  the limit itself",
                       f"{used:.1%}")
    operations = json.loads(bench.call(server, "sandbox", "status"))["requests"]["snackprompt"]
    refused = sum(statuses.get("429", 0) for statuses in operations.values())
    bench.table.figure("  answers 429", refused, "0", refused == 0)


# Serving


def serving(bench):
    for name, path, least in (
        ("sandbox serve: a static route, wrk -t2 -c64", "/socialsync/health", 0),
        ("sandbox serve: one prompt by id, wrk -t2 -c64", "/snackprompt/api/v1/prompts/prompt-500", 15_000),
    ):
        if bench.wants(name):
            serve(bench, name, path, least)


def serve(bench, name, path, least):
    if not bench.has("wrk"):
        bench.table.skip(name, "wrk is not installed")
        return
    address = bench.sandbox(bench.full_home())
    node = bench.serve(["node", "-e", NODE]) if bench.has("node") else None
    rates, others = [], []
    for _ in range(5):
        rates.append(load(address + path))
        if node:
            others.append(load(node + path))
    bench.stop()
    rate = statistics.median(rates)
    if least:
        bench.table.figure(name, f"{rate:.0f}/s", f">= {least}/s", rate >= least)
    if node:
        other = statistics.median(others)
        bench.table.figure(f"  {path}", f"{rate:.0f}/s", ">= 1 x peer", rate >= other,
                           f"{other:.0f}/s  node:http", f"{rate / other:.2f}")
    else:
        bench.table.skip(name, "node is not installed")


def load(address):
    command = ["wrk", "-t2", "-c64", "-d4", "-H", "Authorization: Bearer sandbox", address]
    report = subprocess.run(command, capture_output=True, text=True).stdout
    if "Non-2xx" in report:
        raise SystemExit(f"{address} answered errors:\n{report}")
    return float(re.search(r"Requests/sec:\s*([0-9.]+)", report).group(1))


NODE = """
const { createServer } = require('node:http')
const prompts = new Map()
for (let number = 1; number <= 1000; number++) {
  const id = `prompt-${number}`
  prompts.set(id, { id, title: `Prompt ${number}`, description: null, content: 'word '.repeat(120), price: 5,
    category: null, tags: [], image_url: null, created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z', views: 0, sales: 0, rating: 0, reviews_count: 0, on_promotion: false,
    promotion_percentage: 0, promotion_end_date: null,
    user: { id: 'user-1', username: 'creator', avatar_url: 'https://example.com/user-1.jpg' }, variations: [] })
}
const server = createServer((request, response) => {
  if (request.url.endsWith('/health')) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 15 })
    response.end('{"status":"ok"}')
    return
  }
  const known = /^Bearer \\S+$/.test(request.headers.authorization ?? '')
  const match = /^\\/snackprompt\\/api\\/v1\\/prompts\\/([^/?]+)$/.exec(request.url)
  const prompt = match && prompts.get(decodeURIComponent(match[1]))
  const status = !known ? 401 : prompt ? 200 : 404
  const body = JSON.stringify(status === 200 ? { success: true, data: prompt } : { success: false })
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}).listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
"""


all = [start_up, session, plan, queue, reading, sending, draining, serving, listening, plugins, documents]
