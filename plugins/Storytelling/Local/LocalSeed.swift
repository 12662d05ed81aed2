import Sandbox
import Values

/// What `sp sandbox seed` makes: the two voices, and some weeks of use up to now.
enum LocalSeed {
  @Sendable static func fill(_ store: Store) throws(Refusal) {
    let voices = try store.records("voices")
    for voice in LocalVoices.first { try voices.put(voice) }
    for day in 0..<40 {
      let date = store.now.startOfDay.adding(days: day - 40)
      // Fewer on two days of the week, a little more as time goes on.
      let count = (day % 7 < 5 ? 3 : 1) + day / 20
      for number in 0..<count { try LocalUsage.put(entry(day, number, date), in: store, counted: true) }
    }
  }

  private static func entry(_ day: Int, _ number: Int, _ date: Timestamp) -> LocalUsage.Entry {
    let isReading = (day + number) % 9 == 4
    let hasFailed = (day * 5 + number) % 23 == 7
    return LocalUsage.Entry(
      endpoint: isReading ? "/voices" : "/generate", succeeded: !hasFailed,
      input: isReading ? 0 : 90 + (day * 37 + number * 53) % 120,
      output: hasFailed ? 0 : isReading ? 243 : 140 + (day * 71 + number * 29) % 130,
      latency: isReading ? 120 : 1900 + (day * 97 + number * 131) % 900,
      at: date + .hours(8) + .minutes(47 * number + day % 30))
  }
}
