// swift-tools-version: 6.1
import PackageDescription

/// The services, in the order of the house: one folder under `plugins/` each.
let services = ["SnackPrompt", "Shellia", "SocialSync", "Crealia", "Storytelling"]

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

/// A module of the house under `Sources/`, from the ground floor up.
func floor(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one module; they may use every floor below the roof.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let plugins = services.map(Target.Dependency.init(stringLiteral:))

let package = Package(
  name: "sp",
  products: [.executable(name: "sp", targets: ["sp"])],
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CReadline"),
    .systemLibrary(name: "CCurl"),
    .systemLibrary(name: "CNamespace"),
    floor("Values"),
    floor("Platform", ["Values", "CNamespace"]),
    floor("Database", ["Values", "CSQLite"]),
    floor("HTTP", ["Values", "Platform", "CCurl"]),
    floor("Catalog", ["Values"]),
    floor("Querying", ["Catalog", "Database", "Values"]),
    floor("Manual", ["Catalog", "Values"]),
    floor("Engine", ["Querying", "Catalog", "HTTP", "Database", "Platform", "Values"]),
    floor("Host", ["Engine", "Catalog", "HTTP", "Database", "Platform", "Values"]),
    floor("Sandbox", ["Querying", "Catalog", "HTTP", "Database", "Platform", "Values"]),
  ]
    + services.map {
      .target(
        name: $0, dependencies: ["Catalog", "Sandbox", "Values"], path: "plugins/\($0)",
        swiftSettings: settings)
    } + [
      floor("Shell", ["Engine", "Catalog", "Platform", "Values", "CReadline"]),
      floor(
        "App",
        ["Shell", "Catalog", "Manual", "Engine", "Host", "Sandbox", "HTTP", "Database", "Platform", "Values"]
          + plugins),
      .executableTarget(name: "sp", dependencies: ["App"], swiftSettings: settings),
      tests("ValuesTests", ["Values"]),
      tests("PlatformTests", ["Platform", "Values"]),
      tests("DatabaseTests", ["Database", "Platform", "Values"]),
      tests("HTTPTests", ["HTTP", "Platform", "Values"]),
      tests("CatalogTests", ["Catalog", "Values"]),
      tests("ManualTests", ["Manual", "Catalog", "Values"]),
      tests("EngineTests", ["Engine", "Catalog", "HTTP", "Database", "Platform", "Values"]),
      tests("ShellTests", ["Shell", "Engine", "Catalog", "Platform", "Values"]),
      tests("SandboxTests", ["Sandbox", "Catalog", "HTTP", "Database", "Platform", "Values"] + plugins),
      tests(
        "ServicesTests",
        ["App", "Catalog", "Database", "Engine", "HTTP", "Manual", "Platform", "Sandbox", "Values"] + plugins),
      tests(
        "EndToEndTests", ["sp", "sp-with-bookshelf", "Manual", "Values", "Platform", "Database"],
        exclude: ["complete-on-a-terminal", "crash-sweep", "spec-sweep", "state-v1.sql"]),
      .executableTarget(
        name: "sp-with-bookshelf", dependencies: ["App", "Catalog", "Sandbox", "Values"],
        path: "Tests/Fixtures/sp-with-bookshelf", swiftSettings: settings),
    ]
)
