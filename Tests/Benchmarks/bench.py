"""What the figures share: the binary, homes for it, clocks, servers, and the table."""

import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import time

import collection


class Bench:
    def __init__(self, binary, directory, rows, runs, only):
        self.binary, self.directory, self.rows, self.runs, self.only = binary, directory, rows, runs, only
        self.table = Table()
        self.servers = []
        self.started = []
        self.made = {}

    # Commands

    def has(self, program):
        return shutil.which(program) is not None

    def wants(self, name):
        return not self.only or any(word in name for word in self.only)

    def environment(self, home):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SP_")}
        return kept | {"SP_HOME": str(home), "HOME": str(self.directory), "NO_COLOR": "1"}

    def sp(self, home, *words):
        """The command line of sp and the environment it wants."""
        return [str(self.binary), *words], self.environment(home)

    def call(self, home, *words):
        """Runs sp and returns what it printed; a failure ends the benchmark."""
        command, environment = self.sp(home, *words)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise SystemExit(f"sp {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    # Clocks

    def run(self, command, environment=None):
        """Runs a command once; returns its seconds and its peak memory in MB."""
        null = os.open(os.devnull, os.O_RDWR)
        streams = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
        environment = dict(os.environ) if environment is None else environment
        start = time.perf_counter()
        process = os.posix_spawnp(command[0], command, environment, file_actions=streams)
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        os.close(null)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{' '.join(command)} failed")
        return seconds, usage.ru_maxrss / 1024

    def median(self, make, peer=None, runs=None):
        """The medians of two commands run in turn. Each maker returns (command, environment); what it prepares
        is not measured. Returns (seconds, MB, peer's seconds)."""
        times, memory, others = [], [], []
        for _ in range(runs or self.runs):
            seconds, peak = self.run(*make())
            times.append(seconds)
            memory.append(peak)
            if peer:
                others.append(self.run(*peer())[0])
        return statistics.median(times), max(memory), statistics.median(others) if others else None

    # Data

    def csv(self, rows):
        path = self.directory / f"prompts-{rows}.csv"
        if not path.exists():
            collection.write(path, rows)
        return path

    def home(self, name):
        home = self.directory / name
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        return home

    def full_home(self):
        """A home whose sandbox and cache hold the large collection.

        Only the first record is sent by sp; an import sends each row by itself and would take minutes."""
        if "full" in self.made:
            return self.made["full"]
        home = self.home("full")
        self.call(home, "prompts", "import", str(self.csv(1)), "--yes")
        database = sqlite3.connect(home / "sandbox.db")
        columns = [row[1] for row in database.execute("PRAGMA table_info(snackprompt_prompts)")]
        first = dict(zip(columns, database.execute("SELECT * FROM snackprompt_prompts").fetchone()))
        marks = ", ".join("?" * len(columns))
        with database:
            database.executemany(
                f"INSERT INTO snackprompt_prompts VALUES ({marks})", self.copies(first, columns))
        database.close()
        self.call(home, "sync", "snackprompt", "--whole")
        self.made["full"] = home
        return home

    def copies(self, first, columns):
        document = json.loads(first["_document"])
        for number, (title, content, _) in enumerate(collection.rows(self.rows), 2):
            document.update(id=f"prompt-{number}", title=title, content=content)
            text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
            row = first | document | {"_key": None, "_id": document["id"], "_document": text}
            yield [row[column] if isinstance(row[column], (str, int, float, type(None)))
                   else json.dumps(row[column]) for column in columns]

    # Servers

    def serve(self, command, environment=None, reports=False):
        """Starts a server that prints its address first, or reports it beside its answers; returns that line."""
        path = self.directory / f"server-{len(self.started)}"
        output = path.open("wb")
        server = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL if reports else output,
            stderr=output if reports else subprocess.DEVNULL)
        output.close()
        self.servers.append(server)
        self.started.append(path)
        while b"\n" not in (told := path.read_bytes()):
            if server.poll() is not None:
                raise SystemExit(f"{command[0]} ended before it said where it is")
            time.sleep(0.01)
        return told.split(b"\n")[0].decode().strip()

    def sandbox(self, home, *words):
        return self.serve(*self.sp(home, "sandbox", "serve", *words))

    def stop(self):
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
        for server in self.servers:
            server.wait()
        self.servers = []


class Table:
    """Prints each figure as soon as it is known."""

    def __init__(self):
        self.missed = 0
        self.skipped = []
        self.line("what", "sp", "peer", "ratio", "target", "")
        self.line("----", "--", "----", "-----", "------", "")

    def line(self, *cells):
        widths = (52, 14, 34, 7, 22, 4)
        print("  ".join(str(cell).ljust(width) for cell, width in zip(cells, widths)).rstrip(), flush=True)

    def judge(self, is_met):
        self.missed += not is_met
        return "ok" if is_met else "MISS"

    def ratio(self, what, value, peer, name, most):
        """Seconds beside the peer's, of which they may be so many times."""
        if peer is None:
            self.skip(what, f"{seconds(value)}; {name} is not installed")
            return
        times = value / peer
        self.line(what, seconds(value), f"{seconds(peer)}  {name}", f"{times:.2f}", f"<= {most} x peer",
                  self.judge(times <= most))

    def figure(self, what, value, target, is_met, peer="", times=""):
        self.line(what, value, peer, times, target, self.judge(is_met))

    def skip(self, what, reason):
        self.skipped.append(f"{what}: {reason}")

    def end(self):
        for skipped in self.skipped:
            print(f"skipped  {skipped}")
        print("all targets met" if self.missed == 0 else f"{self.missed} missed")


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"
