import Catalog
import Platform
import Testing
import Values

/// The arrows of the house: what a module may import is what Package.swift says it depends on.
@Suite struct HouseTests {
  static let package = Files.split(Files.split(Files.split(#filePath).directory).directory).directory

  @Test func modulesImportOnlyWhatTheyDependOn() throws {
    let house = try House(HouseTests.package)
    var strangers: [String] = []
    for module in house.modules {
      let files = try HouseTests.swiftFiles(under: "\(HouseTests.package)/\(module.folder)")
      if !files.isEmpty { #expect(module.isSwift, "\(module.name) has Swift files") }
      for file in files {
        for imported in try HouseTests.imports(of: file) where !module.mayImport(imported) {
          strangers.append("\(file.dropFirst(HouseTests.package.utf8.count + 1)) imports \(imported)")
        }
      }
    }
    #expect(strangers == [])
    #expect(house.modules.count { $0.folder.hasPrefix("plugins/") } >= 1)
  }

  @Test func arrowsGoDown() throws {
    let house = try House(HouseTests.package)
    for (floor, module) in house.modules.enumerated() {
      let below = Set(house.modules.prefix(floor).map(\.name))
      #expect(below.isSuperset(of: module.dependencies), "\(module.name) depends on what is listed after it")
      if module.folder.hasPrefix("plugins/") {
        #expect(module.dependencies.isSubset(of: ["Catalog", "Sandbox", "Values"]), "\(module.name)")
      }
    }
  }

  @Test func noFolderIsForgotten() throws {
    let house = try House(HouseTests.package)
    var folders = try Files.list("\(HouseTests.package)/Sources").map { "Sources/\($0)" }
    folders += try Files.list("\(HouseTests.package)/plugins").map { "plugins/\($0)" }
    folders.removeAll { !Files.isDirectory("\(HouseTests.package)/\($0)") || $0 == "plugins/examples" }
    #expect(Set(house.modules.map(\.folder)) == Set(folders))
  }

  @Test func readmeShowsTheHouse() throws {
    let house = try House(HouseTests.package)
    let readme = String(
      decoding: try Files.readAll("\(HouseTests.package)/README.md", limit: 1 << 20), as: UTF8.self)
    #expect(readme.contains("```text\n\(house.arrows)```\n"), "the arrows are:\n\(house.arrows)")
    for code in ExitCode.allCases { #expect(readme.contains("| \(code.rawValue) | \(code.meaning) |\n")) }
  }

  private static func swiftFiles(under folder: String) throws -> [String] {
    try Files.list(folder).sorted().flatMap { name in
      let path = "\(folder)/\(name)"
      if Files.isDirectory(path) { return try swiftFiles(under: path) }
      return name.hasSuffix(".swift") ? [path] : []
    }
  }

  private static func imports(of file: String) throws -> [String] {
    let text = String(decoding: try Files.readAll(file, limit: 1 << 20), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || access.contains($0) }
      guard words.first == "import" else { return nil }
      return words.dropFirst().first { !kinds.contains($0) }?.split(separator: ".").first.map(String.init)
    }
  }

  private static let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
}

extension House {
  /// A line a module, as the README shows them: the doors to C are left out, the plugins are one.
  fileprivate var arrows: String {
    let shown = modules.filter(\.isSwift)
    let names = Dictionary(uniqueKeysWithValues: shown.map { ($0.name, $0.shownName) })
    let lines = shown.map { module in
      let ends = Set(module.dependencies.compactMap { names[$0] }).sorted()
      return "\(module.shownName) → \(ends.isEmpty ? "nothing" : ends.joined(separator: ", "))\n"
    }
    return lines.indices.filter { lines.firstIndex(of: lines[$0]) == $0 }.map { lines[$0] }.joined()
  }
}

extension House.Module {
  fileprivate var shownName: String { folder.hasPrefix("plugins/") ? "plugins/*" : name }
}

/// The modules as SwiftPM reads them from Package.swift, from the ground floor up.
private struct House {
  struct Module {
    let name: String
    let folder: String
    let isSwift: Bool
    let dependencies: Set<String>

    /// Its dependencies, the language's own libraries, and the system on the floor that is for it.
    func mayImport(_ other: String) -> Bool {
      dependencies.contains(other) || other == "Synchronization" || (name == "Platform" && other == "Glibc")
    }
  }

  let modules: [Module]

  /// Asks the package manager, with a scratch directory of its own: the tests' run holds the other.
  init(_ package: String) throws {
    let scratch = try TemporaryDirectory()
    let (status, output) = try Subprocess.run(
      ["swift", "package", "--package-path", package, "--scratch-path", scratch.path, "dump-package"],
      environment: .process, timeout: .minutes(2))
    try #require(status == 0)
    let targets = try #require(try JSON.parse(output)["targets"]?.array)
    let isFixture = { (target: JSON) in target["path"]?.string?.hasPrefix("Tests/") ?? false }
    modules = targets.filter { $0["type"] != "test" && !isFixture($0) }.map { target in
      let name = target["name"]?.string ?? ""
      let dependencies = target["dependencies"]?.array ?? []
      return Module(
        name: name, folder: target["path"]?.string ?? "Sources/\(name)",
        isSwift: target["type"] != "system",
        dependencies: Set(dependencies.compactMap { $0["byName"]?.array?.first?.string }))
    }
  }
}
