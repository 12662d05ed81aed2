"""Plugins: what a hundred of them add to a start, beside a home without any."""

import json

from bench import seconds

COUNT = 100


def plugins(bench):
    for words in (["--version"], ["help", "prompts", "import"], ["__complete", "prompts", ""], ["__complete", ""],
                  ["prompts", "list", "--offline"], ["sql", "select 1"]):
        name = f"{COUNT} plugins: sp {' '.join(word or repr(word) for word in words)}"
        if not bench.wants(name):
            continue
        crowded, empty = crowded_home(bench), bare_home(bench)
        value, _, other = bench.median(lambda: bench.sp(crowded, *words), lambda: bench.sp(empty, *words), runs=101)
        more = value - other
        bench.table.figure(name, seconds(value), "<= 1 ms more", more <= 0.001, f"{seconds(other)}  without",
                           f"{more * 1000:+.2f}")
        if (crowded / "ran").exists():
            raise SystemExit(f"sp {' '.join(words)} executed a plugin")


def documents(bench):
    """An OpenAPI document of 400 operations becomes a plugin."""
    operations = 400
    name = f"plugin add: an OpenAPI document of {operations} operations"
    if not bench.wants(name):
        return
    path = bench.directory / "openapi.json"
    path.write_text(json.dumps(document(operations // 4)))
    value, peak, _ = bench.median(lambda: bench.sp(bench.home("documents"), "plugin", "add", str(path), "--yes"))
    bench.table.figure(name, seconds(value), "<= 1 s", value <= 1)
    home = bench.home("documents")
    bench.call(home, "plugin", "add", str(path), "--yes", "-q")
    value, _, _ = bench.median(lambda: bench.sp(home, "help", "inventory", "things7", "list"), runs=21)
    bench.table.figure("  help of one of its commands", seconds(value), "<= 100 ms", value <= 0.1)


def document(kinds):
    """Lists, single answers, creations and deletions of so many kinds of record."""
    paths, schemas = {}, {}
    for number in range(kinds):
        one = {"$ref": f"#/components/schemas/Thing{number}"}
        schemas[f"Thing{number}"] = {"type": "object", "required": ["name"], "properties": {
            "id": {"type": "string"}, "name": {"type": "string", "description": "What it is called"},
            "size": {"type": "integer"}, "made_at": {"type": "string", "format": "date-time"},
            "tags": {"type": "array", "items": {"type": "string"}}}}
        content = lambda schema: {"content": {"application/json": {"schema": schema}}}
        identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/things{number}"] = {
            "get": {"summary": "List them", "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                    "responses": {"200": content({"type": "array", "items": one})}},
            "post": {"summary": "Make one", "requestBody": content(one), "responses": {"201": content(one)}}}
        paths[f"/things{number}/{{id}}"] = {
            "parameters": [identifier], "get": {"summary": "Show one", "responses": {"200": content(one)}},
            "delete": {"summary": "Remove one", "responses": {"204": {}}}}
    return {"openapi": "3.0.3", "info": {"title": "Inventory", "version": "1"}, "paths": paths,
            "servers": [{"url": "https://inventory.example/v1"}], "components": {"schemas": schemas}}


def bare_home(bench):
    if "bare" not in bench.made:
        bench.made["bare"] = bench.home("bare")
        bench.call(bench.made["bare"], "sync", "snackprompt", "-q")
    return bench.made["bare"]


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
    bench.call(home, "sync", "snackprompt", "-q")
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
