"""Plugins: what a hundred of them add to a start, beside a home without any."""

import json

from bench import seconds

COUNT = 100


def plugins(bench):
    for words in (["--version"], ["help", "prompts", "import"], ["__complete", "prompts", ""], ["__complete", ""],
                  ["limits", "--offline"]):
        name = f"{COUNT} plugins: sp {' '.join(word or repr(word) for word in words)}"
        if not bench.wants(name):
            continue
        crowded, empty = crowded_home(bench), bench.made.setdefault("bare", bench.home("bare"))
        value, _, other = bench.median(lambda: bench.sp(crowded, *words), lambda: bench.sp(empty, *words), runs=101)
        more = value - other
        bench.table.figure(name, seconds(value), "<= 1 ms more", more <= 0.001, f"{seconds(other)}  without",
                           f"{more * 1000:+.2f}")
        if (crowded / "ran").exists():
            raise SystemExit(f"sp {' '.join(words)} executed a plugin")


def crowded_home(bench):
    """A home with plugins that leave a trace when they are executed, half of them with a service."""
    if "crowded" in bench.made:
        return bench.made["crowded"]
    home = bench.home("crowded")
    for number in range(COUNT):
        source = bench.directory / "sources" / f"added{number}"
        source.mkdir(parents=True)
        (source / "plugin.json").write_text(json.dumps(manifest(f"added{number}", number % 2 == 0)))
        executable = source / "run"
        executable.write_text(f"#!/bin/sh\ntouch '{home}/ran'\n")
        executable.chmod(0o755)
        bench.call(home, "plugin", "add", str(source), "--yes", "-q")
    bench.made["crowded"] = home
    return home


def manifest(name, has_service):
    fields = [{"name": f"field_{number}", "kind": "text", "help": f"Field {number}"} for number in range(20)]
    commands = [{"command": f"verb{number}", "summary": f"Verb {number}", "answer": "jsonl", "resource": f"{name}_rows"}
                for number in range(10)]
    plugin = {"protocol": 1, "name": name, "summary": f"The plugin {name}", "executable": "run", "commands": commands,
              "resources": [{"name": f"{name}_rows", "singular": f"{name}_row", "fields": fields}]}
    if has_service:
        plugin["service"] = {"url": f"https://{name}.example/v1", "auth": {"kind": "bearer"}}
        plugin["endpoints"] = [{"command": "rows", "action": "list", "path": "/rows", "resource": f"{name}_rows",
                                "summary": "List rows"}]
    return plugin
