/// Chance that the same words always throw alike.
struct Dice {
  private var state: UInt64

  /// Seeds it with a text (FNV-1a).
  init(_ seed: String) {
    state = seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// A number below a bound (SplitMix64).
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(bound, 1)))
  }

  /// So many of the choices, each once, in an order of their own; fewer when there are fewer.
  mutating func draw<Choice>(_ count: Int, of choices: [Choice]) -> [Choice] {
    var left = choices
    var drawn: [Choice] = []
    while drawn.count < count, !left.isEmpty { drawn.append(left.remove(at: below(left.count))) }
    return drawn
  }
}
