import Values

extension Script {
  /// The statements as JSON, in the words of the language.
  var json: JSON { ["statements": .array(statements.map(\.json))] }
}

extension Statement {
  fileprivate var json: JSON {
    var json: JSON = [
      "line": .number(.init(place.line)), "column": .number(.init(place.column)), "source": .string(source),
      "links": .array(links.map(\.json)),
    ]
    if isBackground { json["background"] = true }
    return json
  }
}

extension Statement.Link {
  fileprivate var json: JSON {
    var json = pipeline.json
    switch condition {
    case .always: break
    case .success: json["after"] = "&&"
    case .failure: json["after"] = "||"
    }
    return json
  }
}

extension Pipeline {
  fileprivate var json: JSON {
    var json: JSON =
      switch kind {
      case .shell(let line): ["shell": .string(line)]
      case .command(let words): ["words": .array(words.map(\.json))]
      }
    if let input { json["input"] = input.json }
    switch target {
    case .pipe(let line): json["pipe"] = .string(line)
    case .file(let path): json["file"] = path.json
    case .appended(let path): json["append"] = path.json
    case nil: break
    }
    return json
  }
}

extension Word {
  /// A text where nothing is to be put in, else the pieces.
  fileprivate var json: JSON { literal.map(JSON.string) ?? .array(pieces.map(\.json)) }
}

extension Word.Piece {
  fileprivate var json: JSON {
    switch self {
    case .text(let text, _): return .string(text)
    case .variable(let variable):
      var json: JSON = ["variable": .string(variable.name)]
      if !variable.path.isEmpty { json["path"] = .array(variable.path.map(JSON.string)) }
      return json
    case .rows(let reference):
      if reference.isAboutList { return ["list": reference.path.map(JSON.string) ?? .null] }
      var json: JSON = ["rows": "all"]
      if let range = reference.range {
        json["rows"] = [.number(.init(range.first)), .number(.init(range.last))]
      }
      if let path = reference.path { json["field"] = .string(path) }
      return json
    case .capture(let pipeline): return ["capture": pipeline.json]
    }
  }
}
