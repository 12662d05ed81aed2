import Values

/// Who looks at a prompt: the same people every time.
enum LocalDemographics {
  private static let countries = [
    "United States", "United Kingdom", "Canada", "Australia", "Germany", "France", "India", "Brazil",
  ]

  static func of(_ prompt: String) -> JSON {
    var noise = LocalNoise(prompt)
    var names = countries
    var shares: [JSON] = []
    var rest = 100
    for most in [45, 20, 14, 9] {
      let name = names.remove(at: noise.number(below: shares.isEmpty ? 3 : names.count))
      let share = most - noise.number(below: most / 3)
      rest -= share
      shares.append(["name": .string(name), "percentage": .number(.init(share))])
    }
    shares.append(["name": "Other", "percentage": .number(.init(rest))])
    let desktop = 50 + noise.number(below: 25)
    let tablet = 3 + noise.number(below: 6)
    return [
      "countries": .array(shares),
      "devices": [
        ["name": "Desktop", "percentage": .number(.init(desktop))],
        ["name": "Mobile", "percentage": .number(.init(100 - desktop - tablet))],
        ["name": "Tablet", "percentage": .number(.init(tablet))],
      ],
    ]
  }
}
