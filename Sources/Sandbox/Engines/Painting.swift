import Values

/// A landscape whose colours, sun and hills follow from a description, in cells of some pixels.
struct Painting {
  private let width: Int
  private let height: Int
  private let cell: Int
  private let seed: [UInt8]

  init(_ prompt: String, width: Int, height: Int, cell: Int) {
    self.width = width
    self.height = height
    self.cell = cell
    seed = SHA256.hash(Array(prompt.utf8))
  }

  /// The picture as a file.
  func png() -> [UInt8] {
    let shades = shades()
    return PNG(width: width, height: height, palette: palette).encode { y in
      var colours: [UInt8] = []
      colours.reserveCapacity(width + cell)
      for shade in shades[y / cell] {
        for _ in 0..<cell { colours.append(shade) }
      }
      return (Array(colours.prefix(width)), cell - y % cell)
    }
  }

  /// The colour of each cell, row by row, as its place in the palette.
  func shades() -> [[UInt8]] {
    let columns = (width + cell - 1) / cell
    let rows = (height + cell - 1) / cell
    let skylines = (0..<Shade.layers).map { layer in (0..<columns).map { skyline(layer, $0, columns, rows) } }
    return (0..<rows).map { row in
      (0..<columns).map { shade($0, row, columns, rows, skylines) }
    }
  }

  /// Where the colours stand in the palette.
  private enum Shade {
    static let sky = 64
    static let layers = 4
    static let sun = UInt8(sky)
    static func hill(_ layer: Int) -> UInt8 { UInt8(sky + 1 + layer) }
  }

  private func shade(_ column: Int, _ row: Int, _ columns: Int, _ rows: Int, _ skylines: [[Int]]) -> UInt8 {
    for layer in (0..<Shade.layers).reversed() where row >= skylines[layer][column] {
      return Shade.hill(layer)
    }
    let (x, y) = (columns * (20 + Int(seed[0]) % 60) / 100, rows * (15 + Int(seed[1]) % 35) / 100)
    let radius = min(columns, rows) * (5 + Int(seed[2]) % 9) / 100
    let (dx, dy) = (column - x, row - y)
    if dx * dx + dy * dy <= radius * radius { return Shade.sun }
    return UInt8(row * (Shade.sky - 1) / max(rows - 1, 1))
  }

  /// How far down a layer of hills begins: two waves of value noise, nearer layers lower and rougher.
  private func skyline(_ layer: Int, _ column: Int, _ columns: Int, _ rows: Int) -> Int {
    let place = Double(column) / Double(max(columns, 1))
    let coarse = noise(place * Double(2 + layer), layer)
    let fine = noise(place * Double(9 + 4 * layer), layer + 8)
    let base = 0.45 + 0.13 * Double(layer)
    return Int(Double(rows) * (base + 0.22 * (coarse - 0.5) + 0.05 * (fine - 0.5)))
  }

  /// Smooth between random heights at the whole numbers, from 0 to 1.
  private func noise(_ place: Double, _ wave: Int) -> Double {
    let step = Int(place)
    let part = place - Double(step)
    let smooth = part * part * (3 - 2 * part)
    func height(_ step: Int) -> Double { Double(seed[(step * 7 + wave * 5) % seed.count]) / 255 }
    return height(step) * (1 - smooth) + height(step + 1) * smooth
  }

  var palette: [(UInt8, UInt8, UInt8)] {
    let zenith = colour(3)
    let horizon = mixed(colour(6), (255, 235, 205), 150)
    let sky = (0..<Shade.sky).map { mixed(zenith, horizon, $0 * 255 / (Shade.sky - 1)) }
    let ground = colour(9)
    let hills = (0..<Shade.layers).map { layer in
      mixed(horizon, mixed(ground, (0, 0, 0), 120), 90 + 165 * (layer + 1) / Shade.layers)
    }
    return sky + [mixed(horizon, (255, 250, 240), 210)] + hills
  }

  private func colour(_ index: Int) -> (UInt8, UInt8, UInt8) {
    (seed[index], seed[index + 1], seed[index + 2])
  }

  /// The colour between two, `share` of 255 parts the second.
  private func mixed(
    _ one: (UInt8, UInt8, UInt8), _ other: (UInt8, UInt8, UInt8), _ share: Int
  ) -> (UInt8, UInt8, UInt8) {
    let share = min(max(share, 0), 255)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) * (255 - share) + Int(b) * share) / 255) }
    return (mix(one.0, other.0), mix(one.1, other.1), mix(one.2, other.2))
  }
}
