import Engine
import Platform
import Values

/// A plugin to begin with: a manifest and an executable that work as they are.
public enum Skeleton {
  /// Writes the folder `name` and returns the paths of its files.
  public static func write(_ name: String, language: String) throws(Failure) -> [String] {
    guard !Files.exists(name) else { throw .usage("there is a '\(name)' here already") }
    let program = language == "python" ? "\(name).py" : "\(name).sh"
    let files = [(Manifest.file, manifest(name, program)), (program, language == "python" ? python : shell)]
    try Failure.local {
      try Files.makeDirectories(name)
      for (file, text) in files {
        let sink = try FileSink(replacing: "\(name)/\(file)", access: .shared)
        try sink.write(text)
        try sink.commit()
      }
      try Files.makeExecutable("\(name)/\(program)")
    }
    return files.map { "\(name)/\($0.0)" }
  }

  private static func manifest(_ name: String, _ program: String) -> String {
    """
    {
      "protocol": 1,
      "name": "\(name)",
      "version": "0.1.0",
      "summary": "What \(name) is for",
      "executable": "\(program)",
      "commands": [
        {
          "command": "hello",
          "summary": "Greet somebody",
          "answer": "json",
          "options": [
            {"name": "name", "kind": "text", "help": "Whom to greet", "default": "world"}
          ],
          "examples": [{"purpose": "Greet a friend", "line": "sp \(name) hello --name Ada"}]
        }
      ]
    }

    """
  }

  private static let shell = """
    #!/bin/sh
    # The call is one JSON object on standard input; the answer is JSON on standard output.
    read -r call
    name=$(printf '%s' "$call" | sed 's/.*"options":{"name":"\\([^"]*\\)".*/\\1/')
    printf '{"greeting":"Hello, %s"}\\n' "$name"

    """

  private static let python = """
    #!/usr/bin/env python3
    \"\"\"The call is one JSON object on standard input; the answer is JSON on standard output.\"\"\"
    from json import dumps, loads
    from sys import stdin

    call = loads(stdin.read())
    print(dumps({"greeting": "Hello, " + call["options"]["name"]}))

    """
}
